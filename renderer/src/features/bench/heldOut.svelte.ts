import type { CalibrationAnalysis } from '../../../../shared/contract/index.ts';
import { type RecipeId, reportOf } from '../../../../shared/domain/index.ts';
import type { StationConnection } from '../../lib/connection/index.ts';

/** What a version says of its good images; it never changes, so it is read once. */
export class HeldOut {
  #analysis = $state.raw<CalibrationAnalysis | null>(null);
  #problem = $state<string | null>(null);

  /** To be made where effects may be. */
  constructor(
    connection: StationConnection,
    versionOf: () => { readonly id: RecipeId; readonly version: number } | null,
  ) {
    $effect(() => {
      const version = versionOf();
      if (version === null || connection.state !== 'open') return;
      this.#analysis = null;
      let isCurrent = true;
      connection.request('recipe.analysis', version).then(
        (analysis) => {
          if (!isCurrent) return;
          this.#analysis = analysis;
          this.#problem = null;
        },
        (thrown: unknown) => {
          if (isCurrent) this.#problem = reportOf(thrown).message;
        },
      );
      return () => {
        isCurrent = false;
      };
    });
  }

  get analysis(): CalibrationAnalysis | null {
    return this.#analysis;
  }

  get problem(): string | null {
    return this.#problem;
  }
}

export interface Bars {
  readonly bars: readonly { readonly x: number; readonly width: number; readonly height: number }[];
  readonly ticks: readonly { readonly x: number; readonly value: number }[];
  /** Where a value stands; one beyond the ends stands at them. */
  readonly at: (value: number) => number;
}

const BARS = 28;
const MARGIN = 0.06;
/** A power of ten times one of these. */
const ROUND = [1, 2, 5, 10];
const TICKS = 7;

/**
 * A histogram.
 *
 * @param values in any order, at least one
 * @param shown further values that must be on the scale
 * @param width and height of the drawing
 */
export function histogramOf(values: readonly number[], shown: readonly number[], width: number, height: number): Bars {
  const all = [...values, ...shown];
  const spread = Math.max(...all) - Math.min(...all) || 1;
  const from = Math.min(...all) - MARGIN * spread;
  const to = Math.max(...all) + MARGIN * spread;
  const at = (value: number): number => (width * (Math.min(to, Math.max(from, value)) - from)) / (to - from);
  const step = (to - from) / BARS;
  const counts = Array.from({ length: BARS }, () => 0);
  for (const value of values) {
    const bar = Math.min(BARS - 1, Math.floor((value - from) / step));
    counts[bar] = (counts[bar] ?? 0) + 1;
  }
  const most = Math.max(1, ...counts);
  const bars = counts.map((count, index) => ({
    x: at(from + index * step),
    width: Math.max(1, width / BARS - 1),
    height: (height * count) / most,
  }));
  return {
    bars: bars.filter((bar) => bar.height > 0),
    ticks: ticksBetween(from, to).map((value) => ({ x: at(value), value })),
    at,
  };
}

function ticksBetween(from: number, to: number): number[] {
  const rough = (to - from) / TICKS;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = (ROUND.find((round) => round * power >= rough) ?? 10) * power;
  const ticks: number[] = [];
  for (let tick = Math.ceil(from / step); tick * step <= to; tick += 1)
    ticks.push(Number((tick * step).toPrecision(12)));
  return ticks;
}
