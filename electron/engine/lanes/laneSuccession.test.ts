import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LaneClient, LaneOptions, RecipeRun } from '../../hosts/index.ts';
import { Work } from '../kernel/index.ts';
import { startStatements } from './lane.ts';
import { LaneSuccession } from './laneSuccession.ts';
import { RunningLane } from './runningLane.ts';

const RING: RecipeRun = { recipeFolder: '/recipes/ring/1' };
const GIGABYTE = 1024 ** 3;

/** A process of a lane that does at once what it is asked, and writes it down. */
interface ScriptedProcess {
  readonly running: RunningLane;
  readonly options: LaneOptions;
  memoryBytes: number;
  end(): void;
}

let started: ScriptedProcess[];
let told: string[];
let startFails: boolean;
let work: Work;
let succession: LaneSuccession;

function launch(options: LaneOptions): RunningLane {
  const name = started.length + 1;
  let onGone = (): void => undefined;
  const scripted = { options, memoryBytes: 0 };
  const client = {
    executionProvider: 'cpu',
    get memoryBytes() {
      return scripted.memoryBytes;
    },
    warm: async ({ recipeFolder }: RecipeRun) => void told.push(`${name} opens ${recipeFolder}`),
    retain: async () => undefined,
    onGone(listener: () => void) {
      onGone = listener;
    },
    close: () => void told.push(`${name} is ended`),
  } as unknown as LaneClient;
  const running: RunningLane = new RunningLane(client, {
    onGone: () => succession.leave(running),
    onChanged: () => undefined,
  });
  started.push(Object.assign(scripted, { running, end: () => onGone() }));
  return running;
}

function begin(lanes: number): void {
  const kernel = { changed: () => undefined, report: (error: unknown) => void told.push(String(error)) };
  succession = new LaneSuccession(kernel, {
    async launch(options) {
      if (startFails) throw new Error('no more processes');
      return launch(options);
    },
    isAlive: () => true,
    split: { lanes, threads: 2 },
    memory: (count) => ({ politeBytes: GIGABYTE / count, hardBytes: (2 * GIGABYTE) / count }),
    lane: {},
    work,
    isAwaited: () => false,
    onReady: () => undefined,
  });
  succession.begin();
}

/** The process has judged an image. */
function judgeOne({ running }: ScriptedProcess, attempt: () => Promise<void> = async () => undefined): Promise<void> {
  return running.work({ alone: false, run: null, file: 'part.png', attempt, failed: () => undefined });
}

const process = (number: number): ScriptedProcess => started[number - 1]!;

beforeEach(() => {
  started = [];
  told = [];
  startFails = false;
  work = new Work((error) => void told.push(String(error)));
});
afterEach(() => work.stop(0));

describe('the processes of lanes', () => {
  it('are as many as there are lanes, and each is replaced when it ends', async () => {
    begin(2);
    await turn();
    expect(succession.running).toEqual([process(1).running, process(2).running]);
    process(1).end();
    expect(succession.running).toEqual([process(2).running]);
    await expect.poll(() => succession.running.length, { timeout: 5000 }).toBe(2);
    expect(succession.running[0]).toBe(process(3).running);
  });

  it('say why they cannot start, and are tried again', async () => {
    startFails = true;
    begin(1);
    await turn();
    const startProblem = { code: 'lane.start', details: { reason: 'no more processes' } };
    expect(succession.lanes[0]).toMatchObject({ running: null, startProblem, starts: { failures: 1 } });
    expect(startStatements(succession.lanes)).toMatchObject([{ ...startProblem, severity: 'alarm' }]);
    const other = { startProblem: null };
    expect(startStatements([...succession.lanes, other])).toMatchObject([{ ...startProblem, severity: 'warning' }]);
    startFails = false;
    await expect.poll(() => succession.running.length, { timeout: 5000 }).toBe(1);
    expect(succession.lanes[0]).toMatchObject({ startProblem: null, starts: { failures: 0 } });
  });

  it('open a recipe in place while nobody waits for them', async () => {
    begin(1);
    await turn();
    await succession.prepare(RING);
    expect(told).toEqual(['1 opens /recipes/ring/1']);
  });

  it('are followed by one that has the recipe open where they are in use, and end when their images are done', async () => {
    begin(1);
    await turn();
    const image = Promise.withResolvers<void>();
    const judged = judgeOne(process(1), () => image.promise);
    await succession.prepare(RING);
    expect(succession.running).toEqual([process(2).running]);
    expect(told).toEqual(['2 opens /recipes/ring/1']);
    image.resolve();
    await judged;
    expect(told).toEqual(['2 opens /recipes/ring/1', '1 is ended']);
  });

  it('are followed by another where they have grown above the polite limit', async () => {
    begin(1);
    await turn();
    for (let image = 0; image < 9; image += 1) await judgeOne(process(1));
    succession.replaceWhereGrown(process(1).running);
    process(1).memoryBytes = 2 * GIGABYTE;
    succession.replaceWhereGrown(process(1).running);
    await turn();
    await turn();
    expect(succession.running).toEqual([process(2).running]);
  });

  it('become fewer and get what memory and threads the others leave', async () => {
    begin(2);
    await turn();
    await succession.arrange({ lanes: 1, threads: 4 });
    expect(succession.lanes).toHaveLength(1);
    expect(started.at(-1)?.options).toMatchObject({ threads: 4, memoryBytes: GIGABYTE });
    expect(told).toEqual(['1 is ended', '2 is ended']);
  });

  it('are not replaced once the station closes', async () => {
    begin(1);
    await turn();
    await work.stop(0);
    process(1).end();
    await turn();
    expect(started).toHaveLength(1);
  });
});
