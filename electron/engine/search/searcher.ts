import { setImmediate as otherWork, setTimeout as pause } from 'node:timers/promises';
import type { RequestOutput } from '../../../shared/contract/index.ts';
import {
  detailText,
  type ErrorReport,
  type RecordFilter,
  reportOf,
  type SigmalineError,
} from '../../../shared/domain/index.ts';
import { isStorageTrouble, readStationDatabase, SEARCH_INDEX_FILE, type StationDatabase } from '../storage/index.ts';
import { numberAt, placesIn } from './bits.ts';
import { choicesIn } from './choices.ts';
import { FoundRecords } from './foundRecords.ts';
import { FoundCounts, Hits } from './hits.ts';
import { IndexFile } from './indexFile.ts';
import { type PageAsked, pageOf } from './pages.ts';
import { SearchIndex } from './searchIndex.ts';
import { figuresOf } from './shiftFigures.ts';
import { StationRows } from './stationRows.ts';
import { TextFinder } from './textFinder.ts';
import { type TimeRules, type TrendBy, trendOf } from './trend.ts';

/** What is meant, and how the station counts time. */
interface Asked extends TimeRules {
  readonly filter: RecordFilter;
  readonly withoutViews?: boolean;
}

/** The lanes need the processor more than an index that is made: it rests three times as long as it works. */
const REST = 3;
const LOOK_MS = 1000;
/** After trouble with its file. */
const AFTER_TROUBLE_MS = 5000;

interface Opened {
  readonly station: StationDatabase;
  readonly file: IndexFile | null;
  readonly index: SearchIndex;
  readonly texts: TextFinder;
  readonly lines: FoundRecords;
}

/** What the searching thread does: it keeps the index of a data folder, and answers from it. It alone writes the index's file. */
export class Searcher {
  readonly #dataFolder: string;
  #opened: Opened | null = null;
  /** Why the index is not kept in its file. */
  #trouble: ErrorReport | null = null;

  constructor(dataFolder: string) {
    this.#dataFolder = dataFolder;
  }

