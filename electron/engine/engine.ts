/** Composes the engine of a station: opens its data, its rooms and its transports, and closes them in reverse order. */
import { ContractServer, type Handlers } from '../../shared/contract/index.ts';
import { SigmalineError } from '../../shared/domain/index.ts';
import type { TlsFiles } from '../../shared/processes/engine.ts';
import { runTask } from '../hosts/index.ts';
import { jobs } from '../tasks/index.ts';
import { Access } from './access/index.ts';
import { Audit, type AuditTimings } from './audit/index.ts';
import { BackboneStore } from './backbones/index.ts';
import { Bench } from './bench/index.ts';
import { Bypasses } from './bypass/index.ts';
import { Comparisons } from './comparisons/index.ts';
import { Connections } from './connections/index.ts';
import { Demo } from './demo/index.ts';
import { Diagnostics } from './diagnostics/index.ts';
import { Dispositions, ReleasedImages } from './dispositions/index.ts';
import { Downtime, type DowntimeTimings } from './downtime/index.ts';
import { ExportSchedule, Exports } from './exports/index.ts';
import { Handover } from './handover/index.ts';
import { Capacity, GoodPartsWatch, Health, LateVerdicts, LineGuard, MeasureTrends } from './health/index.ts';
import { Holds, Keeping, type KeepingTimings, RemovedFiles } from './keeping/index.ts';
import { asCallers, type Kernel, type ReadClock } from './kernel/index.ts';
import { QuietLane } from './lanes/index.ts';
import { type LineOptions, openLine } from './line.ts';
import { Parts } from './parts/index.ts';
import { RecipeChanges, RecipeProposals } from './recipeChanges/index.ts';
import { openRecipes } from './recipes/index.ts';
import { RecordDetails } from './recordDetail/index.ts';
import { openInspectionRecords, RecordSums } from './records/index.ts';
import { Reports } from './reports/index.ts';
import { Restoring } from './restoring/index.ts';
import { Review } from './review/index.ts';
import { openSafety, type SafetyOptions } from './safety/index.ts';
import { RecordSearch } from './search/index.ts';
import { openStationData } from './stationData.ts';
import { KeptTests, openTesting } from './testSets/index.ts';
import { HttpTransport, isLoopback, type Reception } from './transports/index.ts';

export interface EngineOptions extends LineOptions, SafetyOptions {
  readonly dataFolder: string;
  /** Holds backbones/ and samples/. */
  readonly resourcesFolder: string;
  /** Serve the interface and the contract; null where the parent carries the frames. */
  readonly http: HttpOptions | null;
  /** Seals the key of the audit chain; null where the operating system keeps no secret. */
  readonly keySecret?: Uint8Array | null;
  readonly auditTimings?: AuditTimings;
  readonly keepingTimings?: Partial<KeepingTimings>;
  readonly downtimeTimings?: Partial<DowntimeTimings>;
  /** For tests of wrong clocks. */
  readonly readClock?: ReadClock;
  /** The station cannot go on and must be started again: the next start puts it right. */
  readonly onBroken?: (error: SigmalineError) => void;
}

export interface HttpOptions {
  readonly port: number;
  readonly token: string;
  readonly rendererFolder: string;
  /** 127.0.0.1 without it. Anything that other machines reach needs TLS, and a protected station. */
  readonly address?: string | undefined;
  readonly tls?: TlsFiles | null | undefined;
}

export interface Engine {
  readonly server: ContractServer;
  /** Knows whoever connects to the server. */
  readonly reception: Reception;
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
  // What was opened last is closed first, whatever fails on the way: the database and the lock come last.
  const stack = new AsyncDisposableStack();
  try {
    return { ...(await compose(options, stack)), stop: () => stack.disposeAsync() };
  } catch (thrown) {
    await stack.disposeAsync();
    throw startFailure(thrown, options.dataFolder);
  }
}

/** What the file system refuses while a station starts is trouble of its folder: whoever starts it must read what to look at. */
function startFailure(thrown: unknown, folder: string): unknown {
  const isFileTrouble = thrown instanceof Error && 'syscall' in thrown && 'code' in thrown;
  if (!isFileTrouble || thrown instanceof SigmalineError) return thrown;
  return new SigmalineError('station.data-folder', { folder, reason: thrown.message }, thrown);
}

