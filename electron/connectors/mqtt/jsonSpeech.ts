import type { IClientPublishOptions } from 'mqtt';
import { z } from 'zod';
import { outletSchema, outletStateSchema, type SourceId, verdictSchema } from '../../../shared/domain/index.ts';
import type { OutboxItem, OutletView, Surroundings } from '../driver.ts';
import type { BrokerSession, Received, Will } from './broker.ts';
import { Commands } from './commands.ts';
import { allTaken, type Speech } from './speech.ts';
import { levelOf } from './topics.ts';

const STATE_SCHEMA = 'sigmaline.state/1';
const OUTLET_SCHEMA = 'sigmaline.outlet/1';

const stationSchema = z.object({ id: z.string(), name: z.string() });

/** What `.../state` says. The broker says `offline` for a station that is gone. */
export const stateSchema = z.object({
  schema: z.literal(STATE_SCHEMA),
  station: stationSchema,
  state: z.enum(['online', 'offline']),
  /** When this session began. */
  since_utc: z.iso.datetime(),
});

/** What `.../heartbeat` says every 500 ms while the engine lives. */
export const heartbeatSchema = z.object({ heartbeat: z.number().int(), time_utc: z.iso.datetime() });

/** What `.../source/NAME/outlet` says. */
export const outletMessageSchema = z.object({
  schema: z.literal(OUTLET_SCHEMA),
  station: stationSchema,
  source: z.object({ id: z.string(), name: z.string() }),
  time_utc: z.iso.datetime(),
  state: z.enum([...outletStateSchema.options, 'engine-away']),
  /** Code of the condition because of which it does not inspect. */
  reason: z.string().nullable(),
  is_busy: z.boolean(),
  /** The one thing that may open a gate. */
  is_pass: z.boolean(),
  /** Of the last result, over or not. */
  sequence: z.number().int(),
  /** From when this was sent on; 0 without a result. */
  valid_for_ms: z.number().int(),
  valid_until_utc: z.iso.datetime().nullable(),
  /** Null where no result may be acted on now. */
  result: z
    .object({
      sequence: z.number().int(),
      number: z.number().int(),
      record_id: z.string(),
      serial: z.string().nullable(),
      lot: z.string().nullable(),
      view: z.string().nullable(),
      verdict: verdictSchema,
      is_late: z.boolean(),
      score: z.number().nullable(),
      limit: z.number().nullable(),
      recipe: z.string().nullable(),
      recipe_version: z.number().int().nullable(),
      complete_utc: z.iso.datetime(),
      recorded_utc: z.iso.datetime(),
    })
    .nullable(),
  /** That which judges, and its number in the order that the recipes of the station were made. */
  recipe: z.object({ id: z.string(), number: z.number().int(), version: z.number().int().nullable() }).nullable(),
  counters: outletSchema.shape.counters,
  announced: outletSchema.shape.announced,
});

/** One quality of service for everything: brokers keep the order of messages only within one. */
const QOS = 1;
/** The last word on an outlet is for those who listen; whoever comes later finds none. */
const LAST_OUTLET_S = 60;

/** A view, and since when it is true. */
interface Shown {
  readonly view: OutletView;
  readonly atMs: number;
  /** What differs where a machine should hear of it. */
  readonly key: string;
}

/** Speaks JSON: one topic for the state, one for each outlet, one for each type of message, and commands. */
export class JsonSpeech implements Speech {
  readonly #surroundings: Surroundings<'mqtt'>;
  readonly #base: string;
  readonly #commands: Commands;
  readonly #shown = new Map<SourceId, Shown>();
  #newest: Newest | null = null;
  #heartbeat = 0;

  constructor(surroundings: Surroundings<'mqtt'>) {
    const { prefix, station } = surroundings.settings;
    this.#surroundings = surroundings;
    this.#base = `${prefix}/${levelOf(station === '' ? surroundings.station.name : station)}`;
    this.#commands = new Commands(surroundings);
  }

