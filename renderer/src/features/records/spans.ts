import { namedSpan, type RecordFilter } from '../../../../shared/domain/index.ts';
import { startOfDay } from '../../lib/typedSpan.ts';

export type Span = Pick<RecordFilter, 'from' | 'to'>;
export type SpanName = 'shift' | 'lastShift' | 'night' | 'yesterday' | 'week' | 'all';

/** Spans that are one touch away. @param shifts the running one first, each with its beginning and its end */
export function spansAt(
  now: Date,
  shifts: readonly { readonly from: string; readonly to: string }[],
): { readonly name: SpanName; readonly span: Span }[] {
  const [running, last] = shifts;
  // Nights and days are the same whenever shifts begin.
  const named = (name: 'last-night' | 'yesterday'): Span => {
    const { from, to } = namedSpan(name, now, []);
    return { from: from.toISOString(), to: to.toISOString() };
  };
  const week = startOfDay(now);
  week.setDate(week.getDate() - 6);
  return [
    ...(running === undefined ? [] : [{ name: 'shift' as const, span: { from: running.from, to: null } }]),
    ...(last === undefined ? [] : [{ name: 'lastShift' as const, span: { from: last.from, to: last.to } }]),
    { name: 'night', span: named('last-night') },
    { name: 'yesterday', span: named('yesterday') },
    { name: 'week', span: { from: week.toISOString(), to: null } },
    { name: 'all', span: { from: null, to: null } },
  ];
}
