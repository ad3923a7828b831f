/** Test 5: random sequences of what cameras, people and machines do, carried out on a real station and compared with a model of its ledger. */
import fc from 'fast-check';
import type { Outcome, Print } from '../outcome.ts';
import { COMMANDS, settleWorld, type World } from './commands.ts';
import { emptyLedger } from './ledgerModel.ts';
import { openTestBed, type TestBed } from './testBed.ts';

export interface ModelOptions {
  readonly runs: number;
  readonly seed: number;
  /** One failed run, as it was printed. */
  readonly replay: { readonly path: string; readonly replayPath: string | null } | null;
  readonly print: Print;
}

/** Stations side by side: a run mostly waits. */
const STATIONS = 3;
const MOST_COMMANDS = 80;
const LONGEST_SEARCH_MS = 15 * 60_000;

interface Counts {
  runs: number;
  readonly commands: Map<string, number>;
}

export async function againstTheModel({ runs, seed, replay, print }: ModelOptions): Promise<Outcome> {
  const stations = replay === null ? Math.min(STATIONS, runs) : 1;
  const counts: Counts = { runs: 0, commands: new Map() };
  const shares = Array.from({ length: stations }, (_, station) => {
    const share = Math.floor(runs / stations) + (station < runs % stations ? 1 : 0);
    return oneStation({ runs: share, seed: seed + station, replay, print }, counts);
  });
  const failures = (await Promise.all(shares)).flat();
  const all = [...counts.commands].sort(([first], [second]) => (first < second ? -1 : 1));
  return {
    summary: { 'sequences of commands': counts.runs, ...Object.fromEntries(all) },
    failures,
  };
}

async function oneStation({ runs, seed, replay, print }: ModelOptions, counts: Counts): Promise<string[]> {
  let bed: TestBed | null = null;
  const replayPath = replay?.replayPath ?? undefined;
  const property = fc.asyncProperty(
    fc.commands(COMMANDS, {
      maxCommands: MOST_COMMANDS,
      size: 'max',
      ...(replayPath === undefined ? {} : { replayPath }),
    }),
    async (commands) => {
      bed ??= await openTestBed();
      try {
        await oneRun(commands, bed, counts);
      } catch (thrown) {
        // Nobody knows what is left of this station: the next try gets another.
        await bed.close();
        bed = null;
        throw thrown;
      }
      if (counts.runs % 10 === 0) print(`${counts.runs} sequences of commands`);
    },
  );
  try {
    const details = await fc.check(property, {
      seed,
      numRuns: runs,
      interruptAfterTimeLimit: LONGEST_SEARCH_MS,
      markInterruptAsFailure: false,
      ...(replay === null ? {} : { path: replay.path }),
    });
    return details.failed ? [failureText(details)] : [];
  } finally {
    await (bed as TestBed | null)?.close();
  }
}

async function oneRun(
  commands: Iterable<fc.AsyncCommand<World, TestBed>>,
  bed: TestBed,
  counts: Counts,
): Promise<void> {
  const world: World = {
    ledger: emptyLedger,
    engine: 'runs',
    folder: 'there',
    disk: 'room',
    clock: 'right',
    nextContent: 0,
    tried: counts.commands,
  };
  await bed.begin();
  await fc.asyncModelRun(() => ({ model: world, real: bed }), commands);
  await settleWorld(world, bed);
  counts.runs += 1;
}

/** What failed, as short as it could be made, and how to see it again. */
function failureText(details: fc.RunDetails<[Iterable<fc.AsyncCommand<World, TestBed>>]>): string {
  const shortest: { toString(): string } = details.counterexample?.[0] ?? 'no commands';
  const commands = shortest.toString();
  const replayPath = /replayPath="([^"]*)"/u.exec(commands)?.[1] ?? '';
  const error = details.errorInstance instanceof Error ? details.errorInstance.message : String(details.errorInstance);
  return [
    `${commands} (made shorter ${details.numShrinks} times): ${error}`,
    `again: npm run test:torture -- --only model --seed ${details.seed} --path ${details.counterexamplePath} --replay-path ${replayPath}`,
  ].join('\n    ');
}
