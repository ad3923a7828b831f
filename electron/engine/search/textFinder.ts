import { addPlaces, BLOCK, keepCommon, noWords, type Words } from './bits.ts';
import type { Blocks, SearchBlock } from './block.ts';
import { CHUNKS } from './indexFile.ts';
import { CHUNK, folded, GROUP, gramQuery, placesWith, type TextField } from './texts.ts';

const CHUNK_WORDS = CHUNK / 32;
/**
 * Where more than this share of all groups may hold a text, they are not listed, which would take longer than to read a page of records that hold it.
 */
const MOST_GROUPS = 0.25;
/** Texts whose places are remembered: a page, the next one and the count ask for the same. */
const KEPT = 4;

interface Sought {
  /** What is known of blocks that are stored, whose texts never change. */
  readonly blocks: Map<number, KnownPlaces>;
  /** Chunks of the blocks that were stored then which may hold it; null where any may. */
  candidates: ReadonlySet<number> | null;
  stored: ReadonlySet<number>;
}

interface KnownPlaces {
  readonly words: Words;
  /** By chunk, 1 where its part of the words is known. */
  readonly isKnown: Uint8Array;
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
        const places = placesOf(known, block);
        for (let chunk = 0; chunk < CHUNKS; chunk += 1) {
          const [begin, end] = [chunk * CHUNK_WORDS, (chunk + 1) * CHUNK_WORDS];
          if (places.isKnown[chunk] === 1 || words.subarray(begin, end).every((word) => word === 0)) continue;
          places.isKnown[chunk] = 1;
          if (known.candidates?.has(block * CHUNKS + chunk) === false && known.stored.has(block)) continue;
          const found = placesWith(records.text(chunk), field, sought);
          addPlaces(found, places.words.subarray(begin, end));
        }
        return keepCommon(words, places.words);
      },
    };
  }

  #soughtOf(key: string, sought: string): Sought {
    const stored = new Set(this.#index.storedBlocks());
    const known: Sought = this.#known.get(key) ?? { blocks: new Map(), candidates: null, stored: new Set() };
    if (known.stored.size !== stored.size) {
      const query = gramQuery(sought);
      const most = Math.ceil((MOST_GROUPS * stored.size * BLOCK) / GROUP);
      known.candidates = query === null ? null : this.#index.chunksWith(query, most);
      known.stored = stored;
    }
    this.#known.delete(key);
    for (const oldest of [...this.#known.keys()].slice(0, 1 - KEPT)) this.#known.delete(oldest);
    this.#known.set(key, known);
    return known;
  }
}

/** Those of a block in memory are looked for each time: it grows. */
function placesOf({ blocks, stored }: Sought, block: number): KnownPlaces {
  const places = blocks.get(block) ?? { words: noWords(), isKnown: new Uint8Array(CHUNKS) };
  if (stored.has(block)) blocks.set(block, places);
  return places;
}
