import { setImmediate as otherWork } from 'node:timers/promises';
import type { RequestInput, TrendPoint } from '../../../shared/contract/index.ts';
import {
  type RecordFilter,
  recipeIdSchema,
  type ShiftStarts,
  shiftEnd,
  shiftStart,
  sourceIdSchema,
} from '../../../shared/domain/index.ts';
import { keepCommon, numberAt, placesIn } from './bits.ts';
import type { TimeKind } from './block.ts';
import { type Found, FoundCounts, type Hits, wordsOf } from './hits.ts';
import { scoreQuantiles } from './scoreQuantiles.ts';

export type TrendBy = RequestInput<'records.trend'>['by'];

/** How the station counts time. */
export interface TimeRules {
  readonly kind: TimeKind;
  readonly shiftStarts: ShiftStarts;
}

interface Span {
  readonly from: number;
  readonly to: number;
}

export interface TrendNeeds {
  readonly hitsOf: (filter: RecordFilter) => Hits;
  /** The name of a record's source. */
  readonly sourceNameOf: (number: number) => string | null;
}

const MOST_POINTS = 400;

/**
 * The points of a trend, by time the oldest first. Each is what its own filter finds: whoever opens it sees exactly these records. Other questions
 * are answered in between.
 */
export async function trendOf(
  filter: RecordFilter,
  by: TrendBy,
  { kind, shiftStarts }: TimeRules,
  { hitsOf, sourceNameOf }: TrendNeeds,
): Promise<{ readonly points: TrendPoint[]; readonly more: boolean }> {
  const hits = hitsOf(filter);
  const places =
    by === 'hour' || by === 'day' || by === 'shift'
      ? await timesIn(hits, filter, kind, spanAt(by, shiftStarts))
      : await namesIn(hits, filter, by, sourceNameOf);
  const points: TrendPoint[] = [];
  for (const { label, only } of places.slice(0, MOST_POINTS)) {
    const counts = new FoundCounts();
    const found: Found[] = [];
    for (const each of hitsOf(only).blocks(false)) {
      counts.add(each);
      found.push(each);
      await otherWork();
    }
    const [median, p95] = scoreQuantiles(found, [0.5, 0.95]) ?? [];
    const score = median === undefined || p95 === undefined ? null : { median, p95 };
    points.push({ label, filter: only, ...counts.counts(), score });
  }
  return { points: points.reverse(), more: places.length > MOST_POINTS };
}

interface Place {
  readonly label: string;
  readonly only: RecordFilter;
}

/** The newest first. */
async function timesIn(
  hits: Hits,
  filter: RecordFilter,
  kind: TimeKind,
  spanOf: (timeMs: number) => Span,
): Promise<Place[]> {
  const spans = new Map<number, Span>();
  let span: Span = { from: 0, to: 0 };
  for (const { records, words } of hits.blocks(true)) {
    const times = records.times(kind);
    for (const place of placesIn(words)) {
      const timeMs = times[place] ?? 0;
      if (timeMs >= span.from && timeMs < span.to) continue;
      span = spanOf(timeMs);
      spans.set(span.from, span);
    }
    await otherWork();
  }
  const newestFirst = [...spans.values()].sort((first, second) => second.from - first.from);
  return newestFirst.map(({ from, to }) => ({
    label: new Date(from).toISOString(),
    only: {
      ...filter,
      from: new Date(filter.from === null ? from : Math.max(from, Date.parse(filter.from))).toISOString(),
      to: new Date(filter.to === null ? to : Math.min(to, Date.parse(filter.to))).toISOString(),
    },
  }));
}

function spanAt(by: 'hour' | 'day' | 'shift', shiftStarts: ShiftStarts): (timeMs: number) => Span {
  const starts = by === 'shift' ? shiftStarts : [];
  return (timeMs) => {
    const time = new Date(timeMs);
    if (by !== 'hour') return { from: shiftStart(time, starts).getTime(), to: shiftEnd(time, starts).getTime() };
    const from = time.setMinutes(0, 0, 0);
    return { from, to: from + 60 * 60_000 };
  };
}

/** Those that were met last come first. */
async function namesIn(
  hits: Hits,
  filter: RecordFilter,
  by: 'lot' | 'recipe' | 'source',
  sourceNameOf: TrendNeeds['sourceNameOf'],
): Promise<Place[]> {
  const newest = new Map<string, number>();
  for (const found of hits.blocks(true)) {
    for (const { term, place } of newestTerms(found, `${by}:`)) {
      if (!newest.has(term)) newest.set(term, numberAt(found.block, place));
    }
    if (newest.size > MOST_POINTS) break;
    await otherWork();
  }
  return [...newest].map(([term, number]) => {
    const name = term.slice(by.length + 1);
    const label = by === 'source' ? (sourceNameOf(number) ?? name) : name;
    return { label, only: { ...filter, ...nameFilter(name, filter, by) } };
  });
}

function nameFilter(name: string, filter: RecordFilter, by: 'lot' | 'recipe' | 'source'): Partial<RecordFilter> {
  if (by === 'lot') return { lot: name };
  if (by === 'source') return { source: sourceIdSchema.parse(name) };
  return { recipe: { id: recipeIdSchema.parse(name), version: filter.recipe?.version ?? null } };
}

/** The terms of a kind among records that were found, with the place of the newest of each; the newest first. */
export function newestTerms({ records, words }: Found, beginning: string): { term: string; place: number }[] {
  const newest: { term: string; place: number }[] = [];
  for (const term of records.terms(beginning)) {
    const common = wordsOf(records, [term]);
    if (keepCommon(common, words)) newest.push({ term, place: placesIn(common).at(-1) ?? 0 });
  }
  return newest.sort((first, second) => second.place - first.place);
}
