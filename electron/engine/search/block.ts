import type { StationSettings } from '../../../shared/domain/index.ts';
import { addPlaces, BLOCK, packed, type Words } from './bits.ts';
import { scoreKey } from './scoreKeys.ts';
import { CHUNK, packTexts } from './texts.ts';

/** Which of a record's times is meant. */
export type TimeKind = StationSettings['shiftsBy'];
export const TIME_KINDS = ['arrival', 'judgement', 'file'] as const satisfies readonly TimeKind[];

/** The term of an image that shows one of several views of a part. */
export const VIEW = 'view';

/** The lowest and the highest of some numbers. */
export interface Span {
  readonly low: number;
  readonly high: number;
}

/** What the index knows of 65536 records that follow each other, or of those that are there so far. */
export interface SearchBlock {
  readonly count: number;
  /** Adds the records of a term to words. @see termsOf */
  addTo(words: Words, term: string): void;
  /** The terms that begin so. */
  terms(beginning: string): readonly string[];
  timeSpan(kind: TimeKind): Span;
  /** Milliseconds since 1970, by place. */
  times(kind: TimeKind): Float64Array;
  /** By place, NaN for records without a score. Scores are single precision: the graph gives no more. */
  scores(): Float32Array;
  /** The places of records with a score, rising by score, and by place among equal ones. */
  scoreOrder(): Uint16Array;
  /** Paths and serials of a chunk of the block. */
  text(chunk: number): Uint8Array;
}

/** The blocks of a station, as far as they are known. */
export interface Blocks {
  readonly lastBlock: number;
  /** Null where it is not indexed yet. */
  block(block: number): SearchBlock | null;
  /** The blocks that may hold records of a term. */
  blocksOf(term: string): readonly number[];
  /** Blocks of which nothing but what was decided will ever change. */
  storedBlocks(): readonly number[];
  /** @see IndexFile.groupsWith Those of blocks that are not stored are not among them. */
  groupsWith(query: string, most: number): readonly number[] | null;
}

/** A record as the index takes it. */
export interface IndexedRecord {
  readonly number: number;
  readonly id: string;
  readonly terms: readonly string[];
  /** Milliseconds since 1970. */
  readonly times: Readonly<Record<TimeKind, number>>;
  readonly score: number | null;
  readonly file: string;
  readonly serial: string | null;
}

const NO_TIME: Span = { low: Number.POSITIVE_INFINITY, high: Number.NEGATIVE_INFINITY };

/** Records without a score. */
export const UNSCORED = 'unscored';

/** A block in memory, to which records are added. */
export class OpenBlock implements SearchBlock {
  readonly #capacity: number;
  readonly #terms = new Map<string, number[]>();
  readonly #times: Readonly<Record<TimeKind, Float64Array>>;
  readonly #spans: Record<TimeKind, Span> = { arrival: NO_TIME, judgement: NO_TIME, file: NO_TIME };
  readonly #scores: Float32Array;
  readonly #texts: Uint8Array[] = [];
  #unpacked: IndexedRecord[] = [];
  #scoreOrder: { readonly count: number; readonly places: Uint16Array } | null = null;
  #count = 0;
  #lastId = '';

  constructor(capacity: number) {
    this.#capacity = capacity;
    const times = (): Float64Array => new Float64Array(capacity);
    this.#times = { arrival: times(), judgement: times(), file: times() };
    this.#scores = new Float32Array(capacity).fill(Number.NaN);
  }

  get count(): number {
    return this.#count;
  }

  get isFull(): boolean {
    return this.#count === this.#capacity;
  }

  /** The id of its last record, which tells these records from any others of their numbers. */
  get lastId(): string {
    return this.#lastId;
  }

  /** The next one. */
  add(record: IndexedRecord): void {
    const place = this.#count;
    this.change(place, [], record.terms);
    if (record.score === null) this.change(place, [], [UNSCORED]);
    else this.#scores[place] = record.score;
    for (const kind of TIME_KINDS) {
      const timeMs = record.times[kind];
      this.#times[kind][place] = timeMs;
      const { low, high } = this.#spans[kind];
      this.#spans[kind] = { low: Math.min(low, timeMs), high: Math.max(high, timeMs) };
    }
    this.#unpacked.push(record);
    this.#count += 1;
    this.#lastId = record.id;
    if (this.#count % CHUNK > 0) return;
    this.#texts.push(packTexts(this.#unpacked));
    this.#unpacked = [];
  }

  /** A record has other terms from now on. */
  change(place: number, before: readonly string[], after: readonly string[]): void {
    for (const term of before) {
      const places = this.#terms.get(term);
      const found = places?.indexOf(place) ?? -1;
      if (found !== -1) places?.splice(found, 1);
    }
    for (const term of after) {
      const places = this.#terms.get(term);
      if (places === undefined) this.#terms.set(term, [place]);
      else places.push(place);
    }
  }

  addTo(words: Words, term: string): void {
    addPlaces(this.#terms.get(term) ?? [], words);
  }

  terms(beginning: string): readonly string[] {
    return [...this.#terms.keys()].filter((term) => term.startsWith(beginning));
  }

  /** Everything that is to be stored: the packed places of each term. */
  *packed(): Generator<readonly [term: string, bits: Uint8Array]> {
    for (const [term, places] of this.#terms) if (places.length > 0) yield [term, packed(places)];
  }

  timeSpan(kind: TimeKind): Span {
    return this.#spans[kind];
  }

  times(kind: TimeKind): Float64Array {
    return this.#times[kind].subarray(0, this.#count);
  }

  scores(): Float32Array {
    return this.#scores.subarray(0, this.#count);
  }

  scoreOrder(): Uint16Array {
    if (this.#scoreOrder?.count !== this.#count) {
      this.#scoreOrder = { count: this.#count, places: orderOf(this.scores()) };
    }
    return this.#scoreOrder.places;
  }

  text(chunk: number): Uint8Array {
    return this.#texts[chunk] ?? packTexts(this.#unpacked);
  }
}

/** Sorted as whole numbers of the score's key and the place: these the platform sorts some ten times as quickly as with a comparison of ours. */
function orderOf(scores: Float32Array): Uint16Array {
  const bits = new Uint32Array(scores.buffer, scores.byteOffset, scores.length);
  const keys = new Float64Array(scores.length);
  let count = 0;
  for (let place = 0; place < scores.length; place += 1) {
    const key = scoreKey(bits[place] ?? 0);
    if (key === null) continue;
    keys[count] = key * BLOCK + place;
    count += 1;
  }
  return Uint16Array.from(keys.subarray(0, count).sort(), (key) => key % BLOCK);
}
