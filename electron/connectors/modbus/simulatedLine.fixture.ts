import type { LineAnswer, LineCommand, Outlet, SourceId } from '../../../shared/domain/index.ts';
import { CHECKS, type Check, type GatedPart } from './gate.fixture.ts';
import { announcement, READ_STATUS, type Reading, readingOf, requests } from './plc.fixture.ts';
import { BLOCK_REGISTERS, FIRST_BLOCK } from './registers.ts';
import {
  type LineConnector,
  SimulatedConnector,
  SimulatedEngine,
  SOURCES,
  VirtualTime,
} from './simulatedStation.fixture.ts';

/** Numbers that look as if by chance and are the same in each run (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_00_00_00_00;
  };
}

export interface LineCounts {
  parts: number;
  passedGood: number;
  passedBad: number;
  rejectedGood: number;
  rejectedBad: number;
  /** The longest that a part waited for its answer, pass or reject, ms. */
  longestMs: number;
}

interface LinePart extends GatedPart {
  readonly isGood: boolean;
  /** Which camera sees what is bad about it. */
  readonly badFor: number;
  readonly cameMs: number;
}

const CYCLE_MS = 20;
const ANNOUNCE_MS = 150;
const REACTION_MS = 300;
/** Longer than an image of before can be on its way. */
const QUIET_MS = 1000;
const BAD_SHARE = 0.3;
/** From the camera to the gate, where several parts are between them. */
const TRAVEL_MS = 400;

type Cable = 'whole' | 'cut' | 'answers lost';
type Camera = 'works' | 'lost' | 'delayed';

/** What goes wrong, and how long: each fault ends by itself. */
type Fault = (line: Line) => void;
/** Of processes: killed, and held. */
export const PROCESS_FAULTS: readonly Fault[] = [
  (line) =>
    line.during(
      300,
      1500,
      () => line.connector.kill(),
      () => line.startConnector(),
    ),
  (line) =>
    line.during(
      100,
      4000,
      () => line.connector.hold(),
      () => line.connector.release(),
    ),
  (line) =>
    line.during(
      2000,
      4000,
      () => line.killStation(),
      () => line.startStation(),
    ),
];
const FAULTS: readonly Fault[] = [
  ...PROCESS_FAULTS,
  (line) =>
    line.during(
      100,
      3000,
      () => line.holdEngine(),
      () => line.releaseEngine(),
    ),
  (line) =>
    line.during(
      50,
      3000,
      () => line.cableIs('cut'),
      () => line.cableIs('whole'),
    ),
  (line) =>
    line.during(
      50,
      1000,
      () => line.cableIs('answers lost'),
      () => line.cableIs('whole'),
    ),
  (line) =>
    line.during(
      500,
      1500,
      () => line.slow(true),
      () => line.slow(false),
    ),
  (line) =>
    line.during(
      500,
      2000,
      () => line.become('by-passed'),
      () => line.becomeInspecting(),
    ),
  (line) =>
    line.during(
      500,
      2000,
      () => line.become('not-inspecting'),
      () => line.becomeInspecting(),
    ),
  (line) => line.cameraIs('lost'),
  (line) => line.cameraIs('delayed'),
];

export interface LineSurroundings {
  readonly faults: readonly Fault[];
  /** From one to the next. */
  readonly faultEveryMs: readonly [least: number, most: number];
  readonly time: () => VirtualTime;
  /** How many look at each part; the gate opens only if all of them pass it. */
  readonly cameras: 1 | 2;
  readonly connector: (time: VirtualTime, ask: (command: LineCommand) => Promise<LineAnswer>) => LineConnector;
}

const VIRTUAL: LineSurroundings = {
  faults: FAULTS,
  faultEveryMs: [1500, 4000],
  time: () => new VirtualTime(),
  cameras: 1,
  connector: (time, ask) => new SimulatedConnector(time, ask),
};
/** Of a gate behind two cameras. */
export const TWO_CAMERAS: LineSurroundings = {
  ...VIRTUAL,
  cameras: 2,
  connector: (time, ask) => new SimulatedConnector(time, ask, { sources: SOURCES }),
};

