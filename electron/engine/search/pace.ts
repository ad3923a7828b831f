import type { RequestOutput } from '../../../shared/contract/index.ts';
import { SILENT_CYCLES } from '../../../shared/domain/index.ts';
import { keepCommon, placesIn } from './bits.ts';
import { type Found, wordsOf } from './hits.ts';

type Figures = RequestOutput<'records.figures'>;

/** How fast records came and were judged. Times are single numbers for each record: 100,000 of them are a megabyte. */
export class Pace {
  readonly #delaysMs: number[] = [];
  readonly #gapsMs: number[] = [];
  /** When the newest record of a source arrived. */
  readonly #newest = new Map<string, number>();

  /** Between two blocks no gap is known. */
  add({ records, words }: Found): void {
    const [arrived, judged] = [records.times('arrival'), records.times('judgement')];
    for (const place of placesIn(words)) {
      this.#delaysMs.push((judged[place] ?? 0) - (arrived[place] ?? 0));
    }
    for (const source of records.terms('source:')) {
      const ofSource = wordsOf(records, [source]);
      if (!keepCommon(ofSource, words)) continue;
      for (const place of placesIn(ofSource)) {
        const at = arrived[place] ?? 0;
        const before = this.#newest.get(source);
        // Images that were found at once say nothing of the line, and clocks are put back at times.
        if (before !== undefined && at > before) this.#gapsMs.push(at - before);
        this.#newest.set(source, at);
      }
    }
  }

  /** In milliseconds, from one part of a source to its next, without the times in which the line stood still. */
  cycle(): Figures['cycleMs'] {
    const median = quantile(this.#gapsMs, 0.5);
    if (median === null) return null;
    return quantiles(this.#gapsMs.filter((gap) => gap <= SILENT_CYCLES * median));
  }

  /** In milliseconds, from arrival to verdict. */
  delay(): Figures['delayMs'] {
    return quantiles(this.#delaysMs.filter((delay) => delay >= 0));
  }
}

function quantiles(values: readonly number[]): { readonly median: number; readonly p95: number } | null {
  const [median, p95] = [quantile(values, 0.5), quantile(values, 0.95)];
  return median === null || p95 === null ? null : { median, p95 };
}

/** The lowest value that so many of them do not exceed (the nearest rank). Typed arrays are sorted as numbers. */
function quantile(values: readonly number[], share: number): number | null {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.max(1, Math.ceil(share * sorted.length)) - 1] ?? null;
}
