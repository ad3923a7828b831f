import { closeSync, ftruncateSync, mkdirSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SigmalineError } from '../../../shared/domain/index.ts';
import { flushFile } from '../../files/index.ts';
import { completenessOf, recognise } from '../../formats/index.ts';
import { isImageName } from '../recipes/index.ts';
import { storing } from './storing.ts';

export interface Piece {
  readonly upload: string;
  readonly file: string;
  readonly offset: number;
  readonly content: string;
  readonly isLast: boolean;
}

/** No camera's file is larger. */
const MOST_BYTES = 256 * 1024 ** 2;
/** One that gets no further piece for so long was given up. */
const ABANDONED_AFTER_MS = 15 * 60 * 1000;
/** Every kind is told by these. */
const HEAD_BYTES = 64;
/** Of a finished upload whose answer was lost, the last piece may come again. */
const REMEMBERED = 500;
/** What Windows or a shell would take for something else. */
const AWKWARD = /[^\p{L}\p{N} ._()+=,@#-]/gu;
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** A file that has come, whole and durable, before it gets its place. */
export interface WholeFile {
  readonly path: string;
  /** The name under which it may lie: the last part of what was dropped, without what some system takes for more than a name. */
  readonly name: string;
}

/** Files that people drop on a page: they come in pieces, which lie in the folder `uploads` of what they are dropped on until all of them are there. */
export class Uploads {
  readonly #lastPieces = new Map<string, { readonly path: string; atMs: number }>();
  readonly #finished = new Set<string>();

  /**
   * @param folder of what the file is dropped on
   * @param keep gives the whole file its place, and moves it there
   * @returns what `keep` gives, with the last piece; null before, and where it was taken already
   * @throws SigmalineError `bench.upload`, `station.*`
   */
  async take<Kept>(
    folder: string,
    { upload, file, offset, content, isLast }: Piece,
    keep: (whole: WholeFile) => Promise<Kept>,
  ): Promise<Kept | null> {
    if (this.#finished.has(upload)) return null;
    this.#removeAbandoned();
    const name = plainName(file);
    const bytes = Buffer.from(content, 'base64');
    const path = join(placeIn(folder), `${upload}.part`);
    const length = storing(folder, () => this.#write(path, file, offset, bytes));
    this.#lastPieces.set(upload, { path, atMs: performance.now() });
    if (!isLast) return null;
    this.#lastPieces.delete(upload);
    await requireWhole(path, file, length).catch(async (thrown: unknown) => {
      await rm(path, { force: true });
      throw thrown;
    });
    await flushFile(path);
    const kept = await keep({ path, name });
    this.#remember(upload);
    return kept;
  }

  /** Pieces of before are of no use: the page that sent them has lost its connection. */
  static clear(folder: string): void {
    rmSync(placeIn(folder), { recursive: true, force: true });
  }

  /** @returns the length of what is there now */
  #write(path: string, file: string, offset: number, bytes: Buffer): number {
    const there = offset === 0 ? 0 : (statSync(path, { throwIfNoEntry: false })?.size ?? 0);
    if (offset > there) throw refused(file, 'a piece of it is missing');
    if (offset + bytes.length > MOST_BYTES) {
      rmSync(path, { force: true });
      throw refused(file, `it is larger than ${MOST_BYTES / 1024 ** 2} MB`);
    }
    mkdirSync(join(path, '..'), { recursive: true });
    const descriptor = openSync(path, offset === 0 ? 'w' : 'r+');
    try {
      for (let written = 0; written < bytes.length; ) {
        written += writeSync(descriptor, bytes, written, bytes.length - written, offset + written);
      }
      ftruncateSync(descriptor, offset + bytes.length);
    } finally {
      closeSync(descriptor);
    }
    return offset + bytes.length;
  }

  #removeAbandoned(): void {
    for (const [upload, { path, atMs }] of this.#lastPieces) {
      if (performance.now() - atMs < ABANDONED_AFTER_MS) continue;
      rmSync(path, { force: true });
      this.#lastPieces.delete(upload);
    }
  }

  #remember(upload: string): void {
    this.#finished.add(upload);
    const [oldest] = this.#finished;
    if (this.#finished.size > REMEMBERED && oldest !== undefined) this.#finished.delete(oldest);
  }
}

function placeIn(folder: string): string {
  return join(folder, 'uploads');
}

function refused(file: string, reason: string): SigmalineError {
  return new SigmalineError('bench.upload', { file, reason });
}

/**
 * The name under which the file lies, which recipes name it by: the last part of a dropped path, without what some system takes for more than a name.
 *
 * @throws SigmalineError `bench.upload` for what is no image by its name
 */
function plainName(file: string): string {
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
  if (!isImageName(name)) throw refused(file, 'its name is not that of an image that is judged');
  const plain = name.replace(AWKWARD, '_');
  return DEVICE.test(plain) ? `_${plain}` : plain;
}

/** By its content, whatever its name says. @throws SigmalineError `bench.upload` */
async function requireWhole(path: string, file: string, size: number): Promise<void> {
  const handle = await open(path, 'r');
  try {
    const read = async (offset: number, length: number): Promise<Buffer> => {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
      return buffer.subarray(0, bytesRead);
    };
    const isImage = recognise(await read(0, HEAD_BYTES)).kind === 'judged';
    if (!isImage) throw refused(file, 'it holds no image of a kind that is judged');
    if ((await completenessOf({ size, read })) === 'incomplete') throw refused(file, 'it is cut off');
  } finally {
    await handle.close();
  }
}
