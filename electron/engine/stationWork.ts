import { availableParallelism, totalmem } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { FeedItem, SigmalineError } from '../../shared/domain/index.ts';
import type { LaneOptions, ProcessHost } from '../hosts/index.ts';
import { type Afterwards, type AfterwardsTimings, createAfterwards, diskActions } from './afterwards/index.ts';
import type { RecipeStore } from './calibration/index.ts';
import {
  createStorageWatch,
  type DiskSpace,
  type DiskWatch,
  measureDiskSpace,
  type StorageWatch,
  watchDisk,
} from './health/index.ts';
import {
  createInspector,
  createLanePool,
  createUsableRecipes,
  type Inspector,
  type LanePool,
  type LaneSplit,
  type MemoryLimits,
  memoryLimits,
} from './inspection/index.ts';
import { createIntake, type Intake, type IntakeTimings } from './intake/index.ts';
import { createSources, type Sources } from './settings/index.ts';
import type { Closers, StationData } from './stationData.ts';

export interface StationWorkOptions {
  readonly dataFolder: string;
  /** Starts lanes. */
  readonly host: ProcessHost;
  readonly timings?: Partial<IntakeTimings>;
  readonly afterwardsTimings?: Partial<AfterwardsTimings>;
  readonly lane?: LaneOptions;
  /** Where it is not what follows from the machine's memory. */
  readonly laneMemory?: MemoryLimits;
  /** For tests of a full disk. */
  readonly measureDisk?: () => Promise<DiskSpace>;
  readonly measureDiskEveryMs?: number;
}

export interface StationEvents {
  readonly onRecorded: (item: FeedItem) => void;
  readonly onChanged: () => void;
  readonly onTrouble: (error: unknown) => void;
  /** Only a new start helps: it restores the database. */
  readonly onBroken: (error: SigmalineError) => void;
}

/** What moves in a station: files come in, lanes judge them, records are written. */
export interface StationWork {
  readonly disk: DiskWatch;
  readonly storage: StorageWatch;
  readonly pool: LanePool;
  readonly intake: Intake;
  readonly sources: Sources;
  readonly inspector: Inspector;
  readonly afterwards: Afterwards;
}

const DISK_EVERY_MS = 5000;
const STORAGE_EVERY_MS = 1000;
/** Stopping the station takes less than five seconds in all. */
const STOP_WORK_MS = 2500;
/** A share that does not answer must not keep the station from stopping. */
const STOP_INTAKE_MS = 1000;
const STOP_AFTERWARDS_MS = 500;

/** Starts the lanes and the judging. Nothing comes in until `intake` is told what to watch. */
export async function startStationWork(
  data: StationData,
  recipes: RecipeStore,
  options: StationWorkOptions,
  events: StationEvents,
  closers: Closers,
): Promise<StationWork> {
  const { dataFolder, host } = options;
  const { settings, register, ledger, records, files, duties } = data;
  const { onChanged, onTrouble } = events;

  const disk = await watchDisk({
    measure: options.measureDisk ?? (() => measureDiskSpace(dataFolder)),
    everyMs: options.measureDiskEveryMs ?? DISK_EVERY_MS,
    onChanged,
    onTrouble,
  });
  closers.push(() => disk.stop());
  const storage = createStorageWatch({
    ...data.database,
    isDiskFull: () => disk.state() === 'full',
    dataFolder,
    everyMs: STORAGE_EVERY_MS,
    onChanged,
    onTrouble,
  });
  data.database.onTrouble((error) => {
    storage.report(error);
    if (error.code === 'storage.corrupt') events.onBroken(error);
  });
  closers.push(() => storage.stop());
  const { lanes } = settings.current();
  const pool = createLanePool({
    host,
    split: usualSplit(lanes),
    memory: options.laneMemory ?? memoryLimits(totalmem(), lanes === 'auto' ? 1 : lanes),
    ...(options.lane !== undefined && { lane: options.lane }),
    onChanged,
    onTrouble,
  });
  closers.push(() => pool.close());

  const intake = createIntake({
    ledger,
    timings: options.timings ?? {},
    canWrite: () => storage.canWrite(),
    onSettled: () => inspector.wake(),
    onChanged,
    onTrouble,
  });
  const sources = createSources({
    settings,
    register,
    dataFolder,
    requireRecipe: (id) => recipes.load(id),
    onChanged: () => intake.watch(settings.current().sources),
  });
  const usableRecipes = createUsableRecipes(
    recipes,
    {
      prepare: ({ folder }) => pool.prepare({ recipeFolder: folder }),
      finish: (folder) => pool.finish(folder),
      retain: (used) => pool.retain(used.map(({ folder }) => ({ recipeFolder: folder }))),
    },
    () => inspector.wake(),
  );
  recipes.onPublished(({ recipe }) => usableRecipes.forget(recipe.id));
  const afterwards = createAfterwards({
    duties,
    files: diskActions,
    sources: () => sources.list(),
    canTellMissing: (id) => intake.canTellMissing(id),
    timings: options.afterwardsTimings ?? {},
    onChanged,
    onTrouble,
  });
  closers.push(() => afterwards.stop(STOP_AFTERWARDS_MS));
  const inspector = createInspector({
    ...events,
    onAppended: (inspection) => afterwards.owe(inspection),
    onRecorded(item) {
      afterwards.wake();
      events.onRecorded(item);
    },
    ledger,
    records,
    files,
    pool,
    recipes: usableRecipes,
    sources: () => sources.list(),
    isReachable: (id) => intake.condition(id).isReachable,
    canTellMissing: (id) => intake.canTellMissing(id),
    canWrite: () => storage.canWrite(),
    onMissing: (entry) => intake.forget(entry),
  });
  closers.push(() => inspector.stop(STOP_WORK_MS));
  closers.push(() => Promise.race([intake.stop(), delay(STOP_INTAKE_MS, undefined, { ref: false })]));
  return { disk, storage, pool, intake, sources, inspector, afterwards };
}

/** As many lanes as the engineer wishes, which share the cores. */
function usualSplit(lanes: number | 'auto'): LaneSplit {
  if (lanes === 'auto') return { lanes: 1, threads: null };
  return { lanes, threads: Math.max(1, Math.floor(availableParallelism() / lanes)) };
}
