import { closeSync, fstatSync, openSync } from 'node:fs';
import { bytesIn, readAt } from './fileBytes.ts';
import { readWriteAheadLog } from './writeAheadLog.ts';

/** How every SQLite database begins. */
export const MAGIC = 'SQLite format 3\0';
const HEADER_BYTES = 100;
const UTF8 = 1;

/** What is no whole SQLite database, or a page of one that cannot be so. */
export class DamagedDatabase extends Error {
  /** From 1; 0 for the file as a whole. */
  readonly page: number;

  constructor(page: number, reason: string) {
    super(reason);
    this.page = page;
  }
}

/** The pages of a SQLite database as its last commit left them, from its write-ahead log or its file (https://www.sqlite.org/fileformat2.html). Takes no lock. */
export class DatabasePages {
  readonly #file: number;
  readonly #logFile: number | null = null;
  readonly #frames: ReadonlyMap<number, number>;
  readonly #pageSize: number;
  /** The bytes of a page that SQLite uses. */
  readonly usableSize: number;
  readonly count: number;

  /** @throws DamagedDatabase, and the file system's errors */
  constructor(path: string) {
    this.#file = openSync(path, 'r');
    try {
      const header = readAt(this.#file, 0, HEADER_BYTES);
      if (header.toString('latin1', 0, MAGIC.length) !== MAGIC)
        throw new DamagedDatabase(0, 'it does not begin as one does');
      const size = header.readUInt16BE(16);
      this.#pageSize = size === 1 ? 65536 : size;
      if (this.#pageSize < 512 || (this.#pageSize & (this.#pageSize - 1)) !== 0)
        throw new DamagedDatabase(1, `pages of ${size} bytes`);
      if (bytesIn(`${path}-journal`) > 0) throw new DamagedDatabase(0, 'a change of it was not finished (-journal)');
      if (bytesIn(`${path}-wal`) > 0) this.#logFile = openSync(`${path}-wal`, 'r');
      const logged = this.#logFile === null ? null : readWriteAheadLog(this.#logFile, this.#pageSize);
      this.#frames = logged?.frames ?? new Map<number, number>();
      this.count = logged?.pageCount ?? Math.floor(fstatSync(this.#file).size / this.#pageSize);
      const first = this.page(1);
      this.usableSize = this.#pageSize - first.readUInt8(20);
      if (![0, UTF8].includes(first.readUInt32BE(56))) throw new DamagedDatabase(1, 'its text is not UTF-8');
    } catch (thrown) {
      this.close();
      throw thrown;
    }
  }

  /** @param number from 1 @throws DamagedDatabase where there is no such page */
  page(number: number): Buffer {
    if (number < 1 || number > this.count) throw new DamagedDatabase(number, 'there is no such page');
    const frame = this.#frames.get(number);
    const page =
      this.#logFile === null || frame === undefined
        ? readAt(this.#file, (number - 1) * this.#pageSize, this.#pageSize)
        : readAt(this.#logFile, frame, this.#pageSize);
    if (page.length < this.#pageSize) throw new DamagedDatabase(number, 'the file ends within it');
    return page;
  }

  close(): void {
    closeSync(this.#file);
    if (this.#logFile !== null) closeSync(this.#logFile);
  }
}
