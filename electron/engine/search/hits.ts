import type { InspectedCounts, RecordCursor, RecordFilter, Verdict } from '../../../shared/domain/index.ts';
import { dispositionStateSchema, verdictSchema } from '../../../shared/domain/index.ts';
import {
  addManyPlaces,
  blockOf,
  countCommon,
  firstPlaces,
  firstWhere,
  keepCommon,
  keepWhere,
  leaveCommon,
  noWords,
  placeOf,
  type Words,
} from './bits.ts';
import { type Blocks, type SearchBlock, type Span, type TimeKind, VIEW } from './block.ts';
import type { ContainedText, TextFinder } from './textFinder.ts';

/** Records of a block that were found. */
export interface Found {
  readonly block: number;
  readonly records: SearchBlock;
  readonly words: Words;
}

/** Which way hits are walked, from where, and how many are wanted. */
export interface Walk {
  readonly isDown: boolean;
  readonly after: RecordCursor | null;
  readonly most: number;
}

/** Where the values that are meant lie; null where they may lie anywhere. */
export interface Range {
  readonly low: number;
  /** Whether `high` itself is meant. */
  readonly isHighMeant: boolean;
  readonly high: number;
}

/** What is sought, and by which of their times records count. */
export interface Sought {
  readonly filter: RecordFilter;
  readonly kind: TimeKind;
  /** The records of the part that the filter asks for. */
  readonly ofPart?: readonly number[] | null;
  /** Only images that show a part of their own. */
  readonly withoutViews?: boolean;
}

/** What a filter finds, block by block. */
export class Hits {
  readonly #index: Blocks;
  /** At least one term of each. */
  readonly #terms: readonly (readonly string[])[];
  readonly #time: Range | null;
  readonly #kind: TimeKind;
  /** The scores that are meant; null where there is no such condition. */
  readonly score: Range | null;
  /** The only records that may be meant; null where any may be. */
  readonly #numbers: readonly number[] | null;
  readonly #withoutViews: boolean;
  readonly #texts: readonly ContainedText[];
  readonly #blocks: readonly Set<number>[];

