import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  openDerivedConnection,
  openReadOnlyConnection,
  SEARCH_INDEX_FILE,
  type Statement,
  type StationDatabase,
} from '../storage/index.ts';
import { addPacked, addPlaces, BLOCK, noWords, packed, placesIn, type Words } from './bits.ts';
import { type OpenBlock, type SearchBlock, type Span, TIME_KINDS, type TimeKind } from './block.ts';
import { CHUNK, GROUP, groupTexts } from './texts.ts';

/** An index of another format is made anew. */
const FORMAT = 4;

const SCHEMA = `
  -- A block is complete here or not at all. The id of its last record tells that it is about these records.
  CREATE TABLE block (block INTEGER PRIMARY KEY, last_id TEXT NOT NULL, spans TEXT NOT NULL) STRICT;
  CREATE TABLE bits (term TEXT NOT NULL, block INTEGER NOT NULL, bits BLOB NOT NULL, PRIMARY KEY (term, block)) STRICT, WITHOUT ROWID;
  CREATE INDEX bits_of_block ON bits (block, term);
  CREATE TABLE numbers (name TEXT NOT NULL, block INTEGER NOT NULL, value BLOB NOT NULL, PRIMARY KEY (name, block)) STRICT;
  CREATE TABLE chunk (chunk INTEGER PRIMARY KEY, text BLOB NOT NULL) STRICT;
  CREATE VIRTUAL TABLE gram USING fts5 (text, content = '', columnsize = 0, detail = none, tokenize = "trigram case_sensitive 1");
  -- Up to which disposition the bits tell what was decided.
  CREATE TABLE followed (id INTEGER PRIMARY KEY CHECK (id = 1), disposition INTEGER NOT NULL, key TEXT) STRICT;
  INSERT INTO followed VALUES (1, 0, NULL);
  PRAGMA user_version = ${FORMAT};
`;

export const CHUNKS = BLOCK / CHUNK;
/** In one transaction: some five milliseconds. */
const STORED_CHUNKS = 8;

type Spans = Readonly<Record<TimeKind, Span>>;

interface Scores {
  readonly byPlace: Float32Array;
  readonly order: Uint16Array;
}

/** What was decided about a record. */
export interface Change {
  readonly block: number;
  readonly place: number;
  /** The terms that it ever had by that, and those that it has now. */
  readonly ever: readonly string[];
  readonly now: readonly string[];
}

/** Times of blocks that were read last: a page and the next one need the same. */
const KEPT_TIMES = 4;

/** `search.sqlite`: the blocks that are complete. It holds nothing that the station's database does not hold. */
export class IndexFile {
  readonly database: StationDatabase;
  readonly #blocks = new Map<number, Spans>();
  readonly #scores = new Map<number, Scores>();
  readonly #times = new Map<string, Float64Array>();
  readonly #bits: Statement<{ bits: Uint8Array }>;
  readonly #blocksOf: Statement<{ block: number }>;
  readonly #terms: Statement<{ term: string }>;
  readonly #numbers: Statement<{ value: Uint8Array }>;
  readonly #text: Statement<{ text: Uint8Array }>;
  readonly #grams: Statement<{ group: number }>;

  private constructor(database: StationDatabase) {
    this.database = database;
    this.#bits = database.prepare('SELECT bits FROM bits WHERE term = ? AND block = ?');
    this.#blocksOf = database.prepare('SELECT block FROM bits WHERE term = ?');
    this.#terms = database.prepare('SELECT term FROM bits WHERE block = ? AND term >= ? AND term < ?');
    this.#numbers = database.prepare('SELECT value FROM numbers WHERE name = ? AND block = ?');
    this.#text = database.prepare('SELECT text FROM chunk WHERE chunk = ?');
    this.#grams = database.prepare('SELECT rowid AS "group" FROM gram WHERE gram MATCH ? LIMIT ?');
    const blocks = database.prepare<{ block: number; spans: string }>('SELECT block, spans FROM block');
    for (const { block, spans } of blocks.all()) this.#blocks.set(block, JSON.parse(spans) as Spans);
  }

