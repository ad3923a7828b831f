import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import type { ExportFile } from '../../../shared/contract/index.ts';

/** A file that is written from its beginning to its end, and hashed on the way. */
export class HashedFile {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #hash = createHash('sha256');
  #bytes = 0;
  #writing: Promise<unknown> = Promise.resolve();

  private constructor(path: string, file: FileHandle) {
    this.#path = path;
    this.#file = file;
  }

  static async create(path: string): Promise<HashedFile> {
    return new HashedFile(path, await open(path, 'wx'));
  }

  /** Waits for what was written before, so that the next portion is made while the disk is at work. */
  async write(content: string | Uint8Array): Promise<void> {
    const bytes = typeof content === 'string' ? Buffer.from(content) : content;
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
    await this.#writing;
    this.#writing = this.#file.writeFile(bytes);
    // It is thrown by whoever waits for it next.
    this.#writing.catch(() => undefined);
  }

  /** Waits until all of it is on the disk. */
  async end(): Promise<ExportFile> {
    try {
      await this.#writing;
      await this.#file.sync();
    } finally {
      await this.#file.close();
    }
    return { name: basename(this.#path), bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }
}
