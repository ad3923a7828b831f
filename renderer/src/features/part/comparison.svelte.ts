/** Beside the part, or in its place by turns. */
export type ComparedHow = 'off' | 'beside' | 'blink';

/** Slow enough to look at each, and far below what may cause a seizure. */
const BLINK_MS = 700;

/** How a part is compared with another picture, and which of the two is seen now where they take turns. */
export class Comparison {
  #how = $state<ComparedHow>('off');
  #isTurn = $state(false);
  #blinking: ReturnType<typeof setInterval> | undefined;

  get how(): ComparedHow {
    return this.#how;
  }

  /** Whether the other picture is seen in the place of the part. */
  get isTurn(): boolean {
    return this.#how === 'blink' && this.#isTurn;
  }

  choose(how: ComparedHow): void {
    this.close();
    this.#how = how;
    if (how === 'blink') this.#blinking = setInterval(() => (this.#isTurn = !this.#isTurn), BLINK_MS);
  }

  /** Nothing takes turns any more. */
  close(): void {
    clearInterval(this.#blinking);
    this.#isTurn = false;
  }
}
