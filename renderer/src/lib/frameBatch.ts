/** A page that nobody sees (another tab, a covered window) is given no frames: then they are taken in after this time. */
const WITHOUT_FRAMES_MS = 250;

/** Gathers what comes many times for one piece of work in each frame that is drawn: what changes the page more often costs as much each time and is never seen. */
export class FrameBatch<Item> {
  readonly #take: (items: readonly Item[]) => void;
  #items: Item[] = [];
  #isAsked = false;

  /** @param take gets what came since the frame before, in its order, before the next one is drawn */
  constructor(take: (items: readonly Item[]) => void) {
    this.#take = take;
  }

  add(items: readonly Item[]): void {
    this.#items.push(...items);
    if (this.#isAsked) return;
    this.#isAsked = true;
    const run = (): void => {
      if (!this.#isAsked) return;
      this.#isAsked = false;
      clearTimeout(late);
      cancelAnimationFrame(frame);
      const gathered = this.#items;
      this.#items = [];
      if (gathered.length > 0) this.#take(gathered);
    };
    const late = setTimeout(run, WITHOUT_FRAMES_MS);
    const frame = requestAnimationFrame(run);
  }

  /** What was gathered is not wanted any more. */
  clear(): void {
    this.#items = [];
  }
}