/** A conveyor, its cameras, the station, and a PLC with a gate. */
export class Line {
  readonly time: VirtualTime;
  readonly connector: LineConnector;
  /** One for each camera; they live and die together. */
  readonly #engines: readonly SimulatedEngine[];
  readonly #outlets = new Map<SourceId, Outlet>();
  readonly counts: LineCounts = {
    ...{ parts: 0, passedGood: 0, passedBad: 0, rejectedGood: 0, rejectedBad: 0, longestMs: 0 },
  };
  readonly random: () => number;
  readonly #checks: readonly Check[];
  readonly #beginsAnew: boolean;
  readonly #faults: readonly Fault[];
  readonly #faultEveryMs: readonly [number, number];
  #heartbeat = { value: -1, sinceMs: 0 };
  #counter = 0;
  #serial = 0;
  #cable: Cable = 'whole';
  #camera: Camera = 'works';
  /** Which of them the PLC reads. */
  readonly #read: readonly number[];

  /** @param leaveOut checks that its PLC forgets; `anew`: that it begins anew after a missing answer; `second`: that there is a second camera */
  constructor(
    seed: number,
    leaveOut: readonly string[] = [],
    { time, cameras, connector, faults, faultEveryMs }: LineSurroundings = VIRTUAL,
  ) {
    this.#faults = faults;
    this.#faultEveryMs = faultEveryMs;
    this.time = time();
    this.random = chance(seed);
    this.#checks = CHECKS.filter(({ name }) => !leaveOut.includes(name));
    this.#beginsAnew = !leaveOut.includes('anew');
    const numbers = { newest: 0 };
    const sources = SOURCES.slice(0, cameras);
    this.#engines = sources.map(
      (source) => new SimulatedEngine(this.time, REACTION_MS, (outlets) => this.#tell(outlets), { source, numbers }),
    );
    this.#read = sources.map((_, camera) => camera).slice(0, leaveOut.includes('second') ? 1 : cameras);
    this.connector = connector(this.time, (command) => {
      const camera = sources.findIndex(({ id }) => id === command.source);
      return this.#engineOf(camera).ask(command);
    });
    this.slow(false);
    this.startStation();
    this.#nextFault();
  }

