const BITS = 2 ** 15;

/** A set of whole numbers, one bit each where they lie close together: a million take 125 KB. */
export class NumberSet {
  readonly #portions = new Map<number, Uint8Array>();
  size = 0;

  has(number: number): boolean {
    const within = number % BITS;
    return (((this.#portions.get(Math.floor(number / BITS))?.[within >> 3] ?? 0) >> (within & 7)) & 1) === 1;
  }

  /** @param isIn whether the number is in the set from now on */
  put(number: number, isIn: boolean): void {
    if (this.has(number) === isIn) return;
    const at = Math.floor(number / BITS);
    const portion = this.#portions.get(at) ?? new Uint8Array(BITS / 8);
    this.#portions.set(at, portion);
    const within = number % BITS;
    portion[within >> 3] = (portion[within >> 3] ?? 0) ^ (1 << (within & 7));
    this.size += isIn ? 1 : -1;
  }
}
