import { closeSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { LIKENESS_SIDE } from '../../../shared/domain/index.ts';
import { isMissing } from '../../files/index.ts';

const KEY_BYTES = 16;
const TILES = LIKENESS_SIDE ** 2;
const ENTRY_BYTES = KEY_BYTES + 2 * TILES;

/**
 * The small grey pictures of all images that were examined, one entry of fixed length after the other: the key in ASCII, then the tiles as little-endian 16-bit numbers. It can be
 * made again, so nothing waits for the disk, and what a killed process left half-written at its end is overwritten.
 */
export class LikenessFile {
  readonly #path: string;
  #entries = 0;

  constructor(path: string) {
    this.#path = path;
  }

  read(): ReadonlyMap<string, Uint16Array> {
    const content = this.#content();
    this.#entries = Math.floor(content.length / ENTRY_BYTES);
    const found = new Map<string, Uint16Array>();
    for (let start = 0; start + ENTRY_BYTES <= content.length; start += ENTRY_BYTES) {
      const key = content.toString('latin1', start, start + KEY_BYTES);
      found.set(
        key,
        Uint16Array.from({ length: TILES }, (_, tile) => content.readUInt16LE(start + KEY_BYTES + 2 * tile)),
      );
    }
    return found;
  }

  append(key: string, tiles: Uint16Array): void {
    const entry = Buffer.alloc(ENTRY_BYTES);
    entry.write(key, 'latin1');
    for (const [tile, level] of tiles.entries()) entry.writeUInt16LE(level, KEY_BYTES + 2 * tile);
    mkdirSync(dirname(this.#path), { recursive: true });
    const file = openSync(this.#path, this.#entries === 0 ? 'w' : 'r+');
    try {
      writeSync(file, entry, 0, ENTRY_BYTES, this.#entries * ENTRY_BYTES);
      this.#entries += 1;
    } finally {
      closeSync(file);
    }
  }

  #content(): Buffer {
    try {
      return readFileSync(this.#path);
    } catch (thrown) {
      if (isMissing(thrown)) return Buffer.alloc(0);
      throw thrown;
    }
  }
}
