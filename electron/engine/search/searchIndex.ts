import type { StationDatabase } from '../storage/index.ts';
import { BLOCK, blockOf, placeOf } from './bits.ts';
import { type Blocks, OpenBlock, type SearchBlock } from './block.ts';
import type { Change, IndexFile } from './indexFile.ts';
import { StationRows } from './stationRows.ts';

/** Records that are read at once: some ten milliseconds. */
const PORTION = 2048;

/**
 * The blocks of a station: complete ones lie in a file, the newest in memory. Those of a station that was never indexed are added while it works, the
 * newest first.
 */
export class SearchIndex implements Blocks {
  readonly rows: StationRows;
  readonly #file: IndexFile | null;
  /** Those that are not in the file: the newest one, and complete ones that are still to be stored. */
  readonly #memory = new Map<number, OpenBlock>();
  #building: { readonly block: number; readonly records: OpenBlock } | null = null;
  #storing: { readonly block: number; readonly steps: Generator<void> } | null = null;
  #total: number;
  #followed: number;

  /** @param file null where there is none, or none that can be written */
  constructor(station: StationDatabase, file: IndexFile | null) {
    this.rows = new StationRows(station);
    this.#file = file;
    const last = this.rows.last();
    this.#total = last - (last % BLOCK);
    this.#followed = file?.followed().id ?? 0;
  }

  /** The number of the newest record that is searched. */
  get total(): number {
    return this.#total;
  }

  get lastBlock(): number {
    return blockOf(this.#total);
  }

  /** The number of the first record that is searched: all from there are. */
  get from(): number {
    let block = this.lastBlock;
    while (block >= 0 && this.#isThere(block)) block -= 1;
    return (block + 1) * BLOCK + 1;
  }

  /** Takes what was recorded and decided since. */
  catchUp(): void {
    for (const last = this.rows.last(); this.#total < last; ) {
      const block = blockOf(this.#total + 1);
      const records = this.#memory.get(block) ?? new OpenBlock(BLOCK);
      this.#memory.set(block, records);
      this.#read(block, records, last);
      this.#total = block * BLOCK + records.count;
    }
    for (let isMore = true; isMore; ) isMore = this.#follow();
  }

  block(block: number): SearchBlock | null {
    return this.#memory.get(block) ?? this.#file?.block(block) ?? null;
  }

  blocksOf(term: string): readonly number[] {
    return [...(this.#file?.blocksOf(term) ?? []), ...this.#memory.keys()];
  }

  groupsWith(query: string, most: number): readonly number[] | null {
    return this.#file?.groupsWith(query, most) ?? null;
  }

  storedBlocks(): number[] {
    return (this.#file?.blocks() ?? []).filter((block) => !this.#memory.has(block));
  }

  /**
   * Does a little of what is to be stored, to be indexed of the time before, or to be read before somebody asks for it.
   *
   * @returns false where nothing is left to do
   */
  step(): boolean {
    if (this.#file === null) return false;
    if (this.#storing !== null) {
      if (this.#storing.steps.next().done !== true) return true;
      this.#memory.delete(this.#storing.block);
      this.#storing = null;
      return true;
    }
    for (const [block, records] of this.#memory) {
      if (!records.isFull) continue;
      this.#storing = { block, steps: this.#file.store(block, records) };
      return true;
    }
    return this.#build() || this.#file.readAhead();
  }

  #build(): boolean {
    if (this.#building === null) {
      const missing = Math.floor((this.from - 2) / BLOCK);
      if (missing < 0) return false;
      this.#building = { block: missing, records: new OpenBlock(BLOCK) };
    }
    const { block, records } = this.#building;
    this.#read(block, records, this.#total);
    if (records.isFull) {
      this.#memory.set(block, records);
      this.#building = null;
    }
    return true;
  }

  #isThere(block: number): boolean {
    return this.#memory.has(block) || this.#file?.has(block) === true;
  }

  #read(block: number, records: OpenBlock, last: number): void {
    const after = block * BLOCK + records.count;
    const upTo = Math.min(after + PORTION, (block + 1) * BLOCK, last);
    for (const record of this.rows.records(after, upTo)) records.add(record);
  }

  /** A record that is read later is read with what was decided about it. @returns whether more was decided */
  #follow(): boolean {
    const decided = this.rows.dispositionsAfter(this.#followed, PORTION);
    const newest = decided.at(-1);
    if (newest === undefined) return false;
    const stored: Change[] = [];
    for (const number of new Set(decided.map((each) => each.number))) {
      const [block, place] = [blockOf(number), placeOf(number)];
      const { ever, now } = this.rows.decidedTerms(number);
      const inMemory =
        this.#memory.get(block) ?? (this.#building?.block === block ? this.#building.records : undefined);
      if (inMemory === undefined && this.#file?.has(block) === true) stored.push({ block, place, ever, now });
      else if (inMemory !== undefined && place < inMemory.count) inMemory.change(place, ever, now);
    }
    this.#file?.follow(stored, newest);
    this.#followed = newest.id;
    return true;
  }
}
