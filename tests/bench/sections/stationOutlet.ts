import { copyFile, cp, mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort, PlcClient } from '../../../electron/connectors/modbus/plc.fixture.ts';
import { FakeBroker } from '../../../electron/connectors/mqtt/broker.fixture.ts';
import { readStationDatabase } from '../../../electron/engine/storage/index.ts';
import {
  type ConnectionKind,
  type ConnectionReport,
  connectionSettingsSchema,
  sourceOptionsSchema,
} from '../../../shared/domain/index.ts';
import { loadNow } from '../machine.ts';
import { type Delay, delayOf } from '../measure/statistics.ts';
import { type BuiltStation, openStation } from '../station.ts';
import type { FittedSubject } from '../subjects.ts';

/** Of a whole station: watched folder, lane, engine, process of the connections. Milliseconds. */
export interface StationOutletFigures {
  readonly parts: number;
  /** From the file under its final name to the time that stands in its record, which is taken before it is written to the disk. */
  readonly written: Delay;
  /** From the file to a record that another program can read: it is on the disk by then. */
  readonly record: Delay;
  /** From the file to a screen that is told of the record. */
  readonly screen: Delay;
  /** From the file to the first answer with its result, of a PLC that asks every millisecond. */
  readonly plc: Delay;
  /** From the file to the arrival at a broker. */
  readonly broker: Delay;
  /** Of the same parts: what they take more than the record, as whoever asks for both in turn sees it. */
  readonly plcMore: Delay;
  readonly brokerMore: Delay;
  /** The same until the value can be read, as the station itself measures and shows it. */
  readonly plcShown: ShownDelay;
  readonly brokerShown: ShownDelay;
  /** Processor time, as a share of one core, of the engine and of the process of the connections; null where the system does not tell. */
  readonly engineIdle: number | null;
  readonly engineBusy: number | null;
  readonly connectorIdle: number | null;
  readonly connectorBusy: number | null;
  readonly load: string;
}

type ShownDelay = NonNullable<ConnectionReport['delay']>['afterRecord'] | null;

export interface StationOutletOptions extends BuiltStation {
  readonly imagePaths: readonly string[];
  readonly folder: string;
  readonly parts: number;
}

/** The first parts open the recipe and warm everything up. */
const FIRST_PARTS = 5;
const IDLE_MS = 3000;
const LONGEST_MS = 30_000;

