import type { RequestOutput, StationStatus, TrendPoint } from '../../../../shared/contract/index.ts';
import { EVERY_RECORD, type RecipeId, type RecordFilter, type Verdict } from '../../../../shared/domain/index.ts';
import type { StationConnection } from '../../lib/connection/index.ts';
import { Refusal, type Sentence } from '../../lib/sentence.ts';
import { spanOf } from './hours.ts';

/** A shift, by its place: 0 is the running one, 1 the one before. */
export interface ShownShift {
  /** Null where it has none. */
  readonly name: string | null;
  readonly from: string;
  /** Null while it runs. */
  readonly to: string | null;
  /** By parts, as they were counted when the shifts were listed; null while it runs. */
  readonly counted: Counted | null;
}

type Counted = Pick<StationStatus['shift'], Verdict | 'dispositions' | 'images'>;

/** What all of a board belongs to. */
export interface Figures {
  readonly shift: ShownShift;
  readonly before: ShownShift | null;
  readonly filter: RecordFilter;
  readonly counts: RequestOutput<'records.count'>;
  readonly causes: RequestOutput<'records.figures'>['causes'];
  readonly cycleMs: RequestOutput<'records.figures'>['cycleMs'];
  readonly delayMs: RequestOutput<'records.figures'>['delayMs'];
  readonly points: readonly TrendPoint[];
  readonly pointsBefore: readonly TrendPoint[];
  readonly downtime: RequestOutput<'downtime.list'>;
  readonly bypasses: RequestOutput<'bypass.list'>;
}

type Choices = RequestOutput<'records.choices'>;

type Running = Pick<StationStatus['shift'], 'startedAt' | 'name'>;

/** As many as a month of three shifts a day has at the least. */
const SHIFTS_BACK = 42;
/** The station counts each of them to list them, and goes through its whole index for what can be chosen: figures are read more often. */
const LISTED_MS = 60_000;

/** Reads what the board shows, all of it for the same shift, recipe and lot: figures of two never stand beside each other. */
export class ShiftBoard {
  readonly #connection: StationConnection;
  #figures = $state.raw<Figures | null>(null);
  #choices = $state.raw<Pick<Choices, 'recipes' | 'lots'>>({ recipes: [], lots: [] });
  #problem = $state<Sentence | null>(null);
  #shifts = $state.raw<readonly ShownShift[]>([]);
  #asked = 0;
  /** Of which running shift, and when, the shifts before it were listed. */
  #listed = { running: '', atMs: Number.NEGATIVE_INFINITY };

  /** How many shifts back; 0 is the running one. */
  back = $state(0);
  recipe = $state<RecipeId | null>(null);
  lot = $state<string | null>(null);

  constructor(connection: StationConnection) {
    this.#connection = connection;
  }

  /** Null until they were read. */
  get figures(): Figures | null {
    return this.#figures;
  }

  get choices(): Pick<Choices, 'recipes' | 'lots'> {
    return this.#choices;
  }

  /** Why they cannot be read. */
  get problem(): Sentence | null {
    return this.#problem;
  }

  /** Whether there is an older shift to look at. */
  get hasOlder(): boolean {
    return this.back < this.#shifts.length - 1;
  }

  /** @param running the shift of the status */
  async read(running: Running): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    try {
      const figures = await this.#read(running);
      if (asked !== this.#asked) return;
      this.#figures = figures;
      this.#problem = null;
    } catch (thrown) {
      if (asked === this.#asked) this.#problem = Refusal.of(thrown);
    }
  }

  async #list(running: Running): Promise<void> {
    const { startedAt } = running;
    const isNew = this.#listed.running !== startedAt || performance.now() - this.#listed.atMs > LISTED_MS;
    if (!isNew) return;
    const [ended, choices] = await Promise.all([
      this.#connection.request('station.shifts', { count: SHIFTS_BACK }),
      this.#connection.request('records.choices', {}),
    ]);
    this.#choices = choices;
    this.#shifts = [shown(running, null), ...ended.map((each) => ({ ...shown(each, each.endedAt), counted: each }))];
    this.#listed = { running: startedAt, atMs: performance.now() };
  }

  async #read(running: Running): Promise<Figures> {
    const { back, recipe, lot } = this;
    await this.#list(running);
    const shift = this.#shifts[back] ?? shown(running, null);
    const before = this.#shifts[back + 1] ?? null;
    const filterOf = ({ from, to }: ShownShift): RecordFilter => ({
      ...EVERY_RECORD,
      ...{ from, to, lot },
      recipe: recipe === null ? null : { id: recipe, version: null },
    });
    const filter = filterOf(shift);
    const trend = (meant: ShownShift) =>
      this.#connection.request('records.trend', { filter: filterOf(meant), by: 'hour' });
    const span = spanOf(shift, Date.now());
    const [counts, why, now, then, downtime, bypasses] = await Promise.all([
      this.#connection.request('records.count', { filter }),
      this.#connection.request('records.figures', { filter }),
      trend(shift),
      before === null ? { points: [] } : trend(before),
      this.#connection.request('downtime.list', span),
      this.#connection.request('bypass.list', span),
    ]);
    return { shift, before, filter, counts, ...why, points: now.points, pointsBefore: then.points, downtime, bypasses };
  }
}

function shown({ startedAt, name }: Running, to: string | null): ShownShift {
  return { name: name ?? null, from: startedAt, to, counted: null };
}
