import type { SourceStatus, StationStatus } from '../../../shared/contract/index.ts';
import { isSameSubject, SOFTWARE_VERSION, sentenceOf, sourceSubject } from '../../../shared/domain/index.ts';
import type { Afterwards } from '../afterwards/index.ts';
import type { Inspector, LanePool } from '../inspection/index.ts';
import type { Intake, Ledger } from '../intake/index.ts';
import type { Conditions } from '../kernel/index.ts';
import type { ProviderChoices } from '../providers/index.ts';
import type { SettingsStore, SourceSettings, Sources } from '../settings/index.ts';
import type { Backups, Notices } from '../storage/index.ts';
import type { DiskWatch } from './diskWatch.ts';
import { told } from './noticeHandlers.ts';
import type { ShiftCounters } from './shiftCounters.ts';
import type { StorageWatch } from './storageWatch.ts';

export interface StationStatusNeeds {
  readonly conditions: Pick<Conditions, 'current'>;
  readonly settings: Pick<SettingsStore, 'current' | 'warning'>;
  readonly sources: Pick<Sources, 'list'>;
  readonly intake: Pick<Intake, 'condition'>;
  readonly inspector: Pick<Inspector, 'problemOf' | 'problems'>;
  readonly afterwards: Pick<Afterwards, 'remarksOf'>;
  readonly pool: Pick<LanePool, 'status' | 'problem' | 'offeredProviders'>;
  readonly choices: Pick<ProviderChoices, 'warnings'>;
  readonly laneSplit: () => StationStatus['laneSplit'];
  readonly ledger: Pick<Ledger, 'backlog'>;
  readonly disk: Pick<DiskWatch, 'state' | 'space' | 'outlook'>;
  readonly storage: Pick<StorageWatch, 'condition'>;
  readonly backups: Pick<Backups, 'state'>;
  readonly notices: Pick<Notices, 'open'>;
  readonly shift: Pick<ShiftCounters, 'current'>;
  readonly demo: () => StationStatus['demo'];
  readonly startedAt: string;
}

/** Free bytes change with every record; nobody needs them more exactly. */
const ROUND_BYTES = 16 * 1024 * 1024;

/** All that the screen shows about the condition of the station. */
export function stationStatus(needs: StationStatusNeeds): StationStatus {
  const sources = needs.sources.list();
  const sourceStatuses = sources.map((source) => sourceStatus(source, needs));
  const { startedAt, pass, review, fail, error } = needs.shift.current();
  const { freeBytes, totalBytes } = needs.disk.space();
  return {
    name: needs.settings.current().stationName,
    softwareVersion: SOFTWARE_VERSION,
    startedAt: needs.startedAt,
    sources: sourceStatuses,
    lanes: needs.pool.status(),
    laneSplit: needs.laneSplit(),
    executionProviders: [...needs.pool.offeredProviders()],
    backlog: sourceStatuses.reduce((sum, source) => sum + source.backlog, 0),
    oldestWaitingSeconds: longest(sourceStatuses.map((source) => source.oldestWaitingSeconds)),
    disk: {
      state: needs.disk.state(),
      freeBytes: Math.floor(freeBytes / ROUND_BYTES) * ROUND_BYTES,
      totalBytes,
      outlook: needs.disk.state() === 'low' ? needs.disk.outlook() : null,
    },
    storage: needs.storage.condition(),
    backup: needs.backups.state(),
    notices: needs.notices.open().map(told),
    shift: { startedAt, pass, review, fail, error },
    conditions: [...needs.conditions.current()],
    warnings: warnings(sourceStatuses, needs),
    demo: needs.demo(),
  };
}

type SourceStatusNeeds = Pick<StationStatusNeeds, 'conditions' | 'intake' | 'inspector' | 'ledger' | 'afterwards'>;

export function sourceStatus(
  source: SourceSettings,
  { conditions, intake, inspector, ledger, afterwards }: SourceStatusNeeds,
): SourceStatus {
  const condition = intake.condition(source.id);
  const { files, oldestSeenAt } = ledger.backlog([source.id]);
  const common = {
    ...source,
    lastListedAt: condition.lastListedAt,
    backlog: files,
    oldestWaitingSeconds: oldestSeenAt === null ? null : secondsSince(oldestSeenAt),
    remarks: [...remarksOf(source, conditions), ...afterwards.remarksOf(source.id)],
  };
  if (condition.problem !== null) return { ...common, state: 'unreachable', problem: sentenceOf(condition.problem) };
  const problem = inspector.problemOf(source);
  return { ...common, state: problem === null ? 'watching' : 'unready', problem };
}

/** Sentences on what is wrong with a source that is watched all the same. */
function remarksOf(source: SourceSettings, conditions: Pick<Conditions, 'current'>): string[] {
  const subject = sourceSubject(source);
  return conditions
    .current()
    .filter((condition) => condition.severity !== 'alarm' && isSameSubject(condition.subject, subject))
    .map(sentenceOf);
}

function secondsSince(time: string): number {
  return Math.max(0, Math.floor((Date.now() - Date.parse(time)) / 1000));
}

function longest(waits: readonly (number | null)[]): number | null {
  const known = waits.filter((wait) => wait !== null);
  return known.length === 0 ? null : Math.max(...known);
}

function warnings(sources: readonly SourceStatus[], needs: StationStatusNeeds): string[] {
  const found = [
    needs.settings.warning,
    ...needs.inspector.problems(),
    needs.pool.problem(),
    ...needs.choices.warnings(),
    ...sources.flatMap(({ remarks }) => remarks),
  ];
  return found.filter((warning) => warning !== null);
}