  /** Keeps the index, little by little, for as long as the thread lives. */
  async keep(): Promise<never> {
    for (;;) {
      const begunMs = performance.now();
      const isMore = this.step();
      const restMs = isMore ? REST * (performance.now() - begunMs) : LOOK_MS;
      await pause(this.#trouble === null ? restMs : AFTER_TROUBLE_MS);
      if (this.#trouble !== null) this.close();
    }
  }

  /** Answers one of `queries`; an index that turns out to be damaged is made again first. @throws SigmalineError `storage.*` */
  async answer(name: keyof SearchQueries, parameters: unknown): Promise<unknown> {
    const query: (parameters: never) => unknown = this.queries[name];
    try {
      return await query(parameters as never);
    } catch (thrown) {
      if (!this.#isOfFile(thrown)) throw thrown;
      this.#fail(thrown);
      return await query(parameters as never);
    }
  }

  readonly queries = {
    'search.page': (asked: Asked & PageAsked): RequestOutput<'records.search'> => {
      const opened = this.#ready();
      const { numbers, hasMore } = pageOf(hitsOf(opened, asked), asked);
      return { records: opened.lines.lines(numbers), hasMore, indexed: indexedBy(opened) };
    },
    'search.count': async (asked: Asked): Promise<RequestOutput<'records.count'>> => {
      const opened = this.#ready();
      const counts = new FoundCounts();
      for (const found of hitsOf(opened, asked).blocks(true)) {
        counts.add(found);
        await otherWork();
      }
      return { ...counts.counts(), indexed: indexedBy(opened) };
    },
    'search.trend': ({ by, ...asked }: Asked & { readonly by: TrendBy }): Promise<RequestOutput<'records.trend'>> => {
      const opened = this.#ready();
      return trendOf(asked.filter, by, asked, {
        hitsOf: (filter) => hitsOf(opened, { ...asked, filter }),
        sourceNameOf: (number) => opened.lines.line(number)?.sourceName ?? null,
      });
    },
    'search.figures': (asked: Asked): Promise<RequestOutput<'records.figures'>> =>
      figuresOf(hitsOf(this.#ready(), asked)),
    'search.choices': (_: null): RequestOutput<'records.choices'> => {
      const { index, lines } = this.#ready();
      return choicesIn(index, lines);
    },
    /** The numbers in the first block, from one on, in which something is found; null where there is none. */
    'search.numbers': (asked: Asked & { readonly from: number }): FoundNumbers | null => {
      for (const { block, words } of hitsOf(this.#ready(), asked).blocks(false, asked.from)) {
        return { block, numbers: placesIn(words).map((place) => numberAt(block, place)) };
      }
      return null;
    },
    /** Why the index is not kept in its file. */
    'search.trouble': (_: null): ErrorReport | null => this.#trouble,
  };

  /** Does a little of what is to be indexed. @returns whether more is to be done */
  step(): boolean {
    try {
      return this.#ready().index.step();
    } catch (thrown) {
      // What is wrong with the station's database is told by those who write it.
      if (isStorageTrouble(thrown)) this.#fail(thrown);
      else this.#trouble = reportOf(thrown);
      return false;
    }
  }

  #ready(): Opened {
    this.#opened ??= this.#open();
    this.#opened.index.catchUp();
    return this.#opened;
  }

  #open(): Opened {
    const station = readStationDatabase(this.#dataFolder);
    const file = this.#openFile(new StationRows(station));
    const index = new SearchIndex(station, file);
    return { station, file, index, texts: new TextFinder(index), lines: new FoundRecords(station) };
  }

  /** Null where it cannot be written: then the newest records are searched. One that is damaged, or about other records, is made again. */
  #openFile(rows: StationRows, mayRemove = true): IndexFile | null {
    try {
      this.#trouble = null;
      const file = IndexFile.open(this.#dataFolder);
      if (rows.areThoseOf(file)) return file;
      file.close();
      IndexFile.remove(this.#dataFolder);
      return IndexFile.open(this.#dataFolder);
    } catch (thrown) {
      this.#fail(thrown);
      return this.#trouble === null && mayRemove ? this.#openFile(rows, false) : null;
    }
  }

  #isOfFile(thrown: unknown): thrown is SigmalineError {
    return (
      isStorageTrouble(thrown) && detailText(thrown.details.file ?? thrown.details.folder).endsWith(SEARCH_INDEX_FILE)
    );
  }

  #fail(thrown: unknown): void {
    this.#trouble = reportOf(thrown);
    this.close();
    const isGone = isStorageTrouble(thrown) && ['storage.corrupt', 'storage.moved'].includes(thrown.code);
    if (!isGone || !this.#isOfFile(thrown)) return;
    try {
      IndexFile.remove(this.#dataFolder);
      this.#trouble = null;
    } catch (kept) {
      // Another process has it open, where that keeps a file from being removed.
      this.#trouble = reportOf(kept);
    }
  }

  /** Everything is opened again by whoever needs it next. */
  close(): void {
    this.#opened?.file?.close();
    this.#opened?.station.close();
    this.#opened = null;
  }
}

type Queries = Searcher['queries'];

/** Everything that the thread answers. */
export type SearchQueries = {
  readonly [Name in keyof Queries]: (parameters: Parameters<Queries[Name]>[0]) => Awaited<ReturnType<Queries[Name]>>;
};

interface FoundNumbers {
  readonly block: number;
  readonly numbers: Uint32Array;
}

const hitsOf = ({ index, texts, lines }: Opened, asked: Asked): Hits =>
  new Hits(index, texts, { ...asked, ofPart: asked.filter.part === null ? null : lines.ofPart(asked.filter.part) });

const indexedBy = ({ index }: Opened): RequestOutput<'records.search'>['indexed'] => ({
  from: index.from,
  total: index.total,
});