async function compose(options: EngineOptions, stack: AsyncDisposableStack): Promise<Omit<Engine, 'stop'>> {
  const { dataFolder, resourcesFolder, host, onBroken = () => undefined } = options;
  const data = await openStationData(dataFolder, stack, options);
  const { kernel, settings } = data;
  const access = new Access(kernel);
  stack.defer(() => access.stop());
  const sums = new RecordSums(kernel);
  stack.defer(() => sums.stop());
  const parts: Parts = new Parts(kernel, {
    sources: () => settings.current().sources,
    records: data.records,
    sums,
    longestWaitMs: (sources) => {
      const backlogs = data.ledger.backlogs(line.intake.unfinishedIds());
      const waits = sources.flatMap((id) => backlogs.get(id)?.oldestSeenAt ?? []).map((at) => kernel.clock.ageMs(at));
      return waits.length === 0 ? null : Math.max(...waits);
    },
    livedMsOf: (id) => data.ledger.livedMsOf(id),
    isOvertaken: (record) => health.isOvertaken(record),
  });
  stack.defer(() => parts.stop());
  settings.onChanged(() => parts.sourcesChanged());
  const kept = new KeptTests(kernel, (images, signal) => runTask(host, jobs.findTestImages, images, { signal }));
  const recipes = openRecipes(kernel, {
    host,
    guard: kept.guard,
    verificationOf: kept.verificationOf,
    backbones: new BackboneStore({ resourcesFolder, dataFolder }),
    threads: () => line.lanes.split().threads,
    signing: access,
    stationKey: () => data.chain.key.current,
    stationName: () => settings.current().stationName,
    released: new ReleasedImages({
      recordsOf: (recipe) => data.reader.run('records.released', recipe),
      findOriginal: data.findOriginal,
    }),
  });
  stack.defer(() => recipes.stop());
  await recipes.begin();
  const backupSettings = (): ReturnType<typeof settings.current>['backups'] => settings.current().backups;
  const safety = await openSafety(kernel, { ...options, ...data, backupSettings, onBroken });
  stack.defer(() => safety.stop());
  const statusOf: Health['sourceStatus'] = (source) => health.sourceStatus(source);
  const capacity = new Capacity(kernel, {
    sources: () => settings.current().sources,
    split: () => line.lanes.split(),
    isWorking: (source) =>
      safety.storage.canWrite &&
      line.intake.condition(source.id).isReachable &&
      line.inspector.problemOf(source) === null,
  });
  const holds = new Holds(kernel, data);
  const bypasses = new Bypasses(kernel, {
    sources: () => settings.current().sources,
    settings: settings.current,
    signing: access,
    onChanged: () => line.inspector.wake(),
  });
  stack.defer(() => bypasses.stop());
  const handover = new Handover(kernel, { settings: settings.current });
  const line = await openLine(
    {
      ...{ ...options, holds, bypasses, data, recipes, safety, statusOf },
      capacity: () => capacity,
      announced: (entry, names) => connections.announcements.namesOf(entry, names),
    },
    stack,
  );
  bypasses.begin();
  stack.defer(capacity.begin());
  const demo = new Demo(kernel, {
    resourcesFolder,
    recipes,
    watchLine: (source) => line.sources.ensureOwn(source),
  });
  stack.defer(() => demo.stop());
  const { pool } = line.lanes;
  const laneSplit = (): ReturnType<typeof line.lanes.split> => line.lanes.split();
  const downtime = new Downtime(kernel, {
    sources: () => line.sources.list(),
    // Until its folder has been listed, nobody knows whether a source is quiet or away.
    quietSince: (id) => {
      const { isReachable, quietSince } = line.intake.condition(id);
      return isReachable ? quietSince : null;
    },
    lastRecordedAt: () => data.records.lastRecordedAt(),
    canWrite: () => safety.storage.canWrite,
    timings: options.downtimeTimings,
  });
  stack.defer(() => downtime.stop());
  const lane = new QuietLane({ host, threads: () => pool.split.threads });
  const recipeChanges = new RecipeChanges(kernel, { ...data, recipes, sources: line.sources, signing: access });
  const isBusy = (): boolean => {
    const backlogs = data.ledger.backlogs();
    return line.sources.list().some(({ id }) => backlogs.has(id));
  };
  const proposals = new RecipeProposals(kernel, { ...data, recipes, lane, isBusy });
  stack.defer(() => proposals.stop());
  const health = new Health(kernel, {
    ...data,
    ...safety,
    ...line,
    parts,
    pool,
    laneSplit,
    capacity,
    demo: () => demo.state,
    protection: () => access.station,
    downtime,
    waiting: () => review.status(),
    recipeChanges,
    proposals,
    bypasses,
    handover: () => handover.waiting(),
  });
  stack.defer(() => health.stop());

  const audit = new Audit(kernel, {
    ...data,
    settings: settings.current,
    verify: (onProgress, signal) =>
      runTask(host, jobs.verifyChain, { database: kernel.database.file }, { onProgress, signal }),
    signing: access.signatures,
    timings: options.auditTimings,
  });
  stack.defer(() => audit.stop());

  const search = new RecordSearch(kernel, data);
  stack.defer(() => search.stop());
  const review = new Review(kernel, { ...data, search, parts, isHere: access.isHere });
  stack.defer(() => review.stop());
  const keeping = new Keeping(kernel, {
    ...data,
    settings: () => settings.current().keeping,
    disk: safety.disk,
    isBusy,
    survey: async (rules, onProgress, signal) =>
      (await runTask(host, jobs.surveyFiles, { dataFolder, rules: [...rules] }, { onProgress, signal })).rules,
    timings: options.keepingTimings,
  });
  stack.defer(() => keeping.stop());
  const reports = new Reports(kernel, {
    ...data,
    settings: settings.current,
    recipes: recipes.store,
    tests: kept.runs,
    checkpoint: () => audit.checkpoints.makeWhereItCan('export'),
    task: (request, onProgress, signal) => runTask(host, jobs.report, request, { onProgress, signal }),
    keySecret: options.keySecret ?? null,
  });
  stack.defer(() => reports.stop());

  const exported = new Exports(kernel, {
    host,
    stationName: () => settings.current().stationName,
    checkpoint: () => audit.checkpoints.makeWhereItCan('export'),
    isDiskFull: () => safety.disk.state === 'full',
  });
  stack.defer(() => exported.stop());
  const restoring = new Restoring(kernel, { host, backupFolder: () => settings.current().backups.folder });
  stack.defer(() => restoring.stop());

  const details = new RecordDetails(kernel, { ...data, lane, recipes: recipes.store, search, holds });
  const comparisons = new Comparisons(kernel, { ...data, lane, recipes: recipes.store, search });
  stack.defer(() => comparisons.stop());
  const bench = new Bench(kernel, {
    ...data,
    host,
    recipes,
    pool,
    sources: () => line.sources.list(),
    search,
  });
  stack.defer(() => bench.stop());
  const testing = openTesting(kernel, {
    ...data,
    kept,
    lane,
    recipes: recipes.store,
    providerOf: line.lanes.providerOf,
    sources: () => line.sources.list(),
    search,
    labelsEach: () => access.labelsEach,
    defects: () => settings.current().dispositions.defects,
  });
  stack.defer(() => testing.stop?.());
  // Before those who wait for it.
  stack.defer(() => lane.stop());
  const schedule = new ExportSchedule(kernel, { exports: exported, settings: settings.current });
  stack.defer(() => schedule.stop());
  const diagnostics = new Diagnostics(kernel, { host, live: () => health.status() });
  stack.defer(() => diagnostics.stop());

  const measures = new MeasureTrends(kernel, { ...data, recipes: recipes.store });
  stack.defer(() => measures.stop());

  const connections: Connections = new Connections(kernel, {
    host,
    settings,
    station: data.chain.station,
    isListed: (id) => line.intake.condition(id).lastListedAt !== null,
    sources: () => line.sources.list(),
    backlogs: () => health.backlogs(),
    shift: () => health.shift(),
    parts,
    recipes: async () => (await recipes.store.list()).recipes,
    handlers: { ...recipeChanges.handlers, ...bypasses.handlers },
    bypasses,
    keySecret: options.keySecret ?? null,
  });
  stack.defer(() => connections.stop());

  const handlers: Handlers = {
    ...health.handlers,
    ...downtime.handlers,
    ...bypasses.handlers,
    ...handover.handlers,
    ...parts.handlers,
    ...measures.handlers,
    ...settings.handlers,
    ...safety.handlers,
    ...line.sources.handlers,
    ...recipeChanges.handlers,
    ...line.lanes.handlers,
    ...new Dispositions(kernel, {
      records: data.records,
      sums,
      parts,
      settings: settings.current,
      signing: access,
      onMade: (made) => {
        health.decided(made);
        review.decided(made);
      },
    }).handlers,
    ...review.handlers,
    ...keeping.handlers,
    ...holds.handlers,
    ...restoring.handlers,
    ...diagnostics.handlers,
    ...openInspectionRecords(kernel, {
      ...data,
      pool,
      removedBy: new RemovedFiles(kernel.database).of,
      isOvertaken: (record) => health.isOvertaken(record),
    }).handlers,
    ...details.handlers,
    ...recipes.handlers,
    ...exported.handlers,
    ...demo.handlers,
    ...access.handlers,
    ...audit.handlers,
    ...search.handlers,
    ...reports.handlers,
    ...comparisons.handlers,
    ...bench.handlers,
    ...testing.handlers,
    ...connections.handlers,
  };
  // Behind those who show a record: what it does with one may take a millisecond.
  new LateVerdicts(kernel, data);
  new LineGuard(kernel, { ...data, proposals });
  new GoodPartsWatch(kernel, data);
  downtime.begin();
  const server = new ContractServer(asCallers(handlers), kernel.report);
  kernel.serve(server);
  const url = await openInterface(kernel, server, access, options.http, stack);
  await line.intake.watch(line.sources.list());
  parts.begin();
  await connections.begin();
  demo.resume();
  health.begin();
  kernel.log.info({ dataFolder }, 'started');
  return { server, reception: access, url };
}

async function openInterface(
  { report }: Kernel,
  server: ContractServer,
  access: Access,
  http: EngineOptions['http'],
  stack: AsyncDisposableStack,
): Promise<string | null> {
  if (http === null) return null;
  const { address = '127.0.0.1', tls = null } = http;
  if (!isLoopback(address) && tls === null) throw new SigmalineError('station.tls-needed', { address });
  if (!isLoopback(address) && access.station === 'open') throw new SigmalineError('station.not-protected', { address });
  const transport = await HttpTransport.open({
    ...http,
    address,
    tls,
    server,
    reception: access,
    requestsOf: (screen) => ({ request: (name, input) => server.ask(name, input, access.behind(screen)) }),
    onUnforeseen: report,
  });
  stack.defer(() => transport.close());
  return transport.url;
}
