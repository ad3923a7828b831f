import { describe, expect, it } from 'vitest';
import {
  inspectionIdSchema,
  type LineCommand,
  type OutletView,
  sourceIdSchema,
} from '../../../../shared/domain/index.ts';
import { type Line, playHandshake, type Step } from './handshake.ts';

const source = sourceIdSchema.parse('0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f');
const PLAY = { source, serial: 'A-77', lot: null, acknowledges: true, validMs: 1000, announcedSeconds: 3 };

const IDLE: OutletView = {
  ...{ sourceId: source, sourceName: 'Camera 1', state: 'inspecting', reason: null, isBusy: false },
  ...{ result: null, recipe: null, announced: null, sequence: 40, validForMs: 0, isPass: false },
  counters: { inspected: 0, pass: 0, review: 0, fail: 0, error: 0 },
};

function resultOf(serial: string): NonNullable<OutletView['result']> {
  return {
    ...{ sequence: 41, number: 1, recordId: inspectionIdSchema.parse('1f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f') },
    ...{ serial, lot: null, view: null, verdict: 'pass', isLate: false, score: 1, limit: 3 },
    ...{ recipeId: null, recipeVersion: null, completeAtMs: 0, recordedAtMs: 0, ageMs: 0 },
  };
}

/** A line by a clock of its own: its image comes `imageMs` after the announcement, of the part that `serial` says. */
class ScriptedLine implements Line {
  readonly asked: LineCommand[] = [];
  readonly #imageMs: number;
  readonly #serial: string;
  readonly #forgetsToEnd: boolean;
  #ms = 0;
  #announcedAt: number | null = null;
  #isAcknowledged = false;

  constructor({ imageMs = 500, serial = 'A-77', forgetsToEnd = false } = {}) {
    this.#imageMs = imageMs;
    this.#serial = serial;
    this.#forgetsToEnd = forgetsToEnd;
  }

  read(): Promise<OutletView[]> {
    return Promise.resolve([this.#view()]);
  }

  ask(command: LineCommand): Promise<null> {
    this.asked.push(command);
    if (command.kind === 'announce') this.#announcedAt = this.#ms;
    if (command.kind === 'acknowledge') this.#isAcknowledged = true;
    return Promise.resolve(null);
  }

  now(): number {
    return this.#ms;
  }

  wait(ms: number): Promise<void> {
    this.#ms += ms;
    return Promise.resolve();
  }

  #view(): OutletView {
    if (this.#announcedAt === null) return IDLE;
    const since = this.#ms - this.#announcedAt - this.#imageMs;
    if (since < 0) return { ...IDLE, announced: { serial: 'A-77', lot: null } };
    const isOver = !this.#forgetsToEnd && (this.#isAcknowledged || since >= PLAY.validMs);
    return { ...IDLE, sequence: 41, result: isOver ? null : resultOf(this.#serial) };
  }
}

async function played(
  line: Line,
  change: Partial<typeof PLAY> = {},
  controller = new AbortController(),
): Promise<{ failure: unknown; steps: readonly Step[] }> {
  let steps: readonly Step[] = [];
  const onSteps = (seen: readonly Step[]): void => {
    steps = seen;
  };
  const failure = await playHandshake({ ...PLAY, ...change }, line, { signal: controller.signal, onSteps });
  return { failure, steps };
}

const namesOf = (steps: readonly Step[]): string[] => steps.map(({ name, state }) => `${name} ${state}`);

describe('the handshake tester', () => {
  it('announces, waits, acknowledges the sequence that it read, and sees the result taken back, each with its time', async () => {
    const line = new ScriptedLine();
    const { failure, steps } = await played(line);
    expect(failure).toBeNull();
    expect(namesOf(steps)).toEqual(
      ['ready', 'announce', 'result', 'acknowledge', 'takenBack'].map((name) => `${name} done`),
    );
    expect(line.asked).toMatchObject([
      { kind: 'announce', serial: 'A-77' },
      { kind: 'acknowledge', sequence: 41 },
    ]);
    expect(steps.find(({ name }) => name === 'result')?.ms).toBe(500);
  });

  it('lets the time of the result run out without an acknowledgement', async () => {
    const line = new ScriptedLine();
    const { failure, steps } = await played(line, { acknowledges: false });
    expect(failure).toBeNull();
    expect(line.asked).toHaveLength(1);
    expect(steps.at(-1)).toMatchObject({ name: 'takenBack', state: 'done', ms: PLAY.validMs });
  });

  it.each([
    ['no image comes', { imageMs: 60_000 }, 'noImage', 'result'],
    ['the result is of another part', { serial: 'A-78' }, 'otherPart', 'result'],
    ['an acknowledged result stays', { forgetsToEnd: true }, 'stands', 'takenBack'],
  ])('says at which step it broke where %s', async (_, line, kind, step) => {
    const { failure, steps } = await played(new ScriptedLine(line));
    expect(failure).toMatchObject({ kind });
    expect(namesOf(steps).at(-1)).toBe(`${step} failed`);
  });

  it('announces nothing to a source that does not inspect', async () => {
    const line = new ScriptedLine();
    line.read = () => Promise.resolve([{ ...IDLE, state: 'by-passed' }]);
    expect((await played(line)).failure).toMatchObject({ kind: 'notReady', view: { state: 'by-passed' } });
    expect(line.asked).toEqual([]);
  });

  it.each([
    ['an image waits for its verdict', { isBusy: true }],
    ['a result stands', { result: resultOf('A-76') }],
    ['another part is announced already', { announced: { serial: 'A-76', lot: null } }],
  ])('waits until the source is ready and announces nothing where it does not become so: %s', async (_, change) => {
    const line = new ScriptedLine();
    const read = line.read.bind(line);
    line.read = () => Promise.resolve([{ ...IDLE, ...change }]);
    expect((await played(line)).failure).toEqual({ kind: 'busy' });
    expect(line.asked).toEqual([]);
    let times = 0;
    line.read = () => (++times < 5 ? Promise.resolve([{ ...IDLE, ...change }]) : read());
    expect((await played(line)).failure).toBeNull();
  });

  it('ends with the refusal of the station', async () => {
    const line = new ScriptedLine();
    const error = { code: 'connection.not-allowed', details: { name: 'PLC', what: 'announce' } } as const;
    line.ask = () => Promise.resolve(error as never);
    expect((await played(line)).failure).toEqual({ kind: 'refused', error });
  });

  it('stops when it is told to, and asks for nothing more', async () => {
    const controller = new AbortController();
    const line = new ScriptedLine({ imageMs: 60_000 });
    const wait = line.wait.bind(line);
    line.wait = (ms) => {
      controller.abort();
      return wait(ms);
    };
    expect((await played(line, {}, controller)).failure).toEqual({ kind: 'stopped' });
    expect(line.asked).toHaveLength(1);
  });
});