  startStation(): void {
    this.startConnector();
    for (const engine of this.#engines) engine.start();
  }

  startConnector(): void {
    this.connector.kill();
    this.connector.start();
    for (const engine of this.#engines) engine.tellNow();
  }

  killStation(): void {
    this.connector.kill();
    this.#outlets.clear();
    for (const engine of this.#engines) engine.kill();
  }

  holdEngine(): void {
    for (const engine of this.#engines) engine.hold();
  }

  releaseEngine(): void {
    for (const engine of this.#engines) engine.release();
  }

  /** One of the sources. */
  become(state: Outlet['state']): void {
    this.#oneOfThem().become(state);
  }

  becomeInspecting(): void {
    for (const engine of this.#engines) engine.become('inspecting');
  }

  cableIs(cable: Cable): void {
    this.#cable = cable;
  }

  /** Of the next image. */
  cameraIs(camera: Camera): void {
    this.#camera = camera;
  }

  slow(isSlow: boolean): void {
    const [least, most] = isSlow ? [150, 700] : [20, 80];
    for (const engine of this.#engines) engine.judgeMs = () => this.between(least, most);
  }

  between(least: number, most: number): number {
    return least + this.random() * (most - least);
  }

  during(leastMs: number, mostMs: number, begin: () => void, end: () => void): void {
    begin();
    this.time.after(this.between(leastMs, mostMs), end);
  }

  /**
   * One part at a time, announced by the PLC; names of images say nothing. After a missing answer the PLC begins anew: reset, and quiet for longer than an image of
   * before can be on its way; parts of that time are rejected.
   */
  async runOneByOne(parts: number): Promise<LineCounts> {
    while (this.counts.parts < parts) {
      const part = this.#nextPart();
      const isAnswered = await this.#inspect(part);
      if (!isAnswered && this.#beginsAnew) await this.#beginAnew();
    }
    return this.counts;
  }

  /** Several parts between camera and gate; names of images say their serial numbers. */
  async runInFlow(parts: number): Promise<LineCounts> {
    const between: {
      readonly part: LinePart;
      readonly before: readonly number[] | null;
      readonly passedBy: Set<number>;
    }[] = [];
    let nextMs = 0;
    while (this.counts.parts < parts) {
      const readings = await this.#cycle();
      if (this.time.nowMs >= nextMs && this.#serial < parts) {
        const part = this.#nextPart();
        this.#takeImages(part, part.serial);
        const before = readings?.map(({ sequence }) => sequence) ?? null;
        between.push({ part, before, passedBy: new Set() });
        nextMs = this.time.nowMs + this.between(80, 200);
      }
      for (const { part, before, passedBy } of between)
        for (const [camera, reading] of readings?.entries() ?? []) {
          const sequenceBefore = before?.[camera];
          if (sequenceBefore !== undefined && this.#opens(reading, { ...part, sequenceBefore })) passedBy.add(camera);
        }
      while (between[0] !== undefined && this.time.nowMs - between[0].part.cameMs >= TRAVEL_MS) {
        const { part, passedBy } = between.shift() ?? between[0];
        this.#decide(part, passedBy.size === this.#read.length);
      }
    }
    return this.counts;
  }

  /** @returns whether the station answered */
  async #inspect(part: LinePart): Promise<boolean> {
    const counter = this.#nextCounter();
    await this.#request(requests.writeRegisters(FIRST_BLOCK + 125, announcement({ serial: part.serial, counter })));
    const announced = await this.#waitFor(ANNOUNCE_MS, ({ answers: { announce } }) =>
      announce.value === counter && announce.state > 1 ? announce : null,
    );
    if (announced?.found.state !== 2) {
      this.#decide(part, false);
      return false;
    }
    const presented = { ...part, sequenceBefore: announced.reading.sequence };
    this.#takeImages(part, null);
    const answer = await this.#waitFor(REACTION_MS, (reading) => {
      if (this.#opens(reading, presented)) return 'pass';
      const isOurs = reading.serial === part.serial && reading.bits.has('resultValid');
      return isOurs && !reading.bits.has('pass') ? 'reject' : null;
    });
    this.#decide(part, answer?.found === 'pass');
    if (answer === null) return false;
    const sequence = Buffer.alloc(4);
    sequence.writeUInt32BE(answer.reading.sequence);
    await this.#request(requests.writeRegisters(FIRST_BLOCK + 120, sequence));
    return true;
  }

  async #beginAnew(): Promise<void> {
    let quietSinceMs = Number.POSITIVE_INFINITY;
    let counter = 0;
    let askedMs = Number.NEGATIVE_INFINITY;
    let part: LinePart | null = null;
    while (this.time.nowMs - quietSinceMs < QUIET_MS) {
      const [reading] = (await this.#cycle()) ?? [];
      if (counter === 0 || (quietSinceMs === Number.POSITIVE_INFINITY && this.time.nowMs - askedMs > 500)) {
        counter = this.#nextCounter();
        askedMs = this.time.nowMs;
        await this.#request(requests.writeRegister(FIRST_BLOCK + 122, counter));
      }
      const { reset } = reading?.answers ?? {};
      const isQuiet =
        reset?.value === counter && reset.state === 2 && reading?.bits.has('ready') === true && this.#lives();
      if (!isQuiet) quietSinceMs = Number.POSITIVE_INFINITY;
      else if (quietSinceMs === Number.POSITIVE_INFINITY) quietSinceMs = this.time.nowMs;
      part ??= this.#nextPart();
      if (this.time.nowMs - part.cameMs < REACTION_MS) continue;
      this.#decide(part, false);
      part = null;
    }
    if (part !== null) this.#decide(part, false);
  }

  #nextCounter(): number {
    this.#counter = (this.#counter % 0xff_ff) + 1;
    return this.#counter;
  }

  #nextPart(): LinePart {
    this.#serial += 1;
    const serial = `P${this.#serial}`;
    const isGood = this.random() >= BAD_SHARE;
    const badFor = this.#engines.length === 1 ? 0 : Math.floor(this.random() * this.#engines.length);
    return { serial, isGood, badFor, cameMs: this.time.nowMs, sequenceBefore: -1 };
  }

  #takeImages({ isGood, badFor }: LinePart, serial: string | null): void {
    const state = this.#camera;
    this.#camera = 'works';
    const troubled = this.#oneOfThem();
    for (const [camera, engine] of this.#engines.entries()) {
      if (engine === troubled && state === 'lost') continue;
      const afterMs = engine === troubled && state === 'delayed' ? this.between(100, 800) : 15;
      this.time.after(afterMs, () => engine.image(isGood || camera !== badFor, serial));
    }
  }

  #oneOfThem(): SimulatedEngine {
    return this.#engineOf(this.#engines.length === 1 ? 0 : Math.floor(this.random() * this.#engines.length));
  }

  #engineOf(camera: number): SimulatedEngine {
    const engine = this.#engines[camera];
    if (engine === undefined) throw new Error(`there is no camera ${camera}`);
    return engine;
  }

  #tell(outlets: readonly Outlet[]): void {
    for (const outlet of outlets) this.#outlets.set(outlet.sourceId, outlet);
    this.connector.hear([...this.#outlets.values()]);
  }

  #decide({ isGood, cameMs }: LinePart, opens: boolean): void {
    this.counts.parts += 1;
    this.counts[`${opens ? 'passed' : 'rejected'}${isGood ? 'Good' : 'Bad'}`] += 1;
    this.counts.longestMs = Math.max(this.counts.longestMs, this.time.nowMs - cameMs);
  }

  #opens(reading: Reading, part: GatedPart): boolean {
    const watch = { stillMs: this.time.nowMs - this.#heartbeat.sinceMs };
    return this.#checks.every(({ holds }) => holds(reading, part, watch));
  }

  #lives(): boolean {
    return this.time.nowMs - this.#heartbeat.sinceMs < 2000;
  }

