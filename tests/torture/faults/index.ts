/** Test 3: the n-th call of the file system or of the database fails, for every n of a small run: nothing is lost, and the station recovers by itself. */
import { writeFile } from 'node:fs/promises';
import { sentenceOf } from '../../../shared/domain/index.ts';
import { brokenInvariants } from '../station/index.ts';
import type { FaultyEngine } from './faultyProcess.ts';
import { createFaultyStation, type FaultyStation, outcomeOf } from './faultyStation.ts';
import type { FaultPlan, FiredFault } from './processes/messages.ts';
import { deliverSmallRun } from './smallRun.ts';

export interface FaultOptions {
  /** Every so many-th n is tried: 1 tries them all. */
  readonly stride: number;
  readonly print: (line: string) => void;
}

interface Tally {
  trials: number;
  fired: number;
  /** Of those that fired, so many were told by the station's status. */
  told: number;
  readonly byCode: Map<string, number>;
  readonly failures: string[];
}

const BRIEF_MS = 300;
/** A run that nothing disturbs makes so many calls at most. */
const ENOUGH_QUIET = 1_000_000;

export async function nthCallFails({
  stride,
  print,
}: FaultOptions): Promise<{ readonly summary: string; readonly failures: string[] }> {
  const tally: Tally = { trials: 0, fired: 0, told: 0, byCode: new Map(), failures: [] };
  const work = await whileWorking(stride, tally, print);
  const lane = await inLanes(stride, tally, print);
  const start = await whileStarting(stride, tally, print);
  const codes = [...tally.byCode].sort().map(([code, count]) => `${code} ${count}`);
  const summary = [
    `${work} calls in a run, ${lane} in a lane, ${start} in a start`,
    `${tally.trials} runs, ${tally.fired} calls made to fail (${codes.join(', ')})`,
    `told by the status in ${tally.told} runs`,
    `${tally.failures.length} failures`,
  ].join('; ');
  return { summary, failures: tally.failures };
}

/** The engine works, and one of its calls fails; then the same, and all others for a while. */
async function whileWorking(stride: number, tally: Tally, print: FaultOptions['print']): Promise<number> {
  const station = await createFaultyStation();
  let run = 0;
  try {
    let engine = await begun(station);
    const quiet = await oneRun(
      station,
      engine,
      ++run,
      { nth: ENOUGH_QUIET, forMs: 0, turn: 0, silentFolder: null },
      tally,
    );
    const calls = quiet.calls;
    for (let nth = 1 + (stride > 1 ? Math.floor(stride / 2) : 0); nth <= calls; nth += stride) {
      for (const forMs of [0, BRIEF_MS]) {
        const plan = { nth, forMs, turn: run, silentFolder: null };
        const { failed } = await oneRun(station, engine, ++run, plan, tally);
        if (run % 20 === 0) print(`${nth} of ${calls} calls, ${tally.failures.length} failures`);
        if (!failed) continue;
        await engine.kill();
        engine = await begun(station);
      }
    }
    const tookMs = await engine.stop();
    if (tookMs > 5000) tally.failures.push(`stopping took ${Math.round(tookMs)} ms`);
    tally.failures.push(
      ...(await brokenInvariants(station.dataFolder)).filter((sentence) => !sentence.includes('is still')),
    );
    return calls;
  } finally {
    await station.remove();
  }
}

async function begun(station: FaultyStation): Promise<FaultyEngine> {
  const engine = station.launch();
  const outcome = await engine.start;
  if (outcome.kind !== 'begun') throw new Error(`the engine does not start: ${JSON.stringify(outcome)}`);
  return engine;
}

async function oneRun(
  station: FaultyStation,
  engine: FaultyEngine,
  run: number,
  plan: FaultPlan,
  tally: Tally,
): Promise<{ readonly calls: number; readonly failed: boolean }> {
  engine.client();
  engine.arm(plan);
  const files = await deliverSmallRun(station.cameras, run);
  const wrong = await outcomeOf(station, engine, files, run);
  const { calls, fired } = wrong.some((sentence) => sentence.includes('ended by itself'))
    ? { calls: 0, fired: [] }
    : await engine.disarm();
  count(tally, fired, engine.said().size > 0);
  tally.failures.push(...wrong.map((sentence) => `${whatFailed(plan, fired)}: ${sentence}`));
  return { calls, failed: wrong.length > 0 };
}

