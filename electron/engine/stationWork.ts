import type { SourceStatus } from '../../shared/contract/index.ts';
import { type Inspector, openInspector } from './inspection/index.ts';
import { type Intake, type IntakeTimings, openIntake } from './intake/index.ts';
import { type Lanes, type LanesNeeds, openLanes } from './lanes/index.ts';
import type { RecipeStore } from './recipes/index.ts';
import { diskActions, openArchiveSearch, openRetention, type RetentionTimings } from './retention/index.ts';
import { type SourceSettings, Sources } from './settings/index.ts';
import type { Closers, StationData } from './stationData.ts';
import {
  type SafetyEvents,
  type StationSafety,
  type StationSafetyOptions,
  startStationSafety,
} from './stationSafety.ts';

export interface StationWorkOptions extends StationSafetyOptions, Pick<LanesNeeds, 'host' | 'lane' | 'laneMemory'> {
  readonly timings?: Partial<IntakeTimings>;
  readonly retentionTimings?: Partial<RetentionTimings>;
}

/** What moves in a station: files come in, lanes judge them, records are written. */
export interface StationWork extends StationSafety {
  readonly lanes: Lanes;
  readonly intake: Intake;
  readonly sources: Sources;
  readonly inspector: Inspector;
}

/** Stopping the station takes less than five seconds in all. */
const STOP_WORK_MS = 2500;
const STOP_RETENTION_MS = 500;

/** Starts the lanes and the judging. Nothing comes in until `intake` is told what to watch. */
export async function startStationWork(
  data: StationData,
  recipes: RecipeStore,
  options: StationWorkOptions,
  events: SafetyEvents & { readonly statusOf: (source: SourceSettings) => SourceStatus },
  closers: Closers,
): Promise<StationWork> {
  const { kernel, settings, ledger, records, files, duties } = data;

  const safety = await startStationSafety(data, options, events, closers);
  const { storage } = safety;
  const { host, lane, laneMemory } = options;
  const lanes = await openLanes(kernel, { host, lane, laneMemory, recipes, settings: () => settings.current() });
  lanes.onReady(() => inspector.wake());
  settings.onChanged(() => lanes.settingsChanged());
  closers.push(() => lanes.stop());
  const intake = openIntake(kernel, {
    ledger,
    timings: options.timings ?? {},
    canWrite: () => storage.canWrite,
    onSettled: () => inspector.wake(),
  });
  const sources = new Sources(kernel, {
    settings,
    requireRecipe: (id) => recipes.load(id),
    statusOf: events.statusOf,
    newestFileOf: (id) => records.newestFileOf(id),
    watch: (watched) => intake.watch(watched),
  });
  const retention = openRetention(kernel, {
    duties,
    files: diskActions,
    sources: () => sources.list(),
    canTellMissing: (id) => intake.canTellMissing(id),
    mayDelete: (number) => safety.backups.covers(number),
    timings: options.retentionTimings ?? {},
  });
  closers.push(() => retention.stop(STOP_RETENTION_MS));
  const archiveSearch = openArchiveSearch(kernel, { ...data, files: diskActions, sources: () => sources.list() });
  closers.push(() => archiveSearch.stop(STOP_RETENTION_MS));
  const inspector = openInspector(kernel, {
    ledger,
    records,
    files,
    pool: lanes.checkedPool,
    recipes: lanes.usableRecipes,
    sources: () => sources.list(),
    isReachable: (id) => intake.condition(id).isReachable,
    ...(options.timings?.silentMs !== undefined && { silentMs: options.timings.silentMs }),
    stationName: () => settings.current().stationName,
    judgeFirst: () => settings.current().judgeFirst,
    partNamesOf: (id, path) => intake.partNamesOf(id, path),
    canTellMissing: (id) => intake.canTellMissing(id) && !archiveSearch.mayBringBack(id),
    canWrite: () => storage.canWrite,
    onAway: (entry) => intake.forget(entry),
  });
  closers.push(() => inspector.stop(STOP_WORK_MS));
  closers.push(() => intake.stop());
  return { ...safety, lanes, intake, sources, inspector };
}