  async #waitFor<Found>(
    ms: number,
    find: (reading: Reading) => Found | null,
  ): Promise<{ readonly found: Found; readonly reading: Reading } | null> {
    const untilMs = this.time.nowMs + ms;
    while (this.time.nowMs < untilMs) {
      const [reading] = (await this.#cycle()) ?? [];
      const found = reading === undefined ? null : find(reading);
      if (found !== null && reading !== undefined) return { found, reading };
    }
    return null;
  }

  /** One cycle of the PLC, with a request for each camera. @returns what it read of them; null where one answer is missing */
  async #cycle(): Promise<readonly Reading[] | null> {
    await this.time.pass(CYCLE_MS);
    const readings: Reading[] = [];
    for (const camera of this.#read) {
      const bytes = await this.#request(requests.read(4, READ_STATUS.at + camera * BLOCK_REGISTERS, READ_STATUS.count));
      if (bytes === null) return null;
      readings.push(readingOf(bytes.subarray(2)));
    }
    const heartbeat = readings[0]?.heartbeat;
    if (heartbeat !== undefined && heartbeat !== this.#heartbeat.value)
      this.#heartbeat = { value: heartbeat, sinceMs: this.time.nowMs };
    return readings;
  }

  async #request(request: Buffer): Promise<Buffer | null> {
    if (this.#cable === 'cut') return null;
    const answer = await this.connector.request(request);
    return this.#cable === 'whole' ? answer : null;
  }

  #nextFault(): void {
    this.time.after(this.between(...this.#faultEveryMs), () => {
      this.#faults[Math.floor(this.random() * this.#faults.length)]?.(this);
      this.#nextFault();
    });
  }
}
