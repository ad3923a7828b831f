/** Things that are due at some time, the first due first. What was pushed stays until it is taken: whoever takes it knows whether it still matters. */
export interface DueQueue<Item> {
  push(item: Item, dueMs: number): void;
  /** Takes what is due, at most so many. */
  take(nowMs: number, most: number): Item[];
  /** Infinite where nothing waits. */
  nextDueMs(): number;
}

interface Entry<Item> {
  readonly item: Item;
  readonly dueMs: number;
}

/** A binary heap: a hundred thousand files may wait for their next look. */
export function createDueQueue<Item>(): DueQueue<Item> {
  const heap: Entry<Item>[] = [];
  const dueAt = (index: number): number => heap[index]?.dueMs ?? Number.POSITIVE_INFINITY;

  function swap(first: number, second: number): void {
    const [one, other] = [heap[first], heap[second]];
    if (one === undefined || other === undefined) return;
    heap[first] = other;
    heap[second] = one;
  }

  function rise(from: number): void {
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (dueAt(parent) <= dueAt(index)) return;
      swap(parent, index);
      index = parent;
    }
  }

  function sink(): void {
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      const child = dueAt(left + 1) < dueAt(left) ? left + 1 : left;
      if (dueAt(child) >= dueAt(index)) return;
      swap(child, index);
      index = child;
    }
  }

  function takeFirst(): Item | undefined {
    const [first] = heap;
    const last = heap.pop();
    if (first === undefined || last === undefined) return undefined;
    if (heap.length > 0) {
      heap[0] = last;
      sink();
    }
    return first.item;
  }

  return {
    push(item, dueMs) {
      heap.push({ item, dueMs });
      rise(heap.length - 1);
    },
    take(nowMs, most) {
      const taken: Item[] = [];
      while (heap.length > 0 && taken.length < most && dueAt(0) <= nowMs) {
        const item = takeFirst();
        if (item !== undefined) taken.push(item);
      }
      return taken;
    },
    nextDueMs: () => dueAt(0),
  };
}
