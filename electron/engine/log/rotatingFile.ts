import { closeSync, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

export interface RotatingFileOptions {
  readonly path: string;
  readonly largestBytes: number;
  /** How many are kept: `path` itself, then `path.1`, the next older, and so on. */
  readonly files: number;
}

/**
 * Appends lines to a file and begins a new one when it has grown large. A line is written before `write` returns, so that the last lines before a
 * crash are there. A log must not be what stops a station: lines that cannot be written, for instance on a full disk, are dropped.
 */
export class RotatingFile {
  readonly #options: RotatingFileOptions;
  #descriptor: number | null = null;
  #size = 0;
  #closed = false;

  constructor(options: RotatingFileOptions) {
    this.#options = options;
  }

  write(line: string): void {
    if (this.#closed) return;
    try {
      let descriptor = this.#descriptor ?? this.#open();
      if (this.#size >= this.#options.largestBytes) {
        this.#rotate();
        descriptor = this.#open();
      }
      this.#size += writeSync(descriptor, line);
    } catch {
      // See above: nothing can be told where nothing can be written; the health of the disk is watched elsewhere.
    }
  }

  close(): void {
    this.#closed = true;
    try {
      this.#closeFile();
    } catch {
      // What could not be written to the end is lost to the log, and nothing else depends on it.
    }
  }

  /** Not in the constructor: a log that cannot be written now may be later. */
  #open(): number {
    mkdirSync(dirname(this.#options.path), { recursive: true });
    const descriptor = openSync(this.#options.path, 'a');
    this.#size = fstatSync(descriptor).size;
    this.#descriptor = descriptor;
    return descriptor;
  }

  #rotate(): void {
    this.#closeFile();
    const oldest = this.#options.files - 1;
    rmSync(this.#nameOf(oldest), { force: true });
    for (let index = oldest - 1; index >= 0; index--) {
      try {
        renameSync(this.#nameOf(index), this.#nameOf(index + 1));
      } catch (thrown) {
        if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT')) throw thrown;
      }
    }
  }

  #closeFile(): void {
    const closing = this.#descriptor;
    this.#descriptor = null;
    if (closing !== null) closeSync(closing);
  }

  #nameOf(index: number): string {
    return index === 0 ? this.#options.path : `${this.#options.path}.${index}`;
  }
}
