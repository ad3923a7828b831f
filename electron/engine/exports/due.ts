import {
  EVERY_RECORD,
  minuteInName,
  type RecordFilter,
  type ScheduledExports,
  type ShiftStarts,
  shiftEnd,
} from '../../../shared/domain/index.ts';

/** A part that arrived before the end of a shift may be judged behind it. */
const SETTLING_MS = 10 * 60_000;
/** A lot has ended when the next has begun and nothing of it came for so long: lines change over in less. */
const QUIET_MS = 10 * 60_000;

/** A lot that may go on. */
export interface OpenLot {
  readonly lot: string;
  /** Its newest record, and when that was recorded. */
  readonly last: number;
  readonly at: string;
}

/** How far scheduled exports have come. */
export interface ScheduleState {
  readonly each: ScheduledExports['each'];
  /** Everything before is exported. */
  readonly upTo: string;
  /** The last record that was looked at for its lot. */
  readonly after: number;
  readonly lots: readonly OpenLot[];
}

/** What is to be exported next. */
export interface DueExport {
  readonly cause: 'shift' | 'lot' | 'day';
  readonly filter: RecordFilter;
  /** What its files are named by, besides the station. */
  readonly name: string;
  /** The state once it is there. */
  readonly afterwards: ScheduleState;
}

/** The next export that is due; null where none is. Missed ones are due one after the other. */
export function dueExport(state: ScheduleState, now: Date, shiftStarts: ShiftStarts): DueExport | null {
  if (state.each === 'never') return null;
  if (state.each === 'lot') return dueLot(state, now);
  const from = new Date(state.upTo);
  const to = shiftEnd(from, state.each === 'day' ? ['00:00'] : shiftStarts);
  if (now.getTime() < to.getTime() + SETTLING_MS) return null;
  const filter = { ...EVERY_RECORD, from: from.toISOString(), to: to.toISOString() };
  return { cause: state.each, filter, name: minuteInName(from), afterwards: { ...state, upTo: to.toISOString() } };
}

function dueLot(state: ScheduleState, now: Date): DueExport | null {
  const newest = Math.max(...state.lots.map(({ last }) => last));
  const ended = state.lots.find(({ last, at }) => last < newest && now.getTime() - Date.parse(at) >= QUIET_MS);
  if (ended === undefined) return null;
  const lots = state.lots.filter(({ lot }) => lot !== ended.lot);
  const filter = { ...EVERY_RECORD, lot: ended.lot };
  return {
    cause: 'lot',
    filter,
    name: `lot-${ended.lot}-${minuteInName(new Date(ended.at))}`,
    afterwards: { ...state, lots },
  };
}

/** The state with records that were looked at; one that comes later opens its lot again, and then all of it is exported anew. */
export function withRecords(
  state: ScheduleState,
  records: readonly { readonly number: number; readonly lot: string | null; readonly at: string }[],
): ScheduleState {
  const lots = new Map(state.lots.map((each) => [each.lot, each]));
  for (const { number, lot, at } of records) if (lot !== null) lots.set(lot, { lot, last: number, at });
  return { ...state, lots: [...lots.values()], after: records.at(-1)?.number ?? state.after };
}
