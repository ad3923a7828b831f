import {
  dispositionStateOf,
  heldBy,
  type StationSettings,
  shiftEnd,
  shiftName,
  shiftStart,
  type TimeSpan,
  type Verdict,
} from '../../../shared/domain/index.ts';
import { BackOff, SMALLEST_JUMP_MS, type StationClock } from '../kernel/index.ts';
import {
  type CountedRecord,
  type CountedRecords,
  type CountedSpan,
  type DispositionCounts,
  isBypassed,
  isCounted,
  isLate,
  type MadeDisposition,
  NOTHING_COUNTED,
  type PartChange,
} from '../records/index.ts';

export interface ShiftCounts extends Readonly<Record<Verdict, number>> {
  /** When the shift began. */
  readonly startedAt: string;
  /** What it is called, if it has a name. */
  readonly name?: string;
  /** What was decided about those that did not pass. */
  readonly dispositions: DispositionCounts;
  /** Whether several recipes judged its parts. */
  readonly mixesRecipes: boolean;
  /** How many images were judged; left out where each shows a part of its own. */
  readonly images?: number;
  /** How many verdicts came later than their source's deadline. */
  readonly late: number;
  /** In how many of its seconds at least one source did not inspect, up to now. */
  readonly downtimeSeconds: number;
  /** How many of its errors were not inspected because inspection was switched off, and for how many of its seconds it was. */
  readonly bypassed: number;
  readonly bypassedSeconds: number;
}

/** A shift that is over. */
export interface EndedShift extends ShiftCounts {
  readonly endedAt: string;
}

type Sum = Pick<CountedRecords, 'counts' | 'dispositions' | 'recipes' | 'late' | 'bypassed' | 'images'>;

interface Counting {
  readonly span: CountedSpan;
  readonly committed: CountedRecord[];
  readonly decided: MadeDisposition[];
  readonly parts: PartChange[];
}

export interface ShiftCountersNeeds {
  readonly settings: () => Pick<StationSettings, 'shiftStarts' | 'shiftsBy'>;
  readonly clock: Pick<StationClock, 'now' | 'livedAgo'>;
  /** Counts what is recorded, which may take a while. */
  readonly count: (span: CountedSpan) => Promise<CountedRecords>;
  readonly downtimeSeconds: (span: TimeSpan) => number;
  readonly bypassedSeconds: (span: TimeSpan) => number;
  /** There are other figures to show. */
  readonly onCounted: () => void;
  readonly report: (error: unknown) => void;
}

const AFTER_FAILURE = { firstMs: 1000, longestMs: 30_000 };

/**
 * Counts the verdicts of the running shift, by their numbers since it began: a part that was recorded while the clock was wrong counts in the shift in
 * which it was made, and in no other. When a shift begins the records are counted up to some number, and what is committed meanwhile is kept aside
 * and added to it, each by its own number: nothing counts twice, and nothing is lost. Until then the figures of the shift before are shown.
 */
export class ShiftCounters {
  readonly #needs: ShiftCountersNeeds;
  readonly #pause = new BackOff(AFTER_FAILURE);
  #shown: { readonly span: CountedSpan; sum: Sum } | null = null;
  /** The shift whose records are being counted, and what was committed since that began. */
  #counting: Counting | null = null;

  constructor(needs: ShiftCountersNeeds) {
    this.#needs = needs;
  }

