import { join } from 'node:path';
import { z } from 'zod';
import { type LineCommand, type OutboxMessage, SigmalineError, type SourceId } from '../../../shared/domain/index.ts';
import { readJsonSync, writeJsonSync } from '../../files/index.ts';
import type { OutboxItem, OutletView, Surroundings } from '../driver.ts';
import { type BrokerSession, PublishRefused, type Received, type Will } from './broker.ts';
import { Commands } from './commands.ts';
import { decodeCommands, encodePayload, type Metric, type MetricValue } from './sparkplugPayload.ts';
import { allTaken, type Speech } from './speech.ts';
import { levelOf } from './topics.ts';

type Verb = 'NBIRTH' | 'NDATA' | 'NDEATH' | 'DBIRTH' | 'DDATA' | 'DDEATH';

const REBIRTH = 'Node Control/Rebirth';
const COMMANDS: readonly LineCommand['kind'][] = [
  ...(['announce', 'acknowledge', 'choose-recipe', 'begin-bypass', 'end-bypass', 'reset'] as const),
];
/** Hosts know by the death certificate that a node is gone: the heartbeat is for people, and costs a message each time. */
const HEARTBEATS_TOLD = 4;
const bdSeqSchema = z.object({ bdSeq: z.number().int().min(0).max(255) });

/**
 * Speaks Sparkplug B: the station is an edge node, each source a device. Everything has QoS 0, as the specification asks for; the broker's answer to a
 * request behind a batch says that it has the batch.
 */
export class SparkplugSpeech implements Speech {
  readonly #surroundings: Surroundings<'mqtt'>;
  readonly #group: string;
  readonly #node: string;
  readonly #commands: Commands;
  readonly #views = new Map<SourceId, OutletView>();
  /** What a host knows of each device: only what differs is told. A device that is not in it is dead. */
  readonly #told = new Map<SourceId, Map<string, MetricValue>>();
  #session: BrokerSession | null = null;
  #heartbeat = 0;
  #heartbeatTold = 0;
  #seq = 0;
  #bdSeq: number;
  #isTelling = false;
  #isStale = false;

  constructor(surroundings: Surroundings<'mqtt'>) {
    const { prefix, station } = surroundings.settings;
    this.#surroundings = surroundings;
    this.#group = levelOf(prefix);
    this.#node = levelOf(station === '' ? surroundings.station.name : station);
    this.#commands = new Commands(surroundings);
    this.#bdSeq = lastBdSeq(this.#bdSeqFile);
  }