/** From the file of a part to what machines read of it, beside its record. */
export async function measureStationOutlet(
  { recipe, recipeFolder }: FittedSubject,
  { imagePaths, folder, parts, ...built }: StationOutletOptions,
): Promise<StationOutletFigures> {
  const [dataFolder, camera] = [join(folder, 'data'), join(folder, 'camera')];
  await mkdir(camera, { recursive: true });
  await cp(recipeFolder, join(dataFolder, 'recipes', recipe.id, '1'), { recursive: true });
  const broker = await FakeBroker.start();
  const atBroker = new Map<number, number>();
  broker.acknowledge = ({ topic, payload }) => {
    const number = topic.endsWith('/outlet') ? numberOf(payload) : null;
    if (number !== null && !atBroker.has(number)) atBroker.set(number, nowMs());
    return 0;
  };
  const station = await openStation({ dataFolder, ...built });
  const port = await freePort();
  const database = readStationDatabase(dataFolder);
  const newest = database.prepare<{ number: number | null }>('SELECT max(sequence) AS number FROM inspection');
  let plc: PlcClient | null = null;
  try {
    const atScreen = new Map<number, number>();
    station.client.on('feed.appended', ({ items }) => {
      for (const { number } of items) atScreen.set(number, nowMs());
    });
    const options = sourceOptionsSchema.parse({});
    await station.client.request('source.add', { name: 'Camera', folder: camera, recipeId: recipe.id, options });
    for (const settings of [
      { kind: 'modbus', port },
      { kind: 'mqtt', url: broker.url },
    ]) {
      const parsed = connectionSettingsSchema.parse(settings);
      const { id } = await station.client.request('connection.create', {
        name: settings.kind,
        settings: parsed,
        secrets: {},
      });
      await station.client.request('connection.change', { id, isOn: true });
    }
    plc = await connected(port);
    const fileMs: number[] = [];
    const committedMs: number[] = [];
    const readMs: number[] = [];
    const makePart = async (): Promise<void> => {
      const number = fileMs.length + 1;
      const from = imagePaths[number % imagePaths.length] ?? '';
      const place = join(camera, `part-${number}${extname(from)}`);
      await copyFile(from, `${place}.part`);
      await rename(`${place}.part`, place);
      const completeMs = nowMs();
      fileMs.push(completeMs);
      for (;;) {
        if (committedMs.length < number && newest.get()?.number === number) committedMs.push(nowMs());
        const reading = await plc?.status();
        if (reading?.number === number) break;
        if (nowMs() - completeMs > LONGEST_MS) throw new Error(`part ${number} was not read`);
        await pause(1);
      }
      readMs.push(nowMs());
      // It was committed while the PLC asked.
      if (committedMs.length < number) committedMs.push(nowMs());
      await station.recorded(number);
    };
    for (let part = 0; part < FIRST_PARTS; part += 1) await makePart();
    const idle = await shareOf(() => pause(IDLE_MS));
    const load = loadNow();
    const busy = await shareOf(async () => {
      for (let part = 0; part < parts; part += 1) await makePart();
    });
    while (!atBroker.has(fileMs.length)) await pause(5);
    const writtenMs = station.arrivals.map(({ recordedAt }) => Date.parse(recordedAt));
    const connections = await station.client.request('connection.list', {});
    const shown = (kind: ConnectionKind): ShownDelay =>
      connections.find(({ settings }) => settings.kind === kind)?.report.delay?.afterRecord ?? null;
    const brokerMs = fileMs.map((_, part) => atBroker.get(part + 1) ?? Number.NaN);
    const screenMs = fileMs.map((_, part) => atScreen.get(part + 1) ?? Number.NaN);
    const between = (from: readonly number[], to: readonly number[]): Delay =>
      delayOf(to.map((ms, part) => ms - (from[part] ?? Number.NaN)).slice(FIRST_PARTS));
    return {
      parts,
      written: between(fileMs, writtenMs),
      record: between(fileMs, committedMs),
      plc: between(fileMs, readMs),
      broker: between(fileMs, brokerMs),
      screen: between(fileMs, screenMs),
      plcMore: between(committedMs, readMs),
      brokerMore: between(committedMs, brokerMs),
      plcShown: shown('modbus'),
      brokerShown: shown('mqtt'),
      ...{
        engineIdle: idle.engine,
        engineBusy: busy.engine,
        connectorIdle: idle.connector,
        connectorBusy: busy.connector,
      },
      load,
    };
  } finally {
    plc?.close();
    database.close();
    await station.stop();
    await broker.kill();
  }
}

/** As records have it, with fractions. */
const nowMs = (): number => performance.timeOrigin + performance.now();

/** Of the result that an outlet tells of; null where it tells of none. */
function numberOf(payload: string | Buffer): number | null {
  const { result } = JSON.parse(payload.toString()) as { readonly result: { readonly number: number } | null };
  return result?.number ?? null;
}

async function connected(port: number): Promise<PlcClient> {
  for (const beganMs = performance.now(); ; await pause(50)) {
    const plc = await PlcClient.connect(port).catch(() => null);
    if (plc !== null) return plc;
    if (performance.now() - beganMs > LONGEST_MS) throw new Error('the station does not listen');
  }
}

type Shares = { readonly [Role in 'engine' | 'connector']: number | null };

/** Which share of a core the processes of the station used meanwhile. */
async function shareOf(work: () => Promise<void>): Promise<Shares> {
  const before = await usedMs();
  const beganMs = performance.now();
  await work();
  const tookMs = performance.now() - beganMs;
  const after = await usedMs();
  const share = (role: keyof Shares): number | null => {
    const [from, to] = [before.get(role), after.get(role)];
    return from === undefined || to === undefined ? null : (to - from) / tookMs;
  };
  return { engine: share('engine'), connector: share('connector') };
}

/** Processor time of the processes of this bench's station, by their role; none where the system does not tell. */
async function usedMs(): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  const own = new Set([String(process.pid)]);
  // A process is younger than the one that started it.
  const pids = (await readdir('/proc').catch((): string[] => [])).filter((name) => /^\d+$/.test(name));
  for (const pid of pids.toSorted((one, other) => Number(one) - Number(other))) {
    const [command, stat] = await Promise.all(
      ['cmdline', 'stat'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
    );
    const fields = stat?.slice(stat.lastIndexOf(')')).split(' ') ?? [];
    if (!own.has(fields[2] ?? '')) continue;
    own.add(pid);
    const role = /(engine|connector)\.js/.exec(command ?? '')?.[1];
    // Linux counts in hundredths of a second.
    if (role !== undefined) found.set(role, 10 * (Number(fields[12]) + Number(fields[13])));
  }
  return found;
}
