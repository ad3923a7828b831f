/** Composes everything that moves parts through a station, from intake to retention. */
import type { SourceStatus } from '../../shared/contract/index.ts';
import type { Bypasses } from './bypass/index.ts';
import type { Announcements } from './connections/index.ts';
import type { Capacity } from './health/index.ts';
import { type Inspector, openInspector } from './inspection/index.ts';
import { type Intake, type IntakeTimings, openIntake } from './intake/index.ts';
import type { Holds } from './keeping/index.ts';
import { type Lanes, type LanesNeeds, openLanes } from './lanes/index.ts';
import type { Recipes } from './recipes/index.ts';
import { diskActions, Neighbours, openArchiveSearch, openRetention, type RetentionTimings } from './retention/index.ts';
import type { Safety } from './safety/index.ts';
import { type SourceSettings, Sources } from './settings/index.ts';
import type { StationData } from './stationData.ts';

export interface LineOptions extends Pick<LanesNeeds, 'host' | 'lane' | 'laneMemory'> {
  readonly timings?: Partial<IntakeTimings>;
  readonly retentionTimings?: Partial<RetentionTimings>;
  /** Between two looks for other stations that take images out of the same folder. */
  readonly neighboursEveryMs?: number;
}

export interface LineNeeds extends LineOptions {
  readonly data: StationData;
  readonly recipes: Recipes;
  readonly safety: Safety;
  readonly holds: Pick<Holds, 'isOnHold' | 'changes'>;
  readonly bypasses: Pick<Bypasses, 'of' | 'sinceOf'>;
  readonly statusOf: (source: SourceSettings) => SourceStatus;
  readonly capacity: () => Pick<Capacity, 'arrived' | 'recorded'>;
  readonly announced: Announcements['namesOf'];
}

/** What moves in a station: files come in, lanes judge them, records are written, and image files are archived or deleted. */
export interface Line {
  readonly lanes: Lanes;
  readonly intake: Intake;
  readonly sources: Sources;
  readonly inspector: Inspector;
}

/** Stopping the station takes less than five seconds in all. */
const STOP_WORK_MS = 2500;
const STOP_RETENTION_MS = 500;

/** Starts the lanes and the judging. Nothing comes in until `intake` is told what to watch. */
export async function openLine(needs: LineNeeds, stack: AsyncDisposableStack): Promise<Line> {
  const { recipes, safety, timings = {}, host, lane, laneMemory } = needs;
  const { kernel, settings, ledger, records, files, duties, archived, restoration, notices } = needs.data;
  const canWrite = (): boolean => safety.storage.canWrite;

  const lanes = await openLanes(kernel, { host, lane, laneMemory, recipes, settings: settings.current });
  stack.defer(() => lanes.stop());
  lanes.onReady(() => inspector.wake());
  settings.onChanged(() => lanes.settingsChanged());
  const intake = openIntake(kernel, {
    ledger,
    timings,
    canWrite,
    onSettled: () => inspector.wake(),
    onArrived: (id) => needs.capacity().arrived(id),
  });
  const sources = new Sources(kernel, {
    settings,
    requireRecipe: (id) => recipes.store.load(id),
    statusOf: needs.statusOf,
    newestFileOf: (id) => records.newestFileOf(id),
    watch: (watched) => intake.watch(watched),
  });
  const retention = openRetention(kernel, {
    duties,
    files: diskActions,
    sources: () => sources.list(),
    canTellMissing: (id) => intake.canTellMissing(id),
    holds: needs.holds,
    mayDelete: (number) => safety.backups.covers(number),
    timings: needs.retentionTimings ?? {},
  });
  stack.defer(() => retention.stop(STOP_RETENTION_MS));
  const neighbours = new Neighbours(kernel, {
    sources: () => sources.list(),
    stationName: () => settings.current().stationName,
    everyMs: needs.neighboursEveryMs,
  });
  stack.defer(() => neighbours.stop(STOP_RETENTION_MS));
  const archiveSearch = openArchiveSearch(kernel, {
    restoration,
    archived,
    notices,
    files: diskActions,
    sources: () => sources.list(),
  });
  stack.defer(() => archiveSearch.stop(STOP_RETENTION_MS));
  const inspector = openInspector(kernel, {
    ledger,
    records,
    files,
    pool: lanes.checkedPool,
    recipes: lanes.usableRecipes,
    sources: () => sources.list(),
    isReachable: (id) => intake.condition(id).isReachable,
    ...(timings.silentMs !== undefined && { silentMs: timings.silentMs }),
    stationName: () => settings.current().stationName,
    judgeFirst: () => settings.current().judgeFirst,
    beginsLot: (recipe, source, lot) => recipes.lifecycle.beginsLot(recipe, source, lot),
    bypasses: needs.bypasses,
    partNamesOf: (id, path) => intake.partNamesOf(id, path),
    announced: needs.announced,
    canTellMissing: (id) => intake.canTellMissing(id) && !archiveSearch.mayBringBack(id),
    canWrite,
    onAway: (entry) => intake.forget(entry),
    onRecorded: (record, occupancy) => needs.capacity().recorded(record, occupancy),
  });
  stack.defer(() => inspector.stop(STOP_WORK_MS));
  stack.defer(() => intake.stop());
  return { lanes, intake, sources, inspector };
}
