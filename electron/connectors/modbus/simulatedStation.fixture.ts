import {
  type LineAnswer,
  type LineCommand,
  type Outlet,
  type OutletResult,
  sourceIdSchema,
  type Verdict,
} from '../../../shared/domain/index.ts';
import { TICK_MS } from '../../../shared/processes/connector.ts';
import { OutletClock } from '../outletClock.ts';
import { viewFixture } from '../surroundings.fixture.ts';
import { ProcessImage } from './processImage.ts';
import { answerTo } from './protocol.ts';

const TEMPLATE = viewFixture();
export const SOURCE = { id: TEMPLATE.sourceId, name: TEMPLATE.sourceName } as const;
/** Sources of a station with two cameras. */
export const SOURCES = [SOURCE, { id: sourceIdSchema.parse('22222222-2222-4222-8222-222222222222'), name: 'Side' }];
const HEARTBEAT_MS = 500;

/** A clock that the test moves, and what is due at it. */
export class VirtualTime {
  nowMs = 0;
  readonly #due: { readonly atMs: number; readonly action: () => void }[] = [];

  after(ms: number, action: () => void): void {
    const atMs = this.nowMs + ms;
    let place = this.#due.length;
    while (place > 0 && (this.#due[place - 1]?.atMs ?? 0) > atMs) place -= 1;
    this.#due.splice(place, 0, { atMs, action });
  }

  /** Lets time pass, and promises be kept. */
  async pass(ms: number): Promise<void> {
    this.to(this.nowMs + ms);
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Does what is due until then, in its order. */
  to(ms: number): void {
    while ((this.#due[0]?.atMs ?? Number.POSITIVE_INFINITY) <= ms) {
      const next = this.#due.shift();
      if (next === undefined) break;
      this.nowMs = next.atMs;
      next.action();
    }
    this.nowMs = ms;
  }
}

/** The process of the connections, as the line meets it. */
export interface LineConnector {
  start(): void;
  kill(): void;
  /** It stands still until it is released: it answers nothing, and what arrives meanwhile waits. */
  hold(): void;
  release(): void;
  hear(outlets: readonly Outlet[]): void;
  /** @returns null where nobody answers in time */
  request(request: Buffer): Promise<Buffer | null> | Buffer | null;
}

/** The process of the connections with its real clock of outlets and its real registers. It can be killed, started again, and held. */
export class SimulatedConnector implements LineConnector {
  readonly #time: VirtualTime;
  readonly #ask: (command: LineCommand) => Promise<LineAnswer>;
  readonly #sources: readonly (typeof SOURCE)[];
  readonly #validMs: number;
  #clock: OutletClock | null = null;
  #image: ProcessImage | null = null;
  #heartbeat = 0;
  #isHeld = false;
  /** What arrives while it is held is done afterwards: messages of the engine, and what machines wrote. */
  #held: (() => void)[] = [];
  #run = 0;
  #nextChangeMs = Number.POSITIVE_INFINITY;

  constructor(
    time: VirtualTime,
    ask: (command: LineCommand) => Promise<LineAnswer>,
    {
      sources = [SOURCE],
      validMs = 2000,
    }: { readonly sources?: readonly (typeof SOURCE)[]; readonly validMs?: number } = {},
  ) {
    this.#time = time;
    this.#ask = ask;
    this.#sources = sources;
    this.#validMs = validMs;
  }

  start(): void {
    const clock = new OutletClock(this.#validMs);
    this.#clock = clock;
    this.#heartbeat = 0;
    this.#image = new ProcessImage({
      station: 'Line 3',
      sources: this.#sources,
      wordOrder: 'high-first',
      nowMs: () => this.#time.nowMs,
      ask: async (command) => {
        if (command.kind !== 'acknowledge') return this.#ask(command);
        const newest = clock.acknowledge(command.source, command.sequence);
        this.#show();
        return newest === command.sequence ? null : { code: 'connection.result-over', details: {} };
      },
    });
    this.#show();
    this.#beat(++this.#run);
  }

  kill(): void {
    this.#run += 1;
    this.#image = null;
    this.#clock = null;
    this.#held = [];
    this.#isHeld = false;
  }

  hold(): void {
    this.#isHeld = this.#image !== null;
  }

  release(): void {
    this.#isHeld = false;
    for (const action of this.#held.splice(0)) action();
  }

  hear(outlets: readonly Outlet[], toldMs = this.#time.nowMs): void {
    if (this.#isHeld) this.#held.push(() => this.hear(outlets, toldMs));
    else {
      this.#clock?.hear(outlets, toldMs, { nowMs: this.#time.nowMs });
      this.#show();
    }
  }

  /** @returns null where nobody answers in time */
  request(request: Buffer): Buffer | null {
    const image = this.#image;
    if (image === null) return null;
    if (this.#isHeld) {
      this.#held.push(() => void answerTo(request, image));
      return null;
    }
    if (this.#time.nowMs >= this.#nextChangeMs) this.#show();
    return answerTo(request, image).bytes;
  }

  #beat(run: number): void {
    if (run !== this.#run) return;
    if (!this.#isHeld && this.#clock?.isSilent(this.#time.nowMs) === false) {
      this.#heartbeat += 1;
      this.#show();
    }
    this.#time.after(HEARTBEAT_MS, () => this.#beat(run));
  }

  #show(): void {
    if (this.#clock === null) return;
    this.#image?.show(this.#clock.views(this.#sources, this.#time.nowMs), this.#heartbeat);
    this.#nextChangeMs = this.#clock.nextChangeMs(this.#time.nowMs);
  }
}

interface SimulatedImage {
  readonly isGood: boolean;
  readonly writtenMs: number;
  /** What its name says. */
  readonly serial: string | null;
}

/** The engine with one source: images in a folder, one lane, announced parts in their order, results, and a sign of life. */
export class SimulatedEngine {
  readonly #time: VirtualTime;
  readonly #reactionMs: number;
  readonly #source: typeof SOURCE;
  readonly #numbers: { newest: number };
  readonly #folder: SimulatedImage[] = [];
  readonly #tell: (outlets: readonly Outlet[]) => void;
  #announced: { readonly serial: string | null; readonly atMs: number }[] = [];
  #result: (Omit<OutletResult, 'ageMs'> & { readonly committedMs: number }) | null = null;
  #state: Outlet['state'] = 'inspecting';
  #isHeld = false;
  #held: (() => void)[] = [];
  #run = 0;
  /** How long a verdict takes. */
  judgeMs: () => number = () => 30;

  /** @param numbers those of the audit chain, which all sources share */
  constructor(
    time: VirtualTime,
    reactionMs: number,
    tell: (outlets: readonly Outlet[]) => void,
    {
      source = SOURCE,
      numbers = { newest: 0 },
    }: { readonly source?: typeof SOURCE; readonly numbers?: { newest: number } } = {},
  ) {
    this.#time = time;
    this.#reactionMs = reactionMs;
    this.#tell = tell;
    this.#source = source;
    this.#numbers = numbers;
  }

  start(): void {
    const run = ++this.#run;
    this.#state = 'inspecting';
    this.#tick(run);
    this.#judgeNext(run);
  }

  /** What it knew is gone; images are in their folder, results in the database. */
  kill(): void {
    this.#run += 1;
    this.#announced = [];
    this.#result = null;
    this.#held = [];
    this.#isHeld = false;
  }

  hold(): void {
    this.#isHeld = true;
  }

  release(): void {
    this.#isHeld = false;
    for (const action of this.#held.splice(0)) action();
  }

  become(state: Outlet['state']): void {
    this.#state = state;
    this.tellNow();
    if (state !== 'not-inspecting') this.#judgeNext(this.#run);
  }

  image(isGood: boolean, serial: string | null): void {
    this.#folder.push({ isGood, serial, writtenMs: this.#time.nowMs });
    if (this.#folder.length === 1) this.#judgeNext(this.#run);
    this.tellNow();
  }

  ask(command: LineCommand): Promise<LineAnswer> {
    return new Promise((resolve) =>
      this.#whenFree(() => {
        if (command.kind === 'announce') this.#announced.push({ serial: command.serial, atMs: this.#time.nowMs });
        if (command.kind === 'reset') {
          this.#announced = [];
          this.#result = null;
        }
        this.tellNow();
        resolve(null);
      }),
    );
  }

  tellNow(): void {
    if (this.#isHeld) return;
    const { result: _, ...outlet } = TEMPLATE;
    const ageMs = this.#time.nowMs - (this.#result?.committedMs ?? 0);
    this.#tell([
      {
        ...outlet,
        ...{ sourceId: this.#source.id, sourceName: this.#source.name, state: this.#state },
        isBusy: this.#folder.length > 0,
        result: this.#result === null ? null : { ...this.#result, ageMs },
        announced: this.#announced[0] === undefined ? null : { serial: this.#announced[0].serial, lot: null },
      },
    ]);
  }

  #tick(run: number): void {
    if (run !== this.#run) return;
    this.tellNow();
    this.#time.after(TICK_MS, () => this.#tick(run));
  }

  #judgeNext(run: number): void {
    const [image] = this.#folder;
    if (image === undefined || this.#state === 'not-inspecting') return;
    this.#time.after(this.judgeMs(), () =>
      this.#whenFree(() => {
        if (run !== this.#run || this.#folder[0] !== image || this.#state === 'not-inspecting') return;
        this.#folder.shift();
        this.#record(image);
        this.#judgeNext(run);
      }),
    );
  }

  #record({ isGood, serial, writtenMs }: SimulatedImage): void {
    // An image that was written before a part was announced shows another one.
    const announced = serial === null && (this.#announced[0]?.atMs ?? Number.POSITIVE_INFINITY) <= writtenMs;
    const named = announced ? (this.#announced.shift()?.serial ?? null) : serial;
    const { nowMs } = this.#time;
    const verdict: Verdict = this.#state === 'by-passed' ? 'error' : isGood ? 'pass' : 'fail';
    const sequence = ++this.#numbers.newest;
    this.#result = {
      ...(viewFixture({ result: {} }).result as OutletResult),
      ...{ sequence, number: sequence, serial: named, verdict },
      isLate: nowMs - writtenMs > this.#reactionMs,
      committedMs: nowMs,
    };
    this.tellNow();
  }

  #whenFree(action: () => void): void {
    if (this.#isHeld) this.#held.push(action);
    else action();
  }
}
