import type { RecordFilter } from '../../../../shared/domain/index.ts';
import { startOfDay } from '../../lib/typedSpan.ts';

export type Span = Pick<RecordFilter, 'from' | 'to'>;
export type SpanName = 'shift' | 'lastShift' | 'night' | 'yesterday' | 'week' | 'all';

/** The hours that people call the night, local time. */
const NIGHT = { from: 22, to: 6 } as const;

/** Spans that are one touch away. @param shifts the running one first, each with its beginning and its end */
export function spansAt(
  now: Date,
  shifts: readonly { readonly from: string; readonly to: string }[],
): { readonly name: SpanName; readonly span: Span }[] {
  const today = startOfDay(now);
  const day = (days: number, hours = 0): string =>
    new Date(today.getFullYear(), today.getMonth(), today.getDate() + days, hours).toISOString();
  // Before the night is over, "last night" is the one that runs.
  const morning = now.getHours() >= NIGHT.from ? 1 : 0;
  const [running, last] = shifts;
  return [
    ...(running === undefined ? [] : [{ name: 'shift' as const, span: { from: running.from, to: null } }]),
    ...(last === undefined ? [] : [{ name: 'lastShift' as const, span: { from: last.from, to: last.to } }]),
    { name: 'night', span: { from: day(morning - 1, NIGHT.from), to: day(morning, NIGHT.to) } },
    { name: 'yesterday', span: { from: day(-1), to: day(0) } },
    { name: 'week', span: { from: day(-6), to: null } },
    { name: 'all', span: { from: null, to: null } },
  ];
}
