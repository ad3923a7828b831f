import type { RecipeRun } from '../../hosts/index.ts';
import type { LanePool, LaneSplit } from '../inspection/index.ts';
import type { ProviderMemory, SplitKey } from './providerMemory.ts';
import { bestSplit, type MeasuredSplit, splitCandidates, splitName, splitText } from './splitCandidates.ts';

/** The recipe that is measured, on what it runs, and the machine. */
export interface SplitSubject extends SplitKey {
  readonly run: RecipeRun;
}

export interface SplitChoice {
  /** In words: how many lanes there are and why. */
  reason(): string;
  /** A lane has got something to do, or has done it. */
  poolChanged(): void;
  close(): void;
}

export interface SplitChoiceOptions {
  readonly pool: Pick<LanePool, 'arrange' | 'split' | 'isBusy'>;
  readonly memory: Pick<ProviderMemory, 'split' | 'rememberSplit'>;
  /** What the settings say. */
  readonly wished: () => 'auto' | number;
  /** How many lanes the cores are shared by where nothing is measured. */
  readonly usual: (wished: 'auto' | number) => LaneSplit;
  readonly cores: number;
  /** Null while it is not known what would be measured: no recipe is in use, or what it runs on is still being checked. */
  readonly subject: () => SplitSubject | null;
  readonly measure: (
    run: RecipeRun,
    candidates: readonly LaneSplit[],
    signal: AbortSignal,
  ) => Promise<readonly MeasuredSplit[]>;
  readonly onChanged: () => void;
  readonly onTrouble: (error: unknown) => void;
  readonly timings?: Partial<SplitTimings>;
}

interface SplitTimings {
  readonly lookEveryMs: number;
  /** The line has to have been at rest for so long. */
  readonly restMs: number;
  /** How long after an interrupted measurement the next one may begin; the last one is not interrupted. */
  readonly pausesMs: readonly number[];
}

const TIMINGS: SplitTimings = { lookEveryMs: 1000, restMs: 3000, pausesMs: [10_000, 60_000, 300_000] };

/**
 * Finds out how the cores are best shared by lanes: by a short measurement while the line rests, once for each machine, recipe and provider. An image
 * that arrives meanwhile ends it; where the line never rests for long enough, one measurement runs beside it, with less right to the processor.
 */
export function createSplitChoice(options: SplitChoiceOptions): SplitChoice {
  const { pool, memory, cores } = options;
  const timings = { ...TIMINGS, ...options.timings };
  let arranged = '';
  let reason = '';
  let busyAtMs = performance.now();
  let interruptions = 0;
  let notBeforeMs = 0;
  let measuring: AbortController | null = null;
  let isClosed = false;

  const isLastTry = (): boolean => interruptions >= timings.pausesMs.length;

  async function look(): Promise<void> {
    const wished = options.wished();
    if (wished !== 'auto') {
      await arrange(`set ${wished}`, options.usual(wished), 'chosen in the settings');
      return;
    }
    const subject = options.subject();
    if (subject === null || measuring !== null) return;
    const name = `${subject.machine} ${subject.graph} ${subject.provider}`;
    if (arranged === name) return;
    const known = memory.split(subject);
    if (known !== null) await arrange(name, known, known.reason);
    else if (cores === 1) await arrange(name, options.usual(wished), 'there is one core');
    else if (mayMeasure()) await measure(name, subject);
  }

  function mayMeasure(): boolean {
    const nowMs = performance.now();
    if (pool.isBusy()) busyAtMs = nowMs;
    if (nowMs < notBeforeMs) return false;
    return isLastTry() || nowMs - busyAtMs >= timings.restMs;
  }

  async function measure(name: string, subject: SplitSubject): Promise<void> {
    const controller = new AbortController();
    measuring = controller;
    try {
      const measured = await options.measure(subject.run, splitCandidates(cores), controller.signal);
      const best = bestSplit(measured);
      if (best === null || isClosed) return;
      const { machine, graph, provider } = subject;
      const text = splitText(best, measured);
      const measuredAt = new Date().toISOString();
      await memory.rememberSplit({ machine, graph, provider, ...best.split, reason: text, measuredAt });
      await arrange(name, best.split, text);
    } catch (thrown) {
      notBeforeMs = performance.now() + (timings.pausesMs[interruptions] ?? Number.POSITIVE_INFINITY);
      interruptions += 1;
      if (!controller.signal.aborted) options.onTrouble(thrown);
    } finally {
      measuring = null;
    }
  }

  async function arrange(name: string, split: LaneSplit, why: string): Promise<void> {
    if (arranged === name) return;
    arranged = name;
    reason = why;
    const { lanes, threads } = pool.split();
    if (lanes !== split.lanes || threads !== split.threads)
      await pool.arrange({ lanes: split.lanes, threads: split.threads });
    options.onChanged();
  }

  const clock = setInterval(() => void look().catch(options.onTrouble), timings.lookEveryMs);

  return {
    reason: () => reason || `${splitName(pool.split())}: not measured yet`,
    poolChanged() {
      if (!pool.isBusy()) return;
      busyAtMs = performance.now();
      if (!isLastTry()) measuring?.abort();
    },
    close() {
      isClosed = true;
      clearInterval(clock);
      measuring?.abort();
    },
  };
}
