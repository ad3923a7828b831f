import type { RecordCursor } from '../../../shared/domain/index.ts';
import { numberAt } from './bits.ts';
import type { Found } from './hits.ts';

/** Candidates among which the best are looked for at once: sorting them is rare, and they are few. */
const CANDIDATES = 4096;

/** The first records by score, and by number among those of the same score, after a cursor. Scores of the whole station are compared in some ten milliseconds. */
export class BestScores {
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
  constructor(isDown: boolean, after: RecordCursor | null, most: number) {
    this.#most = most;
    this.#sign = isDown ? 1 : -1;
    this.#cursor =
      after === null || after.score === null
        ? { score: Number.POSITIVE_INFINITY, number: Number.POSITIVE_INFINITY }
        : { score: this.#sign * Math.fround(after.score), number: this.#sign * after.number };
  }

  add({ block, records, words }: Found): void {
    const scores = records.scores();
    const { score: cursorScore, number: cursorNumber } = this.#cursor;
    const sign = this.#sign;
    let { score: worstScore, number: worstNumber } = this.#worst;
    // Among equal scores the first ones are met first: those that follow are passed over at once.
    const step = sign > 0 ? -1 : 1;
    for (let left = words.length, index = sign > 0 ? left - 1 : 0; left > 0; left -= 1, index += step) {
      for (let rest = words[index] ?? 0; rest !== 0; ) {
        const bit = sign > 0 ? 0x80_00_00_00 >>> Math.clz32(rest) : rest & -rest;
        rest &= ~bit;
        const place = (index << 5) + 31 - Math.clz32(bit);
        const score = sign * (scores[place] ?? Number.NaN);
        if (!(score >= worstScore && score <= cursorScore)) continue;
        const number = sign * numberAt(block, place);
        if (score === worstScore && number <= worstNumber) continue;
        if (score === cursorScore && number >= cursorNumber) continue;
        this.#scores[this.#count] = score;
        this.#numbers[this.#count] = number;
        this.#count += 1;
        if (this.#count < CANDIDATES) continue;
        this.#keepBest();
        ({ score: worstScore, number: worstNumber } = this.#worst);
      }
    }
  }

  numbers(): number[] {
    this.#keepBest();
    return [...this.#numbers.subarray(0, this.#count)].map((number) => number * this.#sign);
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
