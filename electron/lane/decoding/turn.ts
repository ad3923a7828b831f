/** What the decoding threads of a lane do one after the other: one of them has the turn at a time. */
export class Turn {
  readonly #taken: Int32Array;

  constructor(shared: SharedArrayBuffer) {
    this.#taken = new Int32Array(shared);
  }

  /** Blocks this thread until no other has the turn; a thread that ends without giving it back takes the lane along. */
  async take<Result>(work: () => Promise<Result>): Promise<Result> {
    while (Atomics.compareExchange(this.#taken, 0, 0, 1) !== 0) Atomics.wait(this.#taken, 0, 1);
    try {
      return await work();
    } finally {
      Atomics.store(this.#taken, 0, 0);
      Atomics.notify(this.#taken, 0, 1);
    }
  }
}
