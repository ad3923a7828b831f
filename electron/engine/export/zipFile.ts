import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile as Zip } from 'yazl';
import type { ExportFile } from '../../../shared/contract/index.ts';
import { HashedFile } from './hashedFile.ts';

/** A ZIP (ZIP64 where it must be) that is written entry by entry: no entry is held in memory as a whole. */
export class ZipFile {
  readonly #zip = new Zip();
  readonly #file: HashedFile;
  readonly #written: Promise<void>;

  private constructor(file: HashedFile) {
    this.#file = file;
    this.#written = this.#copy();
    this.#written.catch(() => undefined);
  }

  static async create(path: string): Promise<ZipFile> {
    return new ZipFile(await HashedFile.create(path));
  }

  /** Adds an entry that is there as a whole. @param isPacked whether its bytes are compressed already */
  async add(name: string, content: string | Uint8Array, isPacked = false): Promise<void> {
    const entry = new PassThrough();
    this.#zip.addReadStream(entry, name, { compress: !isPacked });
    entry.end(content);
    await this.#orFailure(finished(entry));
  }

  /** Begins an entry that grows; the next may begin when it has ended. */
  begin(name: string): { write(text: string): Promise<void>; end(): Promise<void> } {
    const entry = new PassThrough();
    // What is written is text with little in it: the least work leaves a tenth of it.
    this.#zip.addReadStream(entry, name, { compress: true, compressionLevel: 1 });
    return {
      write: async (text) => {
        if (!entry.write(text)) await this.#orFailure(once(entry, 'drain'));
      },
      end: async () => {
        entry.end();
        await this.#orFailure(finished(entry));
      },
    };
  }

  async end(): Promise<ExportFile> {
    this.#zip.end();
    await this.#written;
    return this.#file.end();
  }

  async #copy(): Promise<void> {
    for await (const chunk of this.#zip.outputStream) await this.#file.write(chunk);
  }

  /** A disk that is full ends the copying: nobody would empty the entry any more. */
  async #orFailure(done: Promise<unknown>): Promise<void> {
    await Promise.race([done, this.#written]);
  }
}