  /** Opens the file to write it; one of another format is removed first. @throws SigmalineError `storage.*`, `station.disk-full` */
  static open(dataFolder: string): IndexFile {
    const file = fileIn(dataFolder);
    const database = openDerivedConnection(file);
    if (formatOf(database) === FORMAT) return new IndexFile(database);
    database.close();
    IndexFile.remove(dataFolder);
    const made = openDerivedConnection(file);
    made.transaction(() => made.execute(SCHEMA));
    return new IndexFile(made);
  }

  /** Opens the file to read it; null where there is none of this format. @throws SigmalineError `storage.*` */
  static read(dataFolder: string): IndexFile | null {
    const file = fileIn(dataFolder);
    if (!existsSync(file)) return null;
    const database = openReadOnlyConnection(file);
    if (formatOf(database) === FORMAT) return new IndexFile(database);
    database.close();
    return null;
  }

  static remove(dataFolder: string): void {
    for (const end of ['-wal', '-shm', '']) rmSync(`${fileIn(dataFolder)}${end}`, { force: true });
  }

  has(block: number): boolean {
    return this.#blocks.has(block);
  }

  /** The numbers of the blocks in it. */
  blocks(): number[] {
    return [...this.#blocks.keys()];
  }

  /** Reads the scores of a block that nobody has asked for yet. @returns false where there is none */
  readAhead(): boolean {
    for (const block of this.#blocks.keys()) {
      if (this.#scores.has(block)) continue;
      this.#scoresOf(block);
      return true;
    }
    return false;
  }

  /** Whether it is about the records that `idOf` tells: those before a record are the same if that is. */
  isAbout(idOf: (number: number) => string | null): boolean {
    const last = this.database
      .prepare<{ block: number; id: string }>('SELECT block, last_id AS id FROM block ORDER BY block DESC LIMIT 1')
      .get();
    return last === undefined || idOf((last.block + 1) * BLOCK) === last.id;
  }

  block(block: number): SearchBlock | null {
    const spans = this.#blocks.get(block);
    if (spans === undefined) return null;
    return {
      count: BLOCK,
      addTo: (words, term) => this.#addBits(words, term, block),
      terms: (beginning) => this.#terms.all(block, beginning, `${beginning}\u{10FFFF}`).map(({ term }) => term),
      timeSpan: (kind) => spans[kind],
      times: (kind) => this.#timesOf(kind, block),
      scores: () => this.#scoresOf(block).byPlace,
      scoreOrder: () => this.#scoresOf(block).order,
      text: (chunk) => this.#text.get(block * CHUNKS + chunk)?.text ?? new Uint8Array(),
    };
  }

  blocksOf(term: string): number[] {
    return this.#blocksOf.all(term).map(({ block }) => block);
  }

  /** The groups, of the whole station, that answer a query; null where there are more than `most`. */
  groupsWith(query: string, most: number): number[] | null {
    const found = this.#grams.all(query, most + 1);
    return found.length > most ? null : found.map(({ group }) => group);
  }

  /** Stores a block that is complete, chunk by chunk: a thread that answers questions rests in between. */
  *store(block: number, records: OpenBlock): Generator<void> {
    const textOf = this.database.prepare<{ chunk: number }>('SELECT chunk FROM chunk WHERE chunk = ?');
    const addText = this.database.prepare('INSERT INTO chunk (chunk, text) VALUES (?, ?)');
    const addGroup = this.database.prepare('INSERT INTO gram (rowid, text) VALUES (?, ?)');
    for (let first = 0; first < CHUNKS; first += STORED_CHUNKS) {
      this.database.transaction(() => {
        for (let index = first; index < first + STORED_CHUNKS; index += 1) {
          const chunk = block * CHUNKS + index;
          // It was stored before the block could be.
          if (textOf.get(chunk) !== undefined) continue;
          const text = records.text(index);
          addText.run(chunk, text);
          for (const [place, group] of groupTexts(text).entries()) addGroup.run((chunk * CHUNK) / GROUP + place, group);
        }
      });
      yield;
    }
    this.#storeBlock(block, records);
  }

  /** What is decided about records, in blocks that are there. @param upTo the disposition with which this is so */
  follow(changes: readonly Change[], upTo: { readonly id: number; readonly key: string }): void {
    const write = this.database.prepare('INSERT OR REPLACE INTO bits (term, block, bits) VALUES (?, ?, ?)');
    const remove = this.database.prepare('DELETE FROM bits WHERE term = ? AND block = ?');
    this.database.transaction(() => {
      for (const { block, place, ever, now } of changes) {
        for (const term of ever) {
          const words = noWords();
          this.#addBits(words, term, block);
          if (now.includes(term)) addPlaces([place], words);
          else words[place >>> 5] = (words[place >>> 5] ?? 0) & ~(1 << (place & 31));
          const places = placesIn(words);
          if (places.length === 0) remove.run(term, block);
          else write.run(term, block, packed(places));
        }
      }
      this.database.prepare('UPDATE followed SET disposition = :id, key = :key').run(upTo);
    });
  }

  followed(): { readonly id: number; readonly key: string | null } {
    const followed = this.database.prepare<{ id: number; key: string | null }>(
      'SELECT disposition AS id, key FROM followed',
    );
    return followed.get() ?? { id: 0, key: null };
  }

  close(): void {
    this.database.close();
  }

  #storeBlock(block: number, records: OpenBlock): void {
    const addBits = this.database.prepare('INSERT OR REPLACE INTO bits (term, block, bits) VALUES (?, ?, ?)');
    const addNumbers = this.database.prepare('INSERT OR REPLACE INTO numbers (name, block, value) VALUES (?, ?, ?)');
    const spans = Object.fromEntries(TIME_KINDS.map((kind) => [kind, records.timeSpan(kind)])) as Spans;
    this.database.transaction(() => {
      for (const [term, bits] of records.packed()) addBits.run(term, block, bits);
      for (const kind of TIME_KINDS) addNumbers.run(kind, block, bytesOf(records.times(kind)));
      addNumbers.run('score', block, bytesOf(records.scores()));
      addNumbers.run('score order', block, bytesOf(records.scoreOrder()));
      const add = this.database.prepare('INSERT INTO block (block, last_id, spans) VALUES (?, ?, ?)');
      add.run(block, records.lastId, JSON.stringify(spans));
    });
    this.#blocks.set(block, spans);
  }

  #addBits(words: Words, term: string, block: number): void {
    const bits = this.#bits.get(term, block)?.bits;
    if (bits !== undefined) addPacked(bits, words);
  }

