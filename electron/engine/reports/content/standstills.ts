import { SILENT_CYCLES } from '../../../../shared/domain/index.ts';

/** A source without a part for long. */
export interface Standstill {
  readonly source: string;
  readonly from: number;
  readonly to: number;
}

/** As the station itself learns a rhythm (`engine/intake/rhythm.ts`). */
const LEAST_PARTS = 10;
const MOST_FOUND = 40;

/** Finds where no part came for long, by the times of arrival: all that records tell of a line that stood still. */
export class Standstills {
  readonly #arrivals = new Map<string, number[]>();

  /** In the order of the records' numbers. */
  add(source: string, atMs: number): void {
    const arrivals = this.#arrivals.get(source) ?? [];
    arrivals.push(atMs);
    this.#arrivals.set(source, arrivals);
  }

  /** In the order of time; the longest, where there are very many. */
  found(): Standstill[] {
    const all = [...this.#arrivals].flatMap(([source, arrivals]) => standstillsOf(source, arrivals));
    const longest = all.sort((a, b) => b.to - b.from - (a.to - a.from)).slice(0, MOST_FOUND);
    return longest.sort((a, b) => a.from - b.from);
  }
}

function standstillsOf(source: string, unordered: readonly number[]): Standstill[] {
  if (unordered.length < LEAST_PARTS) return [];
  const arrivals = Float64Array.from(unordered).sort();
  const gaps = arrivals.slice(1).map((at, index) => at - (arrivals[index] ?? at));
  const median = gaps.toSorted()[Math.floor(gaps.length / 2)] ?? 0;
  // All copied at once: there is no rhythm.
  if (median <= 0) return [];
  const found: Standstill[] = [];
  for (const [index, gap] of gaps.entries()) {
    const from = arrivals[index] ?? 0;
    if (gap > SILENT_CYCLES * median) found.push({ source, from, to: from + gap });
  }
  return found;
}
