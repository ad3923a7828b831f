import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Engine, type EngineOptions, startEngine } from '../../../electron/engine/engine.ts';
import {
  type Channel,
  ContractClient,
  type Frame,
  openStationCaller,
  type SourceStatus,
  type StationStatus,
  type Visitor,
} from '../../../shared/contract/index.ts';
import {
  type FeedItem,
  type Inspection,
  type RecipeVersion,
  recipeIdSchema,
  SOFTWARE_VERSION,
  type SourceOptions,
  sentenceOf,
  sourceOptionsSchema,
} from '../../../shared/domain/index.ts';
import { recipeVersionOf } from '../../../shared/domain/recipe.fixture.ts';
import { quickTimings, testHost } from './testProcesses.ts';

/** A station of a test: the real engine on a folder of its own, asked by the real client. */
export interface TestStation {
  readonly dataFolder: string;
  readonly cameraFolder: string;
  /** What the feed told, in the order in which it came. */
  readonly feed: readonly FeedItem[];
  client(): ContractClient;
  /** Another screen, with a connection of its own, which `leave` ends. */
  connect(): { readonly client: ContractClient; readonly leave: () => void };
  /** The address of its interface, if it was started with one. */
  url(): string;
  start(options?: Partial<EngineOptions>): Promise<void>;
  stop(): Promise<void>;
  addSource(recipe?: string, options?: Partial<SourceOptions>): Promise<SourceStatus>;
  /** Changes options of the only source; the others get their defaults. */
  changeSource(options: Partial<SourceOptions>): Promise<void>;
  status(): Promise<StationStatus>;
  /** What its conditions say. */
  sentences(): Promise<string[]>;
  /** All records, the oldest first. */
  records(): Promise<Inspection[]>;
  /** Waits until there are `count` records and nothing is left to do. */
  settled(count: number): Promise<Inspection[]>;
  until(what: string, condition: () => boolean | Promise<boolean>): Promise<void>;
  /**
   * Between tests that share it, as each start costs a second of a processor: sources go, the next camera has a folder of its own, and records of before are neither given nor
   * counted any more.
   */
  renew(): Promise<void>;
  remove(): Promise<void>;
}

/** Shorter than that of the tests, and long enough for a machine that does other work too. */
const PATIENCE_MS = 100_000;