  current(): ShiftCounts {
    const span = this.#span();
    if (!isSame(this.#shown?.span, span)) this.#begin(span);
    const { span: shown, sum } = this.#shown ?? { span, sum: NOTHING_COUNTED };
    return this.#counts(shown, sum);
  }

  /** A record was committed. */
  add(record: CountedRecord): void {
    this.#counting?.committed.push(record);
    if (this.#shown !== null) this.#shown.sum = withOneMore(this.#shown.sum, record, this.#shown.span);
  }

  /** Somebody decided about records. */
  decided(made: readonly MadeDisposition[]): void {
    this.#counting?.decided.push(...made);
    const shown = this.#shown;
    if (shown !== null) shown.sum = made.reduce((sum, each) => withDecision(sum, each, shown.span), shown.sum);
  }

  /** A part of several views has another verdict. */
  partChanged(change: PartChange): void {
    this.#counting?.parts.push(change);
    if (this.#shown !== null) this.#shown.sum = withPart(this.#shown.sum, change, this.#shown.span);
  }

  /** The last shifts that have ended, the newest first, counted as they are now. */
  async ended(count: number): Promise<EndedShift[]> {
    const shifts: EndedShift[] = [];
    let next = this.#span();
    for (let left = count; left > 0; left -= 1) {
      next = this.#span(new Date(Date.parse(next.from) - 1));
      const sum = await this.#needs.count(next);
      shifts.push({ ...this.#counts(next, sum), endedAt: next.to });
    }
    return shifts;
  }

  #counts(span: CountedSpan, { counts, dispositions, recipes, late, bypassed, images }: Sum): ShiftCounts {
    const parts = counts.pass + counts.review + counts.fail + counts.error;
    const name = shiftName(new Date(span.from), this.#needs.settings().shiftStarts);
    return {
      startedAt: span.from,
      ...(name === null ? {} : { name }),
      ...counts,
      ...(images !== parts && { images }),
      dispositions,
      mixesRecipes: recipes.size > 1,
      late,
      downtimeSeconds: this.#needs.downtimeSeconds(span),
      bypassed,
      bypassedSeconds: this.#needs.bypassedSeconds(span),
    };
  }

  /** The shift of a time. */
  #span(at = this.#needs.clock.now()): CountedSpan {
    const { clock, settings } = this.#needs;
    const now = clock.now();
    const { shiftStarts, shiftsBy } = settings();
    const [from, to] = [shiftStart(at, shiftStarts), shiftEnd(at, shiftStarts)];
    const livedMs = clock.livedAgo(now.getTime() - from.getTime());
    return { from: from.toISOString(), to: to.toISOString(), livedMs, by: shiftsBy };
  }

  #begin(span: CountedSpan): void {
    if (isSame(this.#counting?.span, span) || this.#pause.isPausing) return;
    const counting: Counting = { span, committed: [], decided: [], parts: [] };
    this.#counting = counting;
    void this.#count(counting);
  }

  async #count(counting: Counting): Promise<void> {
    const { span, committed, decided, parts } = counting;
    try {
      const { upTo, decidedUpTo, partsUpTo, ...sum } = await this.#needs.count(span);
      // The next shift, or other times of shifts, may have begun meanwhile.
      if (this.#counting !== counting) return;
      const since = committed.filter(({ number }) => number > upTo);
      const counted = since.reduce((before, record) => withOneMore(before, record, span), sum);
      const decisions = decided.filter(({ disposition }) => disposition.id > decidedUpTo);
      const decidedSum = decisions.reduce((before, each) => withDecision(before, each, span), counted);
      const changes = parts.filter(({ change }) => change > partsUpTo);
      this.#shown = { span, sum: changes.reduce((before, change) => withPart(before, change, span), decidedSum) };
      this.#pause.succeed();
      this.#needs.onCounted();
    } catch (thrown) {
      // The records cannot be read now: they are counted when they can.
      this.#needs.report(thrown);
      this.#pause.fail();
    }
    if (this.#counting === counting) this.#counting = null;
  }
}

function isSame(first: CountedSpan | undefined, second: CountedSpan): boolean {
  if (first?.from !== second.from || first.to !== second.to || first.by !== second.by) return false;
  // A clock that is set within a shift moves its beginning.
  return Math.abs(first.livedMs - second.livedMs) < SMALLEST_JUMP_MS;
}

function withOneMore(sum: Sum, record: CountedRecord, span: CountedSpan): Sum {
  if (!isCounted(record, span)) return sum;
  const { recipeId } = record;
  const counted = record.uncounted === 1 ? sum : withVerdict(sum, record, 1);
  return {
    ...counted,
    recipes: recipeId === null || sum.recipes.has(recipeId) ? sum.recipes : new Set([...sum.recipes, recipeId]),
    late: sum.late + (isLate(record) ? 1 : 0),
    images: sum.images + 1,
  };
}

function withPart(sum: Sum, { before, after }: PartChange, span: CountedSpan): Sum {
  const isMeant = (record: CountedRecord | null): record is CountedRecord => record !== null && isCounted(record, span);
  const without = isMeant(before) ? withVerdict(sum, before, -1) : sum;
  return isMeant(after) ? withVerdict(without, after, 1) : without;
}

/** @param by 1 adds it, -1 takes it away */
function withVerdict(sum: Sum, record: CountedRecord, by: 1 | -1): Sum {
  const { verdict } = record;
  const state = dispositionStateOf(record);
  return {
    ...sum,
    counts: { ...sum.counts, [verdict]: sum.counts[verdict] + by },
    bypassed: sum.bypassed + (isBypassed(record) ? by : 0),
    dispositions: state === null ? sum.dispositions : { ...sum.dispositions, [state]: sum.dispositions[state] + by },
  };
}

function withDecision(sum: Sum, { record, disposition: { decision } }: MadeDisposition, span: CountedSpan): Sum {
  const before = dispositionStateOf(record);
  if (before === null || record.uncounted === 1 || !isCounted(record, span)) return sum;
  const dispositions = { ...sum.dispositions };
  dispositions[before] -= 1;
  dispositions[heldBy(decision) ?? 'open'] += 1;
  return { ...sum, dispositions };
}
