import { binomialTail } from '../../gaussian/index.ts';

/** As many of the newest parts are looked at. */
export const LONGEST_RUN = 200;
/** While the rate is what was promised, at most one alarm in so many parts is false, on average. */
const PARTS_PER_FALSE_ALARM = 1_000_000;
/** An alarm that was raised stays until its evidence is so much weaker: it must not flicker. */
const WEAKER = 1000;
/** As many passes in a row as the run itself would bring with this chance end it. */
const END_CHANCE = 0.01;

/** How many of the newest parts failed. */
export interface Run {
  readonly failed: number;
  readonly count: number;
}

/**
 * Notices a run of fails that a promised rate cannot explain. After each fail every stretch of the newest parts, up to 200, is tested by the exact
 * binomial tail. The alarm rate is shared by all of these tests (Boole's inequality), so that a part of a good line raises an alarm with a chance of at
 * most one in a million, however the stretches overlap.
 *
 * A run ends by itself: with so many passes in a row as it would hardly have brought itself (two after twenty fails of twenty, some forty after twenty
 * of two hundred), and counting begins anew; or when newer parts outweigh it.
 */
export class UnlikelyRun {
  /** The promised share of fails, 0..1. */
  readonly rate: number;
  readonly #beginsBelow: number;
  /** Whether each of the newest parts failed, the oldest first. */
  #parts: boolean[] = [];
  #run: Run | null = null;
  /** Since the last fail. */
  #passes = 0;

  constructor(rate: number, partsPerFalseAlarm = PARTS_PER_FALSE_ALARM) {
    this.rate = rate;
    this.#beginsBelow = 1 / (partsPerFalseAlarm * LONGEST_RUN);
  }

  /** The run that goes on; null while fails are as rare as promised. */
  get current(): Run | null {
    return this.#run === null ? null : { ...this.#run, count: this.#run.count + this.#passes };
  }

  add(failed: boolean): void {
    this.#parts.push(failed);
    if (this.#parts.length > LONGEST_RUN) this.#parts.shift();
    this.#passes = failed ? 0 : this.#passes + 1;
    // A pass makes no stretch less likely.
    if (failed) this.#look();
    else if (this.#run !== null && this.#isOver(this.#run)) this.#beginAnew();
  }

  #look(): void {
    let least = this.#beginsBelow * (this.#run === null ? 1 : WEAKER);
    this.#run = null;
    let failed = 0;
    for (let count = 1; count <= this.#parts.length; count += 1) {
      if (this.#parts.at(-count) !== true) continue;
      failed += 1;
      if (failed <= count * this.rate) continue;
      const chance = binomialTail(failed, count, this.rate);
      if (chance >= least) continue;
      least = chance;
      this.#run = { failed, count };
    }
  }

  #isOver({ failed, count }: Run): boolean {
    return (1 - (failed + 1) / (count + 2)) ** this.#passes < END_CHANCE;
  }

  #beginAnew(): void {
    this.#parts = [];
    this.#run = null;
  }
}