/** A lane's own calls: reading the image, writing the map and the thumbnail. */
async function inLanes(stride: number, tally: Tally, print: FaultOptions['print']): Promise<number> {
  const station = await createFaultyStation();
  let run = 100_000;
  try {
    let engine = await begun(station);
    const calls = 40;
    for (let nth = 1; nth <= calls; nth += Math.max(1, Math.floor(stride / 8))) {
      const plan = { nth, forMs: nth % 2 === 0 ? BRIEF_MS : 0, turn: run, silentFolder: null };
      await writeFile(station.laneFault, JSON.stringify(plan));
      const files = await deliverSmallRun(station.cameras, ++run);
      const wrong = await outcomeOf(station, engine, files, run);
      tally.trials += 1;
      tally.failures.push(...wrong.map((sentence) => `call ${nth} of a lane: ${sentence}`));
      if (wrong.length === 0) continue;
      await engine.kill();
      engine = await begun(station);
    }
    print(`lanes: ${tally.failures.length} failures`);
    await engine.stop();
    return calls;
  } finally {
    await station.remove();
  }
}

/** The engine starts, and one of its calls fails: it starts all the same, or says why not and is whole at its next start. */
async function whileStarting(stride: number, tally: Tally, print: FaultOptions['print']): Promise<number> {
  const station = await createFaultyStation();
  let run = 200_000;
  try {
    const calls = await callsOfStart(station);
    for (let nth = 1 + Math.floor(stride / 2); nth <= calls; nth += stride) {
      const plan = { nth, forMs: 0, turn: run, silentFolder: null };
      const files = await deliverSmallRun(station.cameras, ++run);
      let engine = station.launch(plan);
      const outcome = await engine.start;
      let fired: readonly FiredFault[] = [];
      if (outcome.kind === 'begun') fired = (await engine.disarm()).fired;
      else {
        const wasTold = outcome.kind === 'refused' && outcome.code !== 'internal';
        if (!wasTold) tally.failures.push(`call ${nth} of a start: it ended with ${JSON.stringify(outcome)}`);
        await engine.gone;
        engine = await begun(station);
      }
      count(tally, fired, outcome.kind === 'refused');
      const wrong = await outcomeOf(station, engine, files, run);
      const status = await engine
        .client()
        .request('station.status', {})
        .catch(() => null);
      for (const notice of status?.notices ?? []) wrong.push(`a notice: ${sentenceOf(notice)}`);
      tally.failures.push(...wrong.map((sentence) => `${whatFailed(plan, fired)} of a start: ${sentence}`));
      if (wrong.length > 0) await engine.kill();
      else await engine.stop();
    }
    print(`starts: ${tally.failures.length} failures`);
    return calls;
  } finally {
    await station.remove();
  }
}

async function callsOfStart(station: FaultyStation): Promise<number> {
  const engine = station.launch({ nth: ENOUGH_QUIET, forMs: 0, turn: 0, silentFolder: null });
  await engine.start;
  const { calls } = await engine.disarm();
  await engine.stop();
  return calls;
}

function count(tally: Tally, fired: readonly FiredFault[], wasTold: boolean): void {
  tally.trials += 1;
  tally.fired += fired.length;
  if (wasTold) tally.told += 1;
  for (const { code } of fired) tally.byCode.set(code, (tally.byCode.get(code) ?? 0) + 1);
}

function whatFailed({ nth, forMs }: FaultPlan, [first]: readonly FiredFault[]): string {
  const what = first === undefined ? '' : ` (${first.call} ${first.subject} ${first.code})`;
  return `call ${nth}${what}${forMs > 0 ? ` and all for ${forMs} ms` : ''}`;
}