  /** Each session has the next number: a death certificate that comes late is told from that of now, over restarts too. */
  will(): Will {
    this.#session = null;
    this.#bdSeq = (this.#bdSeq + 1) % 256;
    writeJsonSync(this.#bdSeqFile, { bdSeq: this.#bdSeq });
    return { topic: this.#topic('NDEATH'), payload: this.#death(), qos: 1, retain: false };
  }

  async greet(session: BrokerSession): Promise<void> {
    await this.#subscribe(session);
    await this.#births(session);
    await this.#subscribe(session);
    this.#session = session;
    this.#tell();
  }

  async hear(session: BrokerSession, { topic, payload, isRetained }: Received): Promise<void> {
    const device = topic.split('/')[4];
    try {
      for (const { name, value } of decodeCommands(payload)) {
        if (device === undefined && name === REBIRTH && value === true) await this.#births(session);
        else if (device !== undefined && name.startsWith('Command/'))
          await this.#obey(session, device, name.slice('Command/'.length), String(value ?? ''), isRetained);
      }
    } catch (thrown) {
      if (thrown instanceof SigmalineError && thrown.code === 'connection.command-unreadable')
        this.#surroundings.garbled();
    }
  }

  async leave(session: BrokerSession): Promise<void> {
    this.#session = null;
    await session.publish(this.#topic('NDEATH'), this.#death(), { qos: 1, retain: false });
  }

  show(views: readonly OutletView[], heartbeat: number): void {
    for (const view of views) this.#views.set(view.sourceId, view);
    this.#heartbeat = heartbeat;
    this.#tell();
  }

  async deliver(session: BrokerSession, items: readonly OutboxItem[]): Promise<void> {
    const sends = items.map(({ message }) => {
      const source = this.#surroundings.sources.find(({ name }) => name === message.record?.source);
      const isAlive = source !== undefined && this.#told.has(source.id);
      const metrics = messageMetrics(message, isAlive);
      return isAlive ? this.#say(session, 'DDATA', metrics, source.name) : this.#say(session, 'NDATA', metrics);
    });
    await allTaken(items, sends, this.#surroundings.name);
    await this.#subscribe(session);
  }

  get #bdSeqFile(): string {
    return join(this.#surroundings.folder, 'sparkplug.json');
  }

  #subscribe(session: BrokerSession): Promise<void> {
    return session.subscribe([this.#topicOf('NCMD'), `${this.#topicOf('DCMD')}/+`]);
  }

  async #births(session: BrokerSession): Promise<void> {
    const { station } = this.#surroundings;
    this.#seq = 0;
    this.#told.clear();
    const node: Metric[] = [
      { name: 'bdSeq', type: 'UInt64', value: this.#bdSeq },
      { name: REBIRTH, type: 'Boolean', value: false },
      { name: 'Station/Id', type: 'String', value: station.id },
      { name: 'Station/Name', type: 'String', value: station.name },
      { name: 'Station/Heartbeat', type: 'UInt64', value: this.#heartbeat },
      ...NO_MESSAGE,
    ];
    const alive = [...this.#views.values()].filter(({ state }) => state !== 'engine-away');
    await Promise.all([this.#say(session, 'NBIRTH', node), ...alive.map((view) => this.#birth(session, view))]);
  }

  #birth(session: BrokerSession, view: OutletView): Promise<void> {
    const metrics = outletMetrics(view);
    this.#told.set(view.sourceId, new Map(metrics.map(({ name, value }) => [name, value])));
    const commands = COMMANDS.map((kind) => ({ name: `Command/${kind}`, type: 'String', value: '' }) as const);
    const answer = { name: 'Command/Answer', type: 'String', value: null } as const;
    const all = [...metrics, ...NO_RECORD, ...NO_MESSAGE, ...commands, answer];
    return this.#say(session, 'DBIRTH', all, view.sourceName);
  }

  /** Tells what is not told yet. While one telling is under way the next ones become one: the newest wins. */
  #tell(): void {
    this.#isStale = true;
    if (!this.#isTelling) void this.#tellAll();
  }

  async #tellAll(): Promise<void> {
    this.#isTelling = true;
    while (this.#isStale && this.#session !== null) {
      this.#isStale = false;
      const session = this.#session;
      // A session that ended says so itself; the next one begins with births.
      await Promise.all([...this.#changes(session)]).catch(() => undefined);
    }
    this.#isTelling = false;
  }

  *#changes(session: BrokerSession): Generator<Promise<void>> {
    for (const view of this.#views.values()) {
      const told = this.#told.get(view.sourceId);
      const isAway = view.state === 'engine-away';
      if (isAway && told !== undefined) {
        this.#told.delete(view.sourceId);
        yield this.#say(session, 'DDEATH', [], view.sourceName);
      } else if (!isAway && told === undefined) yield this.#birth(session, view);
      else if (!isAway && told !== undefined) {
        const changed = outletMetrics(view).filter(({ name, value }) => told.get(name) !== value);
        for (const { name, value } of changed) told.set(name, value);
        // Until when a result holds differs by a few ms each time that it is computed.
        if (changed.some(({ name }) => name !== VALID_UNTIL))
          yield this.#say(session, 'DDATA', changed, view.sourceName);
      }
    }
    if (this.#heartbeat - this.#heartbeatTold < HEARTBEATS_TOLD) return;
    this.#heartbeatTold = this.#heartbeat;
    yield this.#say(session, 'NDATA', [{ name: 'Station/Heartbeat', type: 'UInt64', value: this.#heartbeat }]);
  }

  async #obey(session: BrokerSession, device: string, kind: string, text: string, isRetained: boolean): Promise<void> {
    const source = this.#surroundings.sources.find(({ name }) => levelOf(name) === device);
    if (source === undefined) throw new SigmalineError('connection.command-unreadable', { reason: device });
    const answer = await this.#commands.answer(kind, Buffer.from(text), isRetained, source.id);
    const metric = { name: 'Command/Answer', type: 'String', value: JSON.stringify(answer) } as const;
    await this.#say(session, 'DDATA', [metric], source.name);
  }

  /** Rejects without a number used where the broker does not take so much: a gap in the numbers makes hosts ask for all again. */
  async #say(session: BrokerSession, verb: Verb, metrics: readonly Metric[], device?: string): Promise<void> {
    const payload = encodePayload(metrics, this.#seq, Date.now());
    const topic = this.#topic(verb, device);
    if (payload.length + topic.length > session.largestBytes)
      throw new PublishRefused(`it has ${payload.length} bytes, the broker takes ${session.largestBytes}`);
    this.#seq = (this.#seq + 1) % 256;
    await session.publish(topic, payload, { qos: 0, retain: false });
  }

  #death(): Buffer {
    return encodePayload([{ name: 'bdSeq', type: 'UInt64', value: this.#bdSeq }], null, Date.now());
  }

  #topic(verb: Verb, device?: string): string {
    return device === undefined ? this.#topicOf(verb) : `${this.#topicOf(verb)}/${levelOf(device)}`;
  }

  #topicOf(verb: string): string {
    return `spBv1.0/${this.#group}/${verb}/${this.#node}`;
  }
}

const VALID_UNTIL = 'Outlet/Valid Until';

/** What a host reads of a source now. */
function outletMetrics({ result, recipe, counters, announced, ...view }: OutletView): Metric[] {
  const untilMs = result === null ? null : Date.now() + Math.floor(view.validForMs);
  return [
    { name: 'Outlet/State', type: 'String', value: view.state },
    { name: 'Outlet/Reason', type: 'String', value: view.reason },
    { name: 'Outlet/Busy', type: 'Boolean', value: view.isBusy },
    { name: 'Outlet/Pass', type: 'Boolean', value: view.isPass },
    { name: 'Outlet/Sequence', type: 'UInt64', value: view.sequence },
    { name: VALID_UNTIL, type: 'DateTime', value: untilMs },
    { name: 'Outlet/Verdict', type: 'String', value: result?.verdict ?? null },
    { name: 'Outlet/Late', type: 'Boolean', value: result?.isLate ?? null },
    { name: 'Outlet/Number', type: 'UInt64', value: result?.number ?? null },
    { name: 'Outlet/Serial', type: 'String', value: result?.serial ?? null },
    { name: 'Outlet/Lot', type: 'String', value: result?.lot ?? null },
    { name: 'Outlet/View', type: 'String', value: result?.view ?? null },
    { name: 'Outlet/Score', type: 'Double', value: result?.score ?? null },
    { name: 'Outlet/Limit', type: 'Double', value: result?.limit ?? null },
    { name: 'Recipe/Id', type: 'String', value: recipe?.id ?? null },
    { name: 'Recipe/Number', type: 'Int32', value: recipe?.number ?? null },
    { name: 'Recipe/Version', type: 'Int32', value: recipe?.version ?? null },
    { name: 'Announced/Serial', type: 'String', value: announced?.serial ?? null },
    { name: 'Announced/Lot', type: 'String', value: announced?.lot ?? null },
    ...(['inspected', 'pass', 'review', 'fail', 'error'] as const).map(
      (name): Metric => ({ name: `Counters/${name}`, type: 'UInt64', value: counters[name] }),
    ),
  ];
}

const RECORD_METRICS = {
  sequence: { name: 'Record/Number', type: 'UInt64' },
  file: { name: 'Record/File', type: 'String' },
  verdict: { name: 'Record/Verdict', type: 'String' },
  score: { name: 'Record/Score', type: 'Double' },
  limit: { name: 'Record/Limit', type: 'Double' },
  serial: { name: 'Record/Serial', type: 'String' },
  lot: { name: 'Record/Lot', type: 'String' },
} as const;
const IMAGE = { name: 'Record/Image', type: 'String' } as const;
const NO_RECORD: readonly Metric[] = [...Object.values(RECORD_METRICS), IMAGE].map((metric) => ({
  ...metric,
  value: null,
}));
const NO_MESSAGE: readonly Metric[] = [
  { name: 'Outbox/Message', type: 'String', value: null },
  { name: 'Outbox/Sequence', type: 'UInt64', value: null },
];

/** A message of the outbox as values of before. @param isOfDevice whether the columns of its record are told too */
function messageMetrics(message: OutboxMessage, isOfDevice: boolean): Metric[] {
  const old = { timeMs: Date.parse(message.time_utc), isHistorical: message.type !== 'test' };
  const columns = isOfDevice ? Object.entries(RECORD_METRICS) : [];
  return [
    ...columns.map(([column, metric]): Metric => ({ ...metric, value: message.record?.[column] ?? null, ...old })),
    ...(isOfDevice ? [{ ...IMAGE, value: message.image?.url ?? null, ...old }] : []),
    { name: 'Outbox/Message', type: 'String', value: JSON.stringify(message), ...old },
    { name: 'Outbox/Sequence', type: 'UInt64', value: message.sequence, ...old },
  ];
}

/** A file that is not there or was damaged begins the numbers anew: a host only compares those of one session. */
function lastBdSeq(file: string): number {
  try {
    return bdSeqSchema.parse(readJsonSync(file)).bdSeq;
  } catch {
    return 255;
  }
}
