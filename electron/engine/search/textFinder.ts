import { addPlaces, type Words } from './bits.ts';
import type { Blocks, SearchBlock } from './block.ts';
import { CHUNKS } from './indexFile.ts';
import { CHUNK, folded, gramQuery, placesWith, type TextField } from './texts.ts';

const CHUNK_WORDS = CHUNK / 32;
/** Where more groups of records may hold a text, the chunks are read in their order: many of them do. */
const MOST_GROUPS = 4000;
/** Texts whose places are remembered: a page, the next one and the count ask for the same. */
const KEPT = 4;

interface Sought {
  /** What is known of chunks that are stored, which never change. */
  readonly places: Map<number, Uint32Array>;
  /** Chunks of the blocks that were stored then which may hold it; null where any may. */
  candidates: ReadonlySet<number> | null;
  stored: ReadonlySet<number>;
}

/** Keeps those records whose text contains what is sought. */
export interface ContainedText {
  /** @returns whether any is left */
  keep(block: number, records: SearchBlock, words: Words): boolean;
}

/** Finds texts that contain others, wherever. */
export class TextFinder {
  readonly #index: Blocks;
  readonly #known = new Map<string, Sought>();

  constructor(index: Blocks) {
    this.#index = index;
  }

  contained(field: TextField, text: string): ContainedText {
    const sought = folded(text);
    const known = this.#soughtOf(`${field} ${sought}`, sought);
    return {
      keep(block, records, words) {
        let left = 0;
        for (let chunk = 0; chunk < CHUNKS; chunk += 1) {
          const wanted = words.subarray(chunk * CHUNK_WORDS, (chunk + 1) * CHUNK_WORDS);
          if (wanted.every((word) => word === 0)) continue;
          const find = (): Uint32Array => wordsWith(records.text(chunk), field, sought);
          const found = known.stored.has(block) ? storedPlaces(known, block * CHUNKS + chunk, find) : find();
          for (let index = 0; index < CHUNK_WORDS; index += 1) {
            const kept = (wanted[index] ?? 0) & (found[index] ?? 0);
            wanted[index] = kept;
            left |= kept;
          }
        }
        return left !== 0;
      },
    };
  }

  #soughtOf(key: string, sought: string): Sought {
    const stored = new Set(this.#index.storedBlocks());
    const known: Sought = this.#known.get(key) ?? { places: new Map(), candidates: null, stored: new Set() };
    if (known.stored.size !== stored.size) {
      const query = gramQuery(sought);
      known.candidates = query === null ? null : this.#index.chunksWith(query, MOST_GROUPS);
      known.stored = stored;
    }
    this.#known.delete(key);
    for (const oldest of [...this.#known.keys()].slice(0, 1 - KEPT)) this.#known.delete(oldest);
    this.#known.set(key, known);
    return known;
  }
}

function wordsWith(text: Uint8Array, field: TextField, sought: string): Uint32Array {
  const words = new Uint32Array(CHUNK_WORDS);
  addPlaces(placesWith(text, field, sought), words);
  return words;
}

const NONE = new Uint32Array(CHUNK_WORDS);

function storedPlaces({ places, candidates }: Sought, chunk: number, find: () => Uint32Array): Uint32Array {
  if (candidates !== null && !candidates.has(chunk)) return NONE;
  let found = places.get(chunk);
  if (found === undefined) {
    found = find();
    places.set(chunk, found);
  }
  return found;
}
