import type { FoundRecord, Handlers, RequestName, RequestOutput } from '../../../shared/contract/index.ts';
import {
  type ErrorReport,
  EVERY_RECORD,
  type RecordFilter,
  type StationSettings,
  stationSubject,
} from '../../../shared/domain/index.ts';
import { entryOf } from '../../hosts/index.ts';
import type { Feature, Kernel } from '../kernel/index.ts';
import { ReaderThread } from '../records/index.ts';
import { SavedFilters } from './savedFilters.ts';
import type { SearchQueries } from './searcher.ts';

type SearchRequest = Extract<RequestName, `records.${string}` | `filters.${string}` | 'feed.filtered'>;

export interface SearchNeeds {
  readonly settings: { current(): Pick<StationSettings, 'shiftsBy' | 'shiftStarts'> };
}

/** Others that contain a serial are among these too. */
const MOST_OF_SERIAL = 200;
const LOOK_MS = 10_000;
/** Its question to the thread takes none. */
const GRACE_MS = 100;

/** Searches records on a thread of its own, which also keeps the index. */
export class RecordSearch implements Feature<SearchRequest> {
  readonly handlers: Feature<SearchRequest>['handlers'];
  readonly #thread: ReaderThread<SearchQueries>;
  readonly #needs: SearchNeeds;
  readonly #work;
  #trouble: ErrorReport | null = null;

  constructor(kernel: Kernel, needs: SearchNeeds) {
    this.#needs = needs;
    // Trouble of the station's database is told by those who write it, and that of the index by its condition.
    this.#thread = new ReaderThread(kernel.dataFolder, () => undefined, entryOf('searcher'));
    const filters = new SavedFilters(kernel);
    this.handlers = {
      'records.search': (asked) => this.page(asked),
      'records.count': (asked) => this.#thread.run('search.count', { ...asked, ...this.#rules() }),
      'records.trend': (asked) => this.#thread.run('search.trend', { ...asked, ...this.#rules() }),
      'records.figures': (asked) => this.#thread.run('search.figures', { ...asked, ...this.#rules() }),
      'records.choices': () => this.#thread.run('search.choices', null),
      'feed.filtered': (asked) => this.#feedOf(asked),
      'filters.list': () => filters.list(),
      'filters.save': (filter) => filters.save(filter),
      'filters.remove': ({ id }) => filters.remove(id),
    };
    kernel.conditions.register(() => this.#conditions());
    this.#work = kernel.work();
    // It also starts the thread, which is to be ready before somebody asks.
    this.#work.repeat(LOOK_MS, () => this.#look(kernel));
  }

  /** The numbers of the records that a filter finds, rising, in portions. @throws SigmalineError `storage.*` */
  async *numbersOf(filter: RecordFilter): AsyncGenerator<Uint32Array> {
    for (let from = 0; ; ) {
      const found = await this.#thread.run('search.numbers', { filter, from, ...this.#rules() });
      if (found === null) return;
      yield found.numbers;
      from = found.block + 1;
    }
  }

  /** The numbers of the newest records that a filter finds, `most` at the most, rising. @throws SigmalineError `storage.*` */
  async newestOf(filter: RecordFilter, most: number): Promise<number[]> {
    let newest: number[] = [];
    for await (const portion of this.numbersOf(filter)) newest = [...newest, ...portion.slice(-most)].slice(-most);
    return newest;
  }

  /** A page of what a filter finds. @throws SigmalineError `storage.*` */
  page(asked: Parameters<Handlers['records.search']>[0]): Promise<RequestOutput<'records.search'>> {
    return this.#thread.run('search.page', { ...asked, ...this.#rules() });
  }

  /** A page of the images of parts of their own that wait for a decision, the oldest first. @throws SigmalineError `storage.*` */
  async waiting(
    asked: Pick<Parameters<Handlers['records.search']>[0], 'after' | 'backwards' | 'limit'>,
  ): Promise<readonly FoundRecord[]> {
    const filter: RecordFilter = { ...EVERY_RECORD, dispositions: ['open'] };
    const order = { by: 'time', descending: false } as const;
    const page = await this.#thread.run('search.page', {
      ...asked,
      filter,
      order,
      withoutViews: true,
      ...this.#rules(),
    });
    return page.records;
  }

  /** The newest records whose serial contains this, the newest first. @throws SigmalineError `storage.*` */
  async ofSerial(serial: string): Promise<readonly FoundRecord[]> {
    const order = { by: 'time', descending: true } as const;
    const asked = { filter: { ...EVERY_RECORD, serial }, order, after: null, backwards: false, limit: MOST_OF_SERIAL };
    return (await this.page(asked)).records;
  }

  async #feedOf({
    verdicts,
    before,
    limit,
  }: Parameters<Handlers['feed.filtered']>[0]): Promise<RequestOutput<'feed.filtered'>> {
    const filter = { ...EVERY_RECORD, verdicts };
    const after = before === null ? null : { number: before, score: null };
    // Counted first: whatever comes between both is told as an arrival too, and is known by its number.
    const counted = await this.#thread.run('search.count', { filter, ...this.#rules() });
    const order = { by: 'time', descending: true } as const;
    const { records } = await this.page({ filter, order, after, backwards: false, limit });
    const total = Object.values(counted.verdicts).reduce((sum, each) => sum + each, 0);
    return { items: records, total, upTo: counted.indexed.total };
  }

  async stop(): Promise<void> {
    await this.#work.stop(GRACE_MS);
    await this.#thread.close();
  }

  #rules(): { kind: StationSettings['shiftsBy']; shiftStarts: StationSettings['shiftStarts'] } {
    const { shiftsBy, shiftStarts } = this.#needs.settings.current();
    return { kind: shiftsBy, shiftStarts };
  }

  async #look(kernel: Kernel): Promise<void> {
    const before = this.#trouble;
    this.#trouble = await this.#thread.run('search.trouble', null);
    if ((before === null) !== (this.#trouble === null)) kernel.changed();
  }

  *#conditions(): ReturnType<Parameters<Kernel['conditions']['register']>[0]> {
    if (this.#trouble === null) return;
    const { code, details } = this.#trouble;
    yield {
      code: 'search.not-kept',
      details: { reason: { code, details } },
      subject: stationSubject(),
      severity: 'warning',
    };
  }
}
