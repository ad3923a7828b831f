/** Those who want to be told of something. */
export class Listeners<Arguments extends readonly unknown[] = []> {
  readonly #listeners = new Set<(...values: Arguments) => void>();

  /** @returns the function that ends the subscription */
  add(listener: (...values: Arguments) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(...values: Arguments): void {
    for (const listener of this.#listeners) listener(...values);
  }
}
