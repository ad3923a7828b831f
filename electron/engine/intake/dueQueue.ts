interface Entry<Item> {
  readonly item: Item;
  readonly dueMs: number;
}

/**
 * Things that are due at some time, the first due first. What was pushed stays until it is taken: whoever takes it knows whether it still matters.
 * A binary heap: a hundred thousand files may wait for their next look.
 */
export class DueQueue<Item> {
  readonly #heap: Entry<Item>[] = [];

  push(item: Item, dueMs: number): void {
    this.#heap.push({ item, dueMs });
    this.#rise();
  }

  /** Takes what is due, at most so many. */
  take(nowMs: number, most: number): Item[] {
    const taken: Item[] = [];
    while (taken.length < most && this.#dueAt(0) <= nowMs) {
      const [first] = this.#heap;
      const last = this.#heap.pop();
      if (first === undefined || last === undefined) break;
      taken.push(first.item);
      if (this.#heap.length === 0) break;
      this.#heap[0] = last;
      this.#sink();
    }
    return taken;
  }

  /** Infinite if nothing waits. */
  nextDueMs(): number {
    return this.#dueAt(0);
  }

  #dueAt(index: number): number {
    return this.#heap[index]?.dueMs ?? Number.POSITIVE_INFINITY;
  }

  #rise(): void {
    let index = this.#heap.length - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (this.#dueAt(parent) <= this.#dueAt(index)) return;
      this.#swap(parent, index);
      index = parent;
    }
  }

  #sink(): void {
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const child = this.#dueAt(left + 1) < this.#dueAt(left) ? left + 1 : left;
      if (this.#dueAt(child) >= this.#dueAt(index)) return;
      this.#swap(child, index);
      index = child;
    }
  }

  #swap(first: number, second: number): void {
    const [one, other] = [this.#heap[first], this.#heap[second]];
    if (one === undefined || other === undefined) return;
    this.#heap[first] = other;
    this.#heap[second] = one;
  }
}
