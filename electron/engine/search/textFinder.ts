import { addPlaces, BLOCK, firstPlaces, keepCommon, noWords, WORDS, type Words } from './bits.ts';
import type { Blocks, SearchBlock } from './block.ts';
import { CHUNKS } from './indexFile.ts';
import { CHUNK, folded, gramQuery, placesWith, type TextField } from './texts.ts';

const CHUNK_WORDS = CHUNK / 32;
/**
 * Where more than this share of all groups may hold a text, they are not listed, which would take longer than to read a page of records that hold it.
 */
const MOST_GROUPS = 0.25;
/** Texts whose places are remembered: a page, the next one and the count ask for the same. */
const KEPT = 4;

interface Sought {
  /** What is known of blocks that are stored, whose texts never change, and of others for one question. */
  readonly stored: Map<number, Known>;
  readonly memory: Map<number, Known>;
}

interface Known {
  /** The records that may hold it: in chunks that were read, those that do. */
  readonly words: Words;
  /** By chunk, 1 where it was read. */
  readonly isRead: Uint8Array;
}

/** Keeps those records whose text contains what is sought. */
export interface ContainedText {
  /** Leaves out records that cannot hold it, without reading texts. @returns whether any is left */
  narrow(block: number, words: Words): boolean;
  has(block: number, records: SearchBlock, place: number): boolean;
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
    const bytes = Buffer.from(sought);
    const known = this.#soughtOf(`${field} ${sought}`, sought);
    const read = (block: number, records: SearchBlock, chunk: number): Words => {
      const { words, isRead } = knownOf(known, block);
      if (isRead[chunk] !== 1) {
        isRead[chunk] = 1;
        const ofChunk = words.subarray(chunk * CHUNK_WORDS, (chunk + 1) * CHUNK_WORDS).fill(0);
        addPlaces(placesWith(records.text(chunk), field, bytes), ofChunk);
      }
      return words;
    };
    const narrow = (block: number, words: Words): boolean => keepCommon(words, knownOf(known, block).words);
    return {
      narrow,
      has(block, records, place) {
        const words = read(block, records, Math.floor(place / CHUNK));
        return ((words[place >>> 5] ?? 0) & (1 << (place & 31))) !== 0;
      },
      keep(block, records, words) {
        for (let chunk = 0; chunk < CHUNKS; chunk += 1) {
          const wanted = words.subarray(chunk * CHUNK_WORDS, (chunk + 1) * CHUNK_WORDS);
          if (wanted.some((word) => word !== 0)) read(block, records, chunk);
        }
        return narrow(block, words);
      },
    };
  }

  #soughtOf(key: string, sought: string): Sought {
    const blocks = this.#index.storedBlocks();
    const known: Sought = this.#known.get(key) ?? { stored: new Map(), memory: new Map() };
    known.memory.clear();
    if (blocks.some((block) => !known.stored.has(block))) {
      const query = gramQuery(sought);
      const groups =
        query === null ? null : this.#index.groupsWith(query, Math.ceil(MOST_GROUPS * blocks.length * WORDS));
      const candidates = groups && recordsOf(groups);
      for (const block of blocks) {
        if (known.stored.has(block)) continue;
        known.stored.set(block, candidates === null ? nothingKnown() : unread(candidates.get(block) ?? noWords()));
      }
    }
    this.#known.delete(key);
    for (const oldest of [...this.#known.keys()].slice(0, 1 - KEPT)) this.#known.delete(oldest);
    this.#known.set(key, known);
    return known;
  }
}

const unread = (words: Words): Known => ({ words, isRead: new Uint8Array(CHUNKS) });
const nothingKnown = (): Known => unread(firstPlaces(BLOCK));

/** By block. A group is a word of its bits. */
function recordsOf(groups: readonly number[]): Map<number, Words> {
  const records = new Map<number, Words>();
  for (const group of groups) {
    const block = Math.floor(group / WORDS);
    const words = records.get(block) ?? noWords();
    words[group % WORDS] = 0xff_ff_ff_ff;
    records.set(block, words);
  }
  return records;
}

/** A block in memory grows: it is looked at anew for each question. */
function knownOf({ stored, memory }: Sought, block: number): Known {
  const known = stored.get(block) ?? memory.get(block) ?? nothingKnown();
  if (!stored.has(block)) memory.set(block, known);
  return known;
}