  /** All of them are kept: six bytes for each record of the station. */
  #scoresOf(block: number): Scores {
    let scores = this.#scores.get(block);
    if (scores === undefined) {
      const byPlace = new Float32Array(this.#bytes('score', block));
      scores = { byPlace, order: new Uint16Array(this.#bytes('score order', block)) };
      this.#scores.set(block, scores);
    }
    return scores;
  }

  #timesOf(kind: TimeKind, block: number): Float64Array {
    const key = `${kind} ${block}`;
    let times = this.#times.get(key);
    if (times === undefined) {
      times = new Float64Array(this.#bytes(kind, block));
      for (const oldest of [...this.#times.keys()].slice(0, 1 - KEPT_TIMES)) this.#times.delete(oldest);
      this.#times.set(key, times);
    }
    return times;
  }

  #bytes(name: string, block: number): ArrayBuffer {
    const { value } = this.#numbers.get(name, block) ?? { value: new Uint8Array() };
    return new Uint8Array(value).buffer;
  }
}

const fileIn = (dataFolder: string): string => join(dataFolder, SEARCH_INDEX_FILE);

const formatOf = (database: StationDatabase): number => Number(database.pragma('user_version'));

const bytesOf = ({ buffer, byteOffset, byteLength }: NodeJS.TypedArray): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
