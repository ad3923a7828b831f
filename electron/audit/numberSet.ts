const BITS = 2 ** 15;

/** A set of whole numbers, one bit each where they lie close together: a million take 125 KB. */
export class NumberSet {
  readonly #portions = new Map<number, Uint8Array>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  has(number: number): boolean {
    const within = number % BITS;
    return (((this.#portions.get(Math.floor(number / BITS))?.[within >> 3] ?? 0) >> (within & 7)) & 1) === 1;
  }

  /** @returns whether it was not there before */
  add(number: number): boolean {
    if (this.has(number)) return false;
    const at = Math.floor(number / BITS);
    const portion = this.#portions.get(at) ?? new Uint8Array(BITS / 8);
    this.#portions.set(at, portion);
    const within = number % BITS;
    portion[within >> 3] = (portion[within >> 3] ?? 0) | (1 << (within & 7));
    this.#size += 1;
    return true;
  }

  removeRange(first: number, last: number): void {
    for (const [at, portion] of this.#portions) {
      for (let number = Math.max(first, at * BITS); number <= Math.min(last, (at + 1) * BITS - 1); number += 1) {
        if (!this.has(number)) continue;
        portion[(number % BITS) >> 3] = (portion[(number % BITS) >> 3] ?? 0) & ~(1 << (number & 7));
        this.#size -= 1;
      }
    }
  }
}
