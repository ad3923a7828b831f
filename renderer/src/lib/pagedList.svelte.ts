import { Refusal, type Sentence } from './sentence.ts';

interface Page<Item> {
  readonly items: readonly Item[];
  readonly hasMore: boolean;
}

/** A list that is read page by page as somebody scrolls. What is asked for may change: an answer to an earlier question is not shown. */
export class PagedList<Question, Item> {
  readonly #ask: (question: Question, after: Item | null) => Promise<Page<Item>>;
  /** So many rows before the end of what is there the next page is read. */
  readonly #ahead: number;
  #items = $state.raw<readonly Item[]>([]);
  #hasMore = $state(false);
  #isReading = $state(false);
  #problem = $state<Sentence | null>(null);
  #question: Question | null = null;
  #beginnings = 0;

  /** @param ask reads the page behind an item, or the first */
  constructor(ask: (question: Question, after: Item | null) => Promise<Page<Item>>, ahead: number) {
    this.#ask = ask;
    this.#ahead = ahead;
  }

  get items(): readonly Item[] {
    return this.#items;
  }

  get isReading(): boolean {
    return this.#isReading;
  }

  /** Why the last page could not be read. */
  get problem(): Sentence | null {
    return this.#problem;
  }

  async begin(question: Question): Promise<void> {
    this.#question = question;
    this.#beginnings += 1;
    await this.#read(null);
  }

  /** To be told which rows are in sight. */
  async see(last: number): Promise<void> {
    if (this.#hasMore && !this.#isReading && last >= this.#items.length - this.#ahead) {
      await this.#read(this.#items.at(-1) ?? null);
    }
  }

  /** Changes what is shown of items, without asking. */
  update(change: (item: Item) => Item): void {
    this.#items = this.#items.map(change);
  }

  async #read(after: Item | null): Promise<void> {
    if (this.#question === null) return;
    const beginning = this.#beginnings;
    this.#isReading = true;
    try {
      const { items, hasMore } = await this.#ask(this.#question, after);
      if (beginning !== this.#beginnings) return;
      this.#items = after === null ? items : [...this.#items, ...items];
      this.#hasMore = hasMore;
      this.#problem = null;
    } catch (thrown) {
      if (beginning === this.#beginnings) this.#problem = Refusal.of(thrown);
    } finally {
      if (beginning === this.#beginnings) this.#isReading = false;
    }
  }
}
