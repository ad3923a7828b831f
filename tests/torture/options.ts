import { parseArgs } from 'node:util';

/** The parts of the suite, in the order in which they run. */
export const SECTIONS = ['kill', 'files', 'faults', 'disk', 'model', 'malformed', 'bytes', 'soak'] as const;
export type SectionName = (typeof SECTIONS)[number];

export interface TortureOptions {
  readonly sections: readonly SectionName[];
  /** Of test 1, each of 200 files. */
  readonly rounds: number;
  /** Of test 2. */
  readonly files: number;
  /** Of test 3: every so many-th call is made to fail. */
  readonly stride: number;
  /** Runs of test 5. */
  readonly runs: number;
  /** Malformed images of test 6. */
  readonly cases: number;
  /** Of test 7. */
  readonly soakMinutes: number;
  /** Every random choice follows from it. */
  readonly seed: number;
  /** Where in the tree of choices a model run failed, as it was printed then; null begins at its root. */
  readonly path: string | null;
  /** The commands of the shrunk counterexample, as they were printed then. */
  readonly replayPath: string | null;
  /** The report's file; null prints it only. */
  readonly report: string | null;
  readonly help: boolean;
}

export const USAGE = `npm run test:torture -- [--only PART,...] [--seed S] [--report FILE]

Tries to make a station lose an image, judge one twice or alter one. Parts, in this order (--only takes some of them):
  kill         engine and lanes are killed at random instants        --rounds N   of 200 files each (50)
  files        files that are cut, empty, replaced, renamed, late    --files N    in all (10000)
  faults       the n-th call of file system or database fails        --stride N   every N-th call (3)
  disk         full disks, folders that vanish, a silent share       as root with small disks that are mounted
  model        random commands against a model of the ledger         --runs N     sequences of commands (100)
  malformed    images mutated from valid ones of every kind          --cases N    (5000)
  bytes        every byte of the audit chain's pages, changed
  soak         a steady line with real lanes; only when asked        --minutes N or --hours N

  --seed S          repeats every random choice of the run that printed it
  --path P          and --replay-path R, with --only model: replays one failed run as it was printed
  --report FILE     writes the table and the failures there, too`;

/** @throws TypeError, RangeError for what is no option of the suite */
export function readOptions(given: readonly string[], newSeed: () => number): TortureOptions {
  const { values } = parseArgs({
    args: [...given],
    options: {
      only: { type: 'string' },
      rounds: { type: 'string', default: '50' },
      files: { type: 'string', default: '10000' },
      stride: { type: 'string', default: '3' },
      runs: { type: 'string', default: '100' },
      cases: { type: 'string', default: '5000' },
      hours: { type: 'string', default: '0' },
      minutes: { type: 'string', default: '0' },
      seed: { type: 'string' },
      path: { type: 'string' },
      'replay-path': { type: 'string' },
      report: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const soakMinutes = 60 * numberOf('hours', values.hours) + numberOf('minutes', values.minutes);
  return {
    sections: sectionsOf(values.only, soakMinutes),
    rounds: wholeNumberOf('rounds', values.rounds),
    files: wholeNumberOf('files', values.files),
    stride: Math.max(1, wholeNumberOf('stride', values.stride)),
    runs: wholeNumberOf('runs', values.runs),
    cases: wholeNumberOf('cases', values.cases),
    soakMinutes,
    seed: values.seed === undefined ? newSeed() : wholeNumberOf('seed', values.seed),
    path: values.path ?? null,
    replayPath: values['replay-path'] ?? null,
    report: values.report ?? null,
    help: values.help,
  };
}

function sectionsOf(only: string | undefined, soakMinutes: number): readonly SectionName[] {
  if (only === undefined) return SECTIONS.filter((section) => section !== 'soak' || soakMinutes > 0);
  const asked = only.split(',').map((name) => name.trim());
  const unknown = asked.find((name) => !SECTIONS.some((section) => section === name));
  if (unknown !== undefined) throw new RangeError(`--only takes ${SECTIONS.join(', ')}, not ${unknown}`);
  if (asked.includes('soak') && soakMinutes === 0) throw new RangeError('soak needs --minutes or --hours');
  return SECTIONS.filter((section) => asked.includes(section));
}

function numberOf(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || value < 0)
    throw new RangeError(`--${name} takes a number, not ${text}`);
  return value;
}

function wholeNumberOf(name: string, text: string): number {
  const value = numberOf(name, text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`--${name} takes a whole number, not ${text}`);
  return value;
}
