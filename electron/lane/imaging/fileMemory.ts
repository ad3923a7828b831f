/** Larger files get memory of their own. */
const MOST_KEPT_BYTES = 64 * 1024 ** 2;

/**
 * Memory that one file after the other is read into. A fresh buffer for each is quickly made, but V8 counts it and collects all the garbage of its
 * thread every few images: about a tenth of the time that decoding takes, on cores that a network wants.
 */
export class FileMemory {
  #kept = Buffer.alloc(0);

  /** What was read into it before is overwritten. @returns null where so much is not kept */
  room(bytes: number): Buffer<ArrayBuffer> | null {
    if (bytes > MOST_KEPT_BYTES) return null;
    if (bytes > this.#kept.length) this.#kept = Buffer.alloc(bytes);
    return this.#kept;
  }
}
