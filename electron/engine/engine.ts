import { setTimeout as delay } from 'node:timers/promises';
import { type ContractServer, createServer, type Handlers } from '../../shared/contract/index.ts';
import type { LaneOptions, ProcessHost } from '../hosts/index.ts';
import { createBackboneStore } from './backbones/index.ts';
import { createCalibrationHandlers, createCalibrationRunner, createRecipeStore } from './calibration/index.ts';
import { createDemo } from './demo/index.ts';
import { createExportHandlers } from './export/index.ts';
import {
  createChangeSignal,
  createShiftCounters,
  type DiskSpace,
  measureDiskSpace,
  type StationStatusParts,
  sourceStatus,
  stationStatus,
  watchDisk,
} from './health/index.ts';
import {
  createImageLocator,
  createInspectionHandlers,
  createInspector,
  createLanePool,
  createUsableRecipes,
} from './inspection/index.ts';
import { createIntake, type IntakeTimings } from './intake/index.ts';
import { createSourceHandlers, createSources } from './settings/index.ts';
import { type Closers, openStationData } from './stationData.ts';
import { openHttpTransport } from './transports/index.ts';

export interface EngineOptions {
  readonly dataFolder: string;
  /** Holds backbones/ and samples/. */
  readonly resourcesFolder: string;
  /** Starts lanes and fitters. */
  readonly host: ProcessHost;
  /** Serve the interface and the contract on 127.0.0.1; null where the parent carries the frames. */
  readonly http: { readonly port: number; readonly token: string; readonly rendererFolder: string } | null;
  readonly timings?: Partial<IntakeTimings>;
  readonly lane?: LaneOptions;
  /** For tests of a full disk. */
  readonly measureDisk?: () => Promise<DiskSpace>;
  readonly measureDiskEveryMs?: number;
}

export interface Engine {
  readonly server: ContractServer;
  /** The address of the interface with the session token; null without http. */
  readonly url: string | null;
  /** Finishes what is at work, for less than five seconds, and gives everything back. */
  stop(): Promise<void>;
}

const STATUS_EVERY_MS = 250;
/** For ages, and for the shift that ends by the clock alone. */
const CLOCK_EVERY_MS = 1000;
const DISK_EVERY_MS = 5000;
const STOP_WORK_MS = 2500;
/** A share that does not answer must not keep the station from stopping. */
const STOP_INTAKE_MS = 1000;

/**
 * Starts the station of a data folder: the composition root of the engine.
 *
 * @throws SigmalineError `station.*`, `storage.*`
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const closers: Closers = [];
  const stop = async (): Promise<void> => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    return { ...(await compose(options, closers)), stop };
  } catch (thrown) {
    await stop();
    throw thrown;
  }
}

async function compose(options: EngineOptions, closers: Closers): Promise<Omit<Engine, 'stop'>> {
  const { dataFolder, resourcesFolder, host } = options;
  const startedAt = new Date().toISOString();
  const data = await openStationData(dataFolder, closers);
  const { logger, settings, ledger, records, files, register } = data;
  const onTrouble = (error: unknown): void => logger.error({ err: error });

  const recipes = createRecipeStore({ dataFolder });
  const usableRecipes = createUsableRecipes(recipes);
  recipes.onPublished(({ recipe }) => usableRecipes.forget(recipe.id));
  const runner = createCalibrationRunner({
    host,
    recipes,
    backbones: createBackboneStore({ resourcesFolder, dataFolder }),
  });
  const shift = createShiftCounters(
    () => settings.current().shiftStarts,
    (time) => records.countsSince(time),
  );

  let lastStatus = '';
  const announceStatus = (): void => {
    const status = stationStatus(statusParts);
    const text = JSON.stringify(status);
    if (text !== lastStatus) server.emit('station.changed', status);
    lastStatus = text;
  };
  const status = createChangeSignal(STATUS_EVERY_MS, announceStatus);
  const onChanged = (): void => status.changed();

  const disk = await watchDisk({
    measure: options.measureDisk ?? (() => measureDiskSpace(dataFolder)),
    everyMs: options.measureDiskEveryMs ?? DISK_EVERY_MS,
    onChanged,
    onTrouble,
  });
  closers.push(() => disk.stop());
  const pool = createLanePool({
    host,
    count: settings.current().lanes,
    lane: options.lane ?? {},
    onChanged,
    onTrouble,
  });
  closers.push(() => pool.close());
  const intake = createIntake({
    ledger,
    timings: options.timings ?? {},
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
  const inspector = createInspector({
    ledger,
    records,
    files,
    pool,
    recipes: usableRecipes,
    sources: () => sources.list(),
    isReachable: (id) => intake.condition(id).isReachable,
    canTellMissing: (id) => intake.canTellMissing(id),
    hasRoom: () => disk.state() !== 'full',
    onRecorded(item) {
      shift.count(item.verdict);
      server.emit('feed.appended', { items: [item] });
      onChanged();
    },
    onMissing: (entry) => intake.forget(entry),
    onChanged,
    onTrouble,
  });
  closers.push(() => inspector.stop(STOP_WORK_MS));
  closers.push(() => Promise.race([intake.stop(), delay(STOP_INTAKE_MS, undefined, { ref: false })]));
  closers.push(() => runner.close());
  const demo = createDemo({
    dataFolder,
    resourcesFolder,
    recipes,
    runner,
    watchLine: (source) => sources.ensureOwn(source),
    emit: (name, payload) => server.emit(name, payload),
    onChanged,
    onUnforeseen: onTrouble,
  });
  closers.push(() => demo.close());

  const statusParts: StationStatusParts = {
    settings,
    sources,
    intake,
    inspector,
    pool,
    ledger,
    disk,
    shift,
    demo: () => demo.state(),
    startedAt,
  };
  const handlers: Handlers = {
    'station.status': () => stationStatus(statusParts),
    ...createSourceHandlers(sources, (source) => sourceStatus(source, statusParts)),
    ...createInspectionHandlers({
      records,
      files,
      locateImage: createImageLocator({ records, ledger, files, pool, folderOf: (id) => register.folderOf(id) }),
      onTrouble,
    }),
    ...createCalibrationHandlers({
      recipes,
      runner,
      emit: (name, payload) => server.emit(name, payload),
      onUnforeseen: onTrouble,
    }),
    ...createExportHandlers({
      dataFolder,
      stationName: () => settings.current().stationName,
      records,
    }),
    ...demo.handlers,
  };
  const server = createServer(handlers, onTrouble);

  await intake.watch(sources.list());
  const clock = setInterval(onChanged, CLOCK_EVERY_MS);
  closers.push(() => {
    clearInterval(clock);
    status.stop();
  });
  const url = await openInterface(options, server, handlers, onTrouble, closers);
  logger.info({ dataFolder }, 'started');
  return { server, url };
}

async function openInterface(
  { http }: EngineOptions,
  server: ContractServer,
  handlers: Handlers,
  onUnforeseen: (error: unknown) => void,
  closers: Closers,
): Promise<string | null> {
  if (http === null) return null;
  const transport = await openHttpTransport({
    ...http,
    server,
    locateImage: (input) => handlers['inspection.locateImage'](input),
    locateExport: (input) => handlers['export.locate'](input),
    onUnforeseen,
  });
  closers.push(() => transport.close());
  return transport.url;
}
