import { countCommon, firstWhere, numberAt, placesIn } from './bits.ts';
import type { Found, Hits, Walk } from './hits.ts';

/** Candidates among which the best are looked for at once: sorting them is rare, and they are few. */
const CANDIDATES = 4096;
/** A block with fewer hits than one in so many is walked by its hits, another one by its scores. */
const SPARSE = 64;

/** The first records by score, and by number among those of the same score, after a cursor. */
export class BestScores {
  readonly #hits: Hits;
  readonly #most: number;
  /** 1 where high scores come first, -1 otherwise: then the highest of all products is the first. */
  readonly #sign: number;
  readonly #scores = new Float64Array(CANDIDATES);
  readonly #numbers = new Float64Array(CANDIDATES);
  #count = 0;
  /** What is not better than this is not among the first; and what is not worse than the cursor lies before it. */
  #worst = { score: Number.NEGATIVE_INFINITY, number: Number.NEGATIVE_INFINITY };
  readonly #cursor: { readonly score: number; readonly number: number };

  /** @param after one without a score lies before all that have one, or behind them: then there is no cursor among these */
  constructor(hits: Hits, { isDown, after, most }: Walk) {
    this.#hits = hits;
    this.#most = most;
    this.#sign = isDown ? 1 : -1;
    this.#cursor =
      after === null || after.score === null
        ? { score: Number.POSITIVE_INFINITY, number: Number.POSITIVE_INFINITY }
        : { score: this.#sign * Math.fround(after.score), number: this.#sign * after.number };
  }

  add(found: Found): void {
    if (countCommon(found.words, found.words) * SPARSE < found.records.count) {
      for (const place of placesIn(found.words)) this.#offer(found, place);
    } else this.#walk(found);
    // The more are known, the fewer of the next block are looked at.
    if (this.#count > 2 * this.#most) this.#keepBest();
  }

  numbers(): number[] {
    this.#keepBest();
    return [...this.#numbers.subarray(0, this.#count)].map((number) => number * this.#sign);
  }

  /** From the cursor on in the order of scores, until the block can give no more. */
  #walk(found: Found): void {
    const { block, records, words } = found;
    const [order, scores] = [records.scoreOrder(), records.scores()];
    const isDown = this.#sign > 0;
    const { low, high } = this.#hits.score ?? { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
    const end = this.#sign * (isDown ? low : high);
    const begin = this.#sign * (isDown ? high : low);
    const isBefore = (index: number): boolean => {
      const place = order[index] ?? 0;
      const score = this.#sign * (scores[place] ?? 0);
      const isEqual = score === this.#cursor.score;
      if (score > begin) return true;
      return isEqual ? this.#sign * numberAt(block, place) >= this.#cursor.number : score > this.#cursor.score;
    };
    // Rising scores are before the cursor at the beginning, falling ones at the end.
    let index = isDown
      ? firstWhere(order.length, isBefore) - 1
      : firstWhere(order.length, (candidate) => !isBefore(candidate));
    for (let left = this.#most; left > 0 && index >= 0 && index < order.length; index -= this.#sign) {
      const place = order[index] ?? 0;
      if (this.#sign * (scores[place] ?? 0) < Math.max(end, this.#worst.score)) return;
      if (((words[place >>> 5] ?? 0) & (1 << (place & 31))) === 0) continue;
      if (this.#offer(found, place)) left -= 1;
    }
  }

  /** @returns whether it is among the best so far */
  #offer(found: Found, place: number): boolean {
    const { block, records } = found;
    const score = this.#sign * (records.scores()[place] ?? Number.NaN);
    if (!(score >= this.#worst.score && score <= this.#cursor.score)) return false;
    const number = this.#sign * numberAt(block, place);
    if (score === this.#worst.score && number <= this.#worst.number) return false;
    if (score === this.#cursor.score && number >= this.#cursor.number) return false;
    if (!this.#hits.isMeant(found, place)) return false;
    this.#scores[this.#count] = score;
    this.#numbers[this.#count] = number;
    this.#count += 1;
    if (this.#count === CANDIDATES) this.#keepBest();
    return true;
  }

  #keepBest(): void {
    const [scores, numbers] = [this.#scores.slice(0, this.#count), this.#numbers.slice(0, this.#count)];
    const at = (values: Float64Array, index: number): number => values[index] ?? 0;
    const order = Array.from(scores.keys()).sort(
      (first, second) => at(scores, second) - at(scores, first) || at(numbers, second) - at(numbers, first),
    );
    this.#count = Math.min(this.#count, this.#most);
    order.slice(0, this.#count).forEach((index, place) => {
      this.#scores[place] = at(scores, index);
      this.#numbers[place] = at(numbers, index);
    });
    if (this.#count < this.#most) return;
    this.#worst = { score: at(this.#scores, this.#count - 1), number: at(this.#numbers, this.#count - 1) };
  }
}
