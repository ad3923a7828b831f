import type { FitProgress, FitRequest } from '../../../shared/processes/jobs.ts';

type Phase = FitProgress['phase'];

const PHASES = ['reading', 'varying', 'fitting', 'quantising', 'compiling'] as const satisfies readonly Phase[];

/** Before so much is done nobody can say; a bar that begins with nonsense is not believed later. */
const FEWEST_MS = 1500;
const LEAST_SHARE = 0.03;

/** How much of the difference between what was told, less the time since, and what the pace says is made good with each report. */
const CATCHING_UP = 0.1;

/** How long phases take, in the time that reading one image takes: about, as networks differ. What is told follows the pace of the run itself. */
const FITTING = 0.25;
const COMPILING = 0.03;
/** Integers run everything once more, at about half the time, after looking at some images and before some faults. */
const QUANTISING = 0.6;
const QUANTISING_IMAGES = 70;

/**
 * How long a fit takes yet, from the pace of what is done and what the phases before it are expected to take. What is told moves towards what the pace says, and never jumps: phases
 * are as long as they are only once they begin.
 */
export class RemainingTime {
  readonly #units: Readonly<Record<Phase, number>>;
  readonly #startedAtMs: number;
  #told: { readonly remainingMs: number; readonly atMs: number } | null = null;

  /** @param perImage how many variations each of the images gets */
  constructor(images: number, perImage: number, { precision }: Pick<FitRequest, 'precision'>, nowMs: number) {
    const runs = images * (1 + perImage);
    this.#startedAtMs = nowMs;
    const quantising = precision === 'float' ? 0 : QUANTISING * runs + QUANTISING_IMAGES;
    const before = runs * (1 + FITTING) + quantising;
    this.#units = {
      ...{ reading: images, varying: images * perImage, fitting: FITTING * runs, quantising },
      compiling: COMPILING * before,
    };
  }

  /** @returns milliseconds; null while nobody can say */
  after({ phase, done, total }: Pick<FitProgress, 'phase' | 'done' | 'total'>, nowMs: number): number | null {
    const now = PHASES.indexOf(phase);
    const all = PHASES.reduce((sum, each) => sum + this.#units[each], 0);
    const past = PHASES.slice(0, now).reduce((sum, each) => sum + this.#units[each], 0);
    const passed = past + (done / total) * this.#units[phase];
    const elapsedMs = nowMs - this.#startedAtMs;
    if (elapsedMs < FEWEST_MS || passed < LEAST_SHARE * all) return null;
    const byPaceMs = (elapsedMs / passed) * (all - passed);
    const { remainingMs, atMs } = this.#told ?? { remainingMs: byPaceMs, atMs: nowMs };
    const expectedMs = Math.max(0, remainingMs - (nowMs - atMs));
    const toldMs =
      phase === 'compiling' ? Math.min(expectedMs, byPaceMs) : expectedMs + CATCHING_UP * (byPaceMs - expectedMs);
    this.#told = { remainingMs: toldMs, atMs: nowMs };
    return Math.round(toldMs);
  }
}