  constructor(index: Blocks, texts: TextFinder, { filter, kind, ofPart = null, withoutViews = false }: Sought) {
    const { from, to, scoreFrom, scoreTo, number, file, serial } = filter;
    this.#index = index;
    this.#kind = kind;
    this.#numbers = number === null ? ofPart : [number].filter((each) => ofPart?.includes(each) ?? true);
    this.#withoutViews = withoutViews;
    this.#terms = termsOf(filter);
    this.#time = rangeOf(from === null ? null : Date.parse(from), to === null ? null : Date.parse(to), false);
    this.score = rangeOf(single(scoreFrom), single(scoreTo), true);
    this.#texts = [
      ...(file === null ? [] : [texts.contained('file', file)]),
      ...(serial === null ? [] : [texts.contained('serial', serial)]),
    ];
    this.#blocks = this.#terms.map((terms) => new Set(terms.flatMap((term) => index.blocksOf(term))));
  }

  /** @param isDown the block of the newest records first. @param from the block to begin with */
  *blocks(isDown: boolean, from: number | null = null): Generator<Found> {
    for (const found of this.candidates(isDown, from)) {
      const { block, records, words } = found;
      if (this.#texts.every((text) => text.keep(block, records, words))) yield found;
    }
  }

  /** The same with records that may have other texts: whoever needs only a page of them asks `isMeant` about each. */
  *candidates(isDown: boolean, from: number | null = null): Generator<Found> {
    const last = this.#index.lastBlock;
    const begin = from ?? (isDown ? last : 0);
    for (let block = begin; isDown ? block >= 0 : block <= last; block += isDown ? -1 : 1) {
      const found = this.#in(block);
      if (found !== null) yield found;
    }
  }

  /** Whether a candidate has the texts that are sought. */
  isMeant({ block, records }: Found, place: number): boolean {
    return this.#texts.every((text) => text.has(block, records, place));
  }

  /** Null where a block holds none. */
  #in(block: number): Found | null {
    if (this.#numbers?.every((number) => blockOf(number) !== block)) return null;
    if (!this.#blocks.every((blocks) => blocks.has(block))) return null;
    const records = this.#index.block(block);
    if (records === null || isApart(this.#time, records.timeSpan(this.#kind))) return null;
    const words = firstPlaces(records.count);
    const isLeft =
      this.#terms.every((terms) => keepCommon(words, wordsOf(records, terms))) &&
      this.#keepNumbers(block, words) &&
      this.#leaveViews(words, records) &&
      this.#texts.every((text) => text.narrow(block, words)) &&
      this.#keepTimes(words, records) &&
      (this.score === null || keepScores(words, this.score, records));
    return isLeft ? { block, records, words } : null;
  }

  #keepTimes(words: Words, records: SearchBlock): boolean {
    const range = this.#time;
    const { low, high } = records.timeSpan(this.#kind);
    if (range === null || (low >= range.low && isBelow(high, range))) return true;
    const times = records.times(this.#kind);
    return keepWhere(words, (place) => {
      const timeMs = times[place] ?? Number.NaN;
      return timeMs >= range.low && isBelow(timeMs, range);
    });
  }

  #keepNumbers(block: number, words: Words): boolean {
    const numbers = this.#numbers;
    if (numbers === null) return true;
    const places = new Set(numbers.filter((number) => blockOf(number) === block).map(placeOf));
    return keepWhere(words, (place) => places.has(place));
  }

  #leaveViews(words: Words, records: SearchBlock): boolean {
    return !this.#withoutViews || leaveCommon(words, wordsOf(records, [VIEW]));
  }
}

/** Counts what was found by verdict and by what was decided. */
export class FoundCounts {
  readonly #counts = new Map<string, number>();

  add({ records, words }: Found): void {
    for (const term of COUNTED) {
      const count = countCommon(words, wordsOf(records, [term]));
      this.#counts.set(term, (this.#counts.get(term) ?? 0) + count);
    }
  }

  counts(): InspectedCounts {
    return {
      verdicts: this.#of('verdict', verdictSchema.options),
      dispositions: this.#of('state', dispositionStateSchema.options),
    };
  }

  #of<Name extends string>(kind: string, names: readonly Name[]): Record<Name, number> {
    const counts = names.map((name) => [name, this.#counts.get(`${kind}:${name}`) ?? 0]);
    return Object.fromEntries(counts) as Record<Name, number>;
  }
}

const COUNTED = [
  ...verdictSchema.options.map((verdict: Verdict) => `verdict:${verdict}`),
  ...dispositionStateSchema.options.map((state) => `state:${state}`),
];

export function wordsOf(records: SearchBlock, terms: readonly string[]): Words {
  const words = noWords();
  for (const term of terms) records.addTo(words, term);
  return words;
}

function termsOf(filter: RecordFilter): string[][] {
  const { verdicts, dispositions, source, recipe, lot, error, reason, defect, person } = filter;
  const terms = [
    verdicts.map((verdict) => `verdict:${verdict}`),
    dispositions.map((state) => `state:${state}`),
    ...Object.entries({ source, lot, error, reason, defect, person }).map(([kind, value]) =>
      value === null ? [] : [`${kind}:${value}`],
    ),
  ];
  if (recipe !== null) {
    terms.push([recipe.version === null ? `recipe:${recipe.id}` : `version:${recipe.id}@${recipe.version}`]);
  }
  return terms.filter(({ length }) => length > 0);
}

function rangeOf(low: number | null, high: number | null, isHighMeant: boolean): Range | null {
  if (low === null && high === null) return null;
  return { low: low ?? Number.NEGATIVE_INFINITY, high: high ?? Number.POSITIVE_INFINITY, isHighMeant };
}

/** Scores are compared in their own precision. */
const single = (score: number | null): number | null => (score === null ? null : Math.fround(score));

const isBelow = (value: number, { high, isHighMeant }: Range): boolean => (isHighMeant ? value <= high : value < high);

/** Whether none of a block's values is meant. */
const isApart = (range: Range | null, span: Span): boolean =>
  range !== null && (span.high < range.low || !isBelow(span.low, range));

/** Only the scores that are meant are looked at. */
function keepScores(words: Words, { low, high }: Range, records: SearchBlock): boolean {
  const [scores, order] = [records.scores(), records.scoreOrder()];
  const from = firstWhere(order.length, (index) => (scores[order[index] ?? 0] ?? 0) >= low);
  const to = firstWhere(order.length, (index) => (scores[order[index] ?? 0] ?? 0) > high);
  if (from >= to) return false;
  const meant = noWords();
  addManyPlaces(order.subarray(from, to), meant);
  return keepCommon(words, meant);
}