  will(): Will {
    return { topic: `${this.#base}/state`, payload: this.#state('offline'), ...retained() };
  }

  async greet(session: BrokerSession): Promise<void> {
    const newest = new Newest(session);
    await session.subscribe([`${this.#base}/command/+`]);
    // A broker that lets us say nothing must not look like one that works.
    await session.publish(`${this.#base}/state`, this.#state('online'), retained());
    this.#newest = newest;
    for (const id of this.#shown.keys()) this.#tell(id);
  }

  async hear(session: BrokerSession, received: Received): Promise<void> {
    const command = received.topic.slice(`${this.#base}/command/`.length);
    const answer = await this.#commands.answer(command, received.payload, received.isRetained);
    const topic = this.#answerTopic(received.responseTopic);
    const options = sent({
      messageExpiryInterval: LAST_OUTLET_S,
      ...(received.correlation !== undefined && { correlationData: received.correlation }),
    });
    await session.publish(topic, json(answer), options).catch(() => undefined);
  }

  async leave(session: BrokerSession): Promise<void> {
    this.#newest = null;
    const nothing = [...this.#shown.values()].map(({ view }) => {
      const options = retained({ messageExpiryInterval: LAST_OUTLET_S });
      return session.publish(this.#outletTopic(view), this.#outlet(silent(view), performance.now()), options);
    });
    await Promise.all([...nothing, session.publish(`${this.#base}/state`, this.#state('offline'), retained())]);
  }

  show(views: readonly OutletView[], heartbeat: number): void {
    const atMs = performance.now();
    for (const view of views) {
      const key = JSON.stringify({ ...view, validForMs: 0, result: view.result && { ...view.result, ageMs: 0 } });
      if (this.#shown.get(view.sourceId)?.key === key) continue;
      this.#shown.set(view.sourceId, { view, atMs, key });
      this.#tell(view.sourceId);
    }
    if (heartbeat === this.#heartbeat) return;
    this.#heartbeat = heartbeat;
    this.#newest?.say(`${this.#base}/heartbeat`, () => ({
      payload: json(beatOf(this.#heartbeat)),
      options: sent({ messageExpiryInterval: 1 }),
    }));
  }

  async deliver(session: BrokerSession, items: readonly OutboxItem[]): Promise<void> {
    const sends = items.map(({ message }) => {
      const { type, id, station } = message;
      const userProperties = { schema: message.schema, id, station: station.id };
      return session.publish(`${this.#base}/${type}`, json(message), sent({ userProperties }));
    });
    await allTaken(items, sends, this.#surroundings.name);
  }

  #tell(id: SourceId): void {
    const topic = this.#outletTopic(this.#shown.get(id)?.view ?? { sourceName: '' });
    this.#newest?.say(topic, () => {
      const shown = this.#shown.get(id);
      if (shown === undefined) return null;
      const leftMs = shown.view.result === null ? 0 : shown.view.validForMs - (performance.now() - shown.atMs);
      // A broker drops what nobody has fetched in time, but counts in seconds only.
      const expiry = leftMs > 0 ? { messageExpiryInterval: Math.ceil(leftMs / 1000) } : {};
      return { payload: this.#outlet(shown.view, shown.atMs), options: retained(expiry) };
    });
  }

  #outlet(view: OutletView, atMs: number): Buffer {
    const now = new Date();
    const leftMs = view.validForMs - (performance.now() - atMs);
    const { result } = leftMs > 0 ? view : { result: null };
    const message: z.infer<typeof outletMessageSchema> = {
      schema: OUTLET_SCHEMA,
      station: this.#surroundings.station,
      source: { id: view.sourceId, name: view.sourceName },
      time_utc: now.toISOString(),
      state: view.state,
      reason: view.reason,
      is_busy: view.isBusy,
      is_pass: view.isPass && result !== null,
      sequence: view.sequence,
      valid_for_ms: result === null ? 0 : Math.floor(leftMs),
      valid_until_utc: result === null ? null : new Date(now.getTime() + leftMs).toISOString(),
      result: result && {
        sequence: result.sequence,
        number: result.number,
        record_id: result.recordId,
        serial: result.serial,
        lot: result.lot,
        view: result.view,
        verdict: result.verdict,
        is_late: result.isLate,
        score: result.score,
        limit: result.limit,
        recipe: result.recipeId,
        recipe_version: result.recipeVersion,
        complete_utc: new Date(result.completeAtMs).toISOString(),
        recorded_utc: new Date(result.recordedAtMs).toISOString(),
      },
      recipe: view.recipe,
      counters: view.counters,
      announced: view.announced,
    };
    return json(message);
  }

  #state(state: 'online' | 'offline'): Buffer {
    const { station } = this.#surroundings;
    const message: z.infer<typeof stateSchema> = {
      schema: STATE_SCHEMA,
      station: { id: station.id, name: station.name },
      state,
      since_utc: new Date().toISOString(),
    };
    return json(message);
  }

  /** Whoever may send commands must not make the station speak where it may not speak itself. */
  #answerTopic(asked: string | undefined): string {
    const own = `${this.#base}/answer`;
    const { prefix } = this.#surroundings.settings;
    if (asked === undefined || /[+#]|^\$/.test(asked)) return own;
    return !asked.startsWith(`${prefix}/`) || asked.startsWith(`${own}/`) ? asked : own;
  }

  #outletTopic({ sourceName }: Pick<OutletView, 'sourceName'>): string {
    return `${this.#base}/source/${levelOf(sourceName)}/outlet`;
  }
}

/** What stands for one part of a session's topics now: while one message is under way the next ones replace each other. */
class Newest {
  readonly #session: BrokerSession;
  readonly #underWay = new Map<string, (() => Said | null) | null>();

  constructor(session: BrokerSession) {
    this.#session = session;
  }

  say(topic: string, make: () => Said | null): void {
    if (this.#underWay.has(topic)) this.#underWay.set(topic, make);
    else void this.#run(topic, make);
  }

  async #run(topic: string, make: () => Said | null): Promise<void> {
    for (let next: (() => Said | null) | null = make; next !== null; next = this.#underWay.get(topic) ?? null) {
      this.#underWay.set(topic, null);
      const said = next();
      // A session that ended says so itself; the next one begins with what is true then.
      if (said !== null) await this.#session.publish(topic, said.payload, said.options).catch(() => undefined);
    }
    this.#underWay.delete(topic);
  }
}

interface Said {
  readonly payload: Buffer;
  readonly options: IClientPublishOptions;
}

type Properties = NonNullable<IClientPublishOptions['properties']>;
interface Options {
  readonly qos: 1;
  readonly retain: boolean;
  readonly properties: Properties;
}

function silent(view: OutletView): OutletView {
  return { ...view, state: 'engine-away', result: null, isPass: false, isBusy: false, validForMs: 0 };
}

function beatOf(heartbeat: number): z.infer<typeof heartbeatSchema> {
  return { heartbeat, time_utc: new Date().toISOString() };
}

function json(message: unknown): Buffer {
  return Buffer.from(JSON.stringify(message));
}

function sent(properties: Properties = {}): Options {
  const form = { contentType: 'application/json', payloadFormatIndicator: true };
  return { qos: QOS, retain: false, properties: { ...form, ...properties } };
}

function retained(properties: Properties = {}): Options {
  return { ...sent(properties), retain: true };
}
