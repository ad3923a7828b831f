import { randomUUID } from 'node:crypto';
import { type ContractServer, createServer, type Handlers, openStationCaller } from '../../shared/contract/index.ts';
import { SigmalineError } from '../../shared/domain/index.ts';
import { BackboneStore } from './backbones/index.ts';
import { openDemo } from './demo/index.ts';
import { createExportHandlers } from './export/index.ts';
import { Health } from './health/index.ts';
import { openRecipes } from './recipes/index.ts';
import { arrivalOf, createImageLocator, createRecordHandlers } from './records/index.ts';
import { type Closers, openStationData } from './stationData.ts';
import { type StationWorkOptions, startStationWork } from './stationWork.ts';
import { openHttpTransport } from './transports/index.ts';

export interface EngineOptions extends StationWorkOptions {
  /** Holds backbones/ and samples/. */
  readonly resourcesFolder: string;
  /** Serve the interface and the contract on 127.0.0.1; null where the parent carries the frames. */
  readonly http: { readonly port: number; readonly token: string; readonly rendererFolder: string } | null;
  /** The station cannot go on and must be started again: the next start puts it right. */
  readonly onBroken?: (error: SigmalineError) => void;
}

export interface Engine {
  readonly server: ContractServer;
  /** The address of the interface with the session token; null without http. */
  readonly url: string | null;
  /** Finishes what is at work, for less than five seconds, and gives everything back. */
  stop(): Promise<void>;
}

/**
 * Starts the station of a data folder: the composition root of the engine.
 *
 * @throws SigmalineError `station.*`, `storage.*`
 */
export async function startEngine(options: EngineOptions): Promise<Engine> {
  const closers: Closers = [];
  try {
    return { ...(await compose(options, closers)), stop: () => closeAll(closers) };
  } catch (thrown) {
    await closeAll(closers);
    throw startFailure(thrown, options.dataFolder);
  }
}

/** What the file system refuses while a station starts is trouble of its folder: whoever starts it must read what to look at. */
function startFailure(thrown: unknown, folder: string): unknown {
  const isFileTrouble = thrown instanceof Error && 'syscall' in thrown && 'code' in thrown;
  if (!isFileTrouble || thrown instanceof SigmalineError) return thrown;
  return new SigmalineError('station.data-folder', { folder, reason: thrown.message }, thrown);
}

/** The last that was opened is closed first. One that fails does not keep the others open: the database and the lock come last. */
async function closeAll(closers: Closers): Promise<void> {
  const failures: unknown[] = [];
  for (const close of closers.splice(0).reverse()) {
    try {
      await close();
    } catch (thrown) {
      failures.push(thrown);
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'the station did not stop cleanly');
}

async function compose(options: EngineOptions, closers: Closers): Promise<Omit<Engine, 'stop'>> {
  const { dataFolder, resourcesFolder, host } = options;
  const data = await openStationData(dataFolder, closers);
  const { kernel, settings, ledger, records, reader, files, notices, duties } = data;
  const { emit, report: onTrouble, changed: onChanged } = kernel;
  kernel.recorders.onCommitted(({ id }) => emit('feed.appended', { items: [arrivalOf(records, id)] }));
  const backbones = new BackboneStore({ resourcesFolder, dataFolder });
  const recipes = openRecipes(kernel, { host, backbones });
  closers.push(() => recipes.stop());
  const work = await startStationWork(
    data,
    recipes.store,
    options,
    {
      onChanged,
      onTrouble,
      onBroken: options.onBroken ?? (() => undefined),
      statusOf: (source) => health.sourceStatus(source),
    },
    closers,
  );
  const { sources, lanes, intake } = work;
  const { pool } = lanes;
  const demo = openDemo(kernel, {
    resourcesFolder,
    recipes: recipes.store,
    runner: recipes.runner,
    watchLine: (source) => sources.ensureOwn(source),
  });
  closers.push(() => demo.stop());

  const health = new Health(kernel, {
    ...work,
    pool,
    laneSplit: () => lanes.split(),
    settings,
    records,
    reader,
    ledger,
    notices,
    demo: () => demo.state,
  });
  closers.push(() => health.stop());
  const locateImage = createImageLocator({
    records,
    ledger,
    files,
    pool,
    folderOf: (id) => settings.folderOf(id),
    archivedAt: (id) => duties.archivedAt(id),
  });
  const stationName = (): string => settings.current().stationName;
  const handlers: Handlers = {
    ...health.handlers,
    ...sources.handlers,
    ...settings.handlers,
    ...lanes.handlers,
    ...createRecordHandlers({ records, locateImage }),
    ...recipes.handlers,
    ...createExportHandlers({ dataFolder, stationName, reader }),
    ...demo.handlers,
  };
  const server = createServer(handlers, onTrouble);
  kernel.serve(server);

  const url = await openInterface(options, server, onTrouble, closers);
  await intake.watch(sources.list());
  demo.resume();
  health.begin();
  kernel.log.info({ dataFolder }, 'started');
  return { server, url };
}

async function openInterface(
  { http }: EngineOptions,
  server: ContractServer,
  onUnforeseen: (error: unknown) => void,
  closers: Closers,
): Promise<string | null> {
  if (http === null) return null;
  const self = openStationCaller('host', randomUUID());
  const transport = await openHttpTransport({
    ...http,
    server,
    requests: { request: (name, input) => server.ask(name, input, self) },
    onUnforeseen,
  });
  closers.push(() => transport.close());
  return transport.url;
}