/** @param prepare what is to be done to the data folder, which exists and is empty */
export async function createTestStation(
  prepare: (dataFolder: string) => void | Promise<void> = () => undefined,
): Promise<TestStation> {
  const root = await mkdtemp(join(tmpdir(), 'sigmaline-station-'));
  const dataFolder = join(root, 'data');
  let cameraFolder = join(root, 'camera');
  let numberBefore = 0;
  await mkdir(cameraFolder);
  await mkdir(dataFolder);
  await prepare(dataFolder);
  await writeRecipe(dataFolder, 'ring');
  let engine: Engine | null = null;
  let client: ContractClient | null = null;
  const feed: FeedItem[] = [];

  const currentClient = (): ContractClient => {
    if (client === null) throw new Error('the station is not running');
    return client;
  };
  const status = (): Promise<StationStatus> => currentClient().request('station.status', {});

  /** The newest first. */
  async function recorded(): Promise<FeedItem[]> {
    const { items } = await currentClient().request('feed.page', { before: null, limit: 1000 });
    return items.filter(({ number }) => number > numberBefore);
  }

  async function records(): Promise<Inspection[]> {
    const items = await recorded();
    const details = await Promise.all(items.map(({ id }) => currentClient().request('inspection.get', { id })));
    return details.map(({ inspection }) => inspection).reverse();
  }

  async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
    const endMs = performance.now() + PATIENCE_MS;
    while (!(await condition())) {
      if (performance.now() > endMs) throw new Error(`waited in vain until ${what}: ${JSON.stringify(await status())}`);
      await pause(20);
    }
  }

  async function start(options: Partial<EngineOptions> = {}): Promise<void> {
    engine = await startEngine({
      dataFolder,
      resourcesFolder: root,
      host: testHost(),
      http: null,
      timings: quickTimings,
      ...options,
    });
    client = clientOf(engine);
    client.on('feed.appended', ({ items }) => feed.push(...items));
  }

  return {
    dataFolder,
    get cameraFolder() {
      return cameraFolder;
    },
    feed,
    client: currentClient,
    connect() {
      if (engine === null) throw new Error('the station is not running');
      const visitor = engine.reception.enter({ channel: 'browser', peer: 'another screen', browser: null });
      return { client: clientOf(engine, visitor), leave: visitor.leave };
    },
    url: () => engine?.url ?? '',
    status,
    sentences: async () => (await status()).conditions.map(sentenceOf),
    records,
    until,
    start,
    async stop() {
      await engine?.stop();
      engine = null;
      client = null;
    },
    addSource: (recipe = 'ring', options = {}) =>
      currentClient().request('source.add', {
        name: 'Camera 1',
        folder: cameraFolder,
        recipeId: recipeIdSchema.parse(recipe),
        options: sourceOptionsSchema.parse(options),
      }),
    async changeSource(options) {
      const [source] = (await status()).sources;
      if (source === undefined) throw new Error('there is no source');
      const { id, name, recipeId } = source;
      await currentClient().request('source.change', {
        id,
        name,
        recipeId,
        options: sourceOptionsSchema.parse(options),
      });
    },
    async settled(count) {
      await until(`${count} records`, async () => {
        return (await status()).backlog === 0 && (await recorded()).length >= count;
      });
      return records();
    },
    async renew() {
      if (engine === null) await start();
      for (const { id } of await currentClient().request('source.list', {})) {
        await currentClient().request('source.remove', { id });
      }
      numberBefore = (await recorded())[0]?.number ?? numberBefore;
      cameraFolder = await mkdtemp(join(root, 'camera-'));
      if (!existsSync(join(dataFolder, 'recipes', 'ring'))) await writeRecipe(dataFolder, 'ring');
      feed.length = 0;
    },
    async remove() {
      await engine?.stop();
      await rm(root, { recursive: true });
    },
  };
}

/** The client and the engine in one process, with everything that crosses between them copied as it would be. */
function clientOf(
  engine: Engine,
  visitor: Visitor = { caller: () => openStationCaller('host', 'test') },
): ContractClient {
  const toClient: ((frame: unknown) => void)[] = [];
  const toEngine: ((frame: unknown) => void)[] = [];
  const deliver = (listeners: readonly ((frame: unknown) => void)[], frame: Frame): void => {
    const copy = structuredClone(frame);
    queueMicrotask(() => {
      for (const listener of listeners) listener(copy);
    });
  };
  const end = (own: ((frame: unknown) => void)[], other: ((frame: unknown) => void)[]): Channel => ({
    send: (frame) => deliver(other, frame),
    onFrame: (listener) => own.push(listener),
    onClose: () => undefined,
    close: () => undefined,
  });
  engine.server.attach(end(toEngine, toClient), visitor);
  return new ContractClient(end(toClient, toEngine));
}

/** A recipe that the test lane needs no graph for: fail above 2, review above 1. */
export async function writeRecipe(dataFolder: string, name: string, version = 1): Promise<void> {
  const folder = join(dataFolder, 'recipes', name, String(version));
  const graph = Buffer.from(`the graph of ${name}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'recipe.onnx'), graph);
  const recipe: RecipeVersion = {
    ...recipeVersionOf(name, { version }),
    name,
    softwareVersion: SOFTWARE_VERSION,
    graph: { file: 'recipe.onnx', sha256: createHash('sha256').update(graph).digest('hex') },
  };
  await writeFile(join(folder, 'recipe.json'), JSON.stringify(recipe));
}
