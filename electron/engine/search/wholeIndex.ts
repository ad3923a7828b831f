import { type RecordFilter, storedStationSettingsSchema } from '../../../shared/domain/index.ts';
import { configurationIn, readStationDatabase } from '../storage/index.ts';
import { BLOCK, blockOf, numberAt, placesIn } from './bits.ts';
import { type Blocks, OpenBlock, type SearchBlock } from './block.ts';
import { FoundRecords } from './foundRecords.ts';
import { FoundCounts, Hits } from './hits.ts';
import { IndexFile } from './indexFile.ts';
import { StationRows } from './stationRows.ts';
import { TextFinder } from './textFinder.ts';

const PORTION = 4096;

/** The index of another process, of which nothing may be missing: what it does not hold is read from the station's database. */
class WholeIndex implements Blocks {
  readonly #rows: StationRows;
  readonly #file: IndexFile | null;
  readonly #total: number;
  /** Blocks of records about which something was decided that the file does not tell yet. */
  readonly #changed = new Set<number>();
  #read: { readonly block: number; readonly records: OpenBlock } | null = null;

  constructor(rows: StationRows, file: IndexFile | null) {
    this.#rows = rows;
    this.#file = file;
    this.#total = rows.last();
    for (let after = file?.followed().id ?? null; after !== null; ) {
      const decided = rows.dispositionsAfter(after, PORTION);
      for (const { number } of decided) this.#changed.add(blockOf(number));
      after = decided.at(-1)?.id ?? null;
    }
  }

  get lastBlock(): number {
    return blockOf(this.#total);
  }

  block(block: number): SearchBlock {
    const stored = this.#changed.has(block) ? null : this.#file?.block(block);
    if (stored) return stored;
    if (this.#read?.block !== block) this.#read = { block, records: this.#recordsOf(block) };
    return this.#read.records;
  }

  blocksOf(term: string): readonly number[] {
    const stored = new Set(this.storedBlocks());
    const others = Array.from({ length: this.lastBlock + 1 }, (_, block) => block).filter(
      (block) => !stored.has(block),
    );
    return [...(this.#file?.blocksOf(term) ?? []), ...others];
  }

  storedBlocks(): readonly number[] {
    return (this.#file?.blocks() ?? []).filter((block) => !this.#changed.has(block));
  }

  groupsWith(query: string, most: number): readonly number[] | null {
    return this.#file?.groupsWith(query, most) ?? null;
  }

  #recordsOf(block: number): OpenBlock {
    const last = Math.min(this.#total, (block + 1) * BLOCK);
    const records = new OpenBlock(BLOCK);
    for (let after = block * BLOCK; after < last; after += PORTION) {
      for (const record of this.#rows.records(after, Math.min(last, after + PORTION))) records.add(record);
    }
    return records;
  }
}

/** What a process of its own finds in a data folder; the records of when it was opened. */
export interface OpenedSearch {
  /** Rising, in portions. */
  numbers(filter: RecordFilter): Generator<Uint32Array>;
  count(filter: RecordFilter): ReturnType<FoundCounts['counts']>;
  close(): void;
}

/**
 * Searches the records of a data folder from another process, also while its station runs and while its index is not complete, or is missing.
 *
 * @throws SigmalineError `storage.*`
 */
export function openSearch(dataFolder: string): OpenedSearch {
  const station = readStationDatabase(dataFolder);
  const rows = new StationRows(station);
  const file = usableFile(dataFolder, rows);
  const index = new WholeIndex(rows, file);
  const texts = new TextFinder(index);
  const kind = storedStationSettingsSchema.shape.shiftsBy.parse(configurationIn(station).settings.shiftsBy);
  const lines = new FoundRecords(station);
  const hits = (filter: RecordFilter) => {
    const ofPart = filter.part === null ? null : lines.ofPart(filter.part);
    return new Hits(index, texts, { filter, kind, ofPart }).blocks(false);
  };
  return {
    *numbers(filter) {
      for (const { block, words } of hits(filter)) yield placesIn(words).map((place) => numberAt(block, place));
    },
    count(filter) {
      const counts = new FoundCounts();
      for (const found of hits(filter)) counts.add(found);
      return counts.counts();
    },
    close() {
      file?.close();
      station.close();
    },
  };
}

/** One that cannot be used is done without. */
function usableFile(dataFolder: string, rows: StationRows): IndexFile | null {
  try {
    const file = IndexFile.read(dataFolder);
    if (file === null || rows.areThoseOf(file)) return file;
    file.close();
    return null;
  } catch {
    return null;
  }
}
