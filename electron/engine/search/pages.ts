import type { RecordCursor, RecordOrder } from '../../../shared/domain/index.ts';
import { BestScores } from './bestScores.ts';
import { blockOf, keepCommon, keepWhere, numberAt, placeOf, placesIn } from './bits.ts';
import { UNSCORED } from './block.ts';
import { type Found, type Hits, type Walk, wordsOf } from './hits.ts';

export interface PageAsked {
  readonly order: RecordOrder;
  readonly after: RecordCursor | null;
  readonly backwards: boolean;
  readonly limit: number;
}

/** Numbers of records in the order that was asked for, and whether more follow in the direction of the page. */
export interface Page {
  readonly numbers: readonly number[];
  readonly hasMore: boolean;
}

/** A page of what is found. Pages are walked in one direction or the other from a cursor, so that the last one costs what the first one does. */
export function pageOf(hits: Hits, { order, after, backwards, limit }: PageAsked): Page {
  const isDown = order.descending !== backwards;
  const most = limit + 1;
  const walked =
    order.by === 'time'
      ? byNumber(hits, hits.candidates(isDown, after && blockOf(after.number)), { isDown, after, most })
      : byScore(hits, { isDown, after, backwards, most });
  const numbers = walked.slice(0, limit);
  return { numbers: backwards ? numbers.reverse() : numbers, hasMore: walked.length > limit };
}

function byNumber(hits: Hits, candidates: Iterable<Found>, { isDown, after, most }: Walk): number[] {
  const numbers: number[] = [];
  for (const found of candidates) {
    const { block, words } = found;
    if (after !== null && block === blockOf(after.number)) {
      const end = placeOf(after.number);
      if (!keepWhere(words, (place) => (isDown ? place < end : place > end))) continue;
    }
    const places = placesIn(words);
    if (isDown) places.reverse();
    for (const place of places) {
      if (!hits.isMeant(found, place)) continue;
      numbers.push(numberAt(block, place));
      if (numbers.length === most) return numbers;
    }
  }
  return numbers;
}

interface ScoreWalk extends Walk {
  readonly backwards: boolean;
}

/** Records with a score by score and number, and those without one behind them by number; backwards the other way round. */
function byScore(hits: Hits, { isDown, after, backwards, most }: ScoreWalk): number[] {
  const scored = (left: number): number[] => {
    const best = new BestScores(hits, { isDown, after, most: left });
    for (const found of hits.candidates(isDown)) best.add(found);
    return best.numbers();
  };
  const unscored = (left: number): number[] => {
    const cursor = after?.score === null ? after : null;
    const candidates = withoutScore(hits.candidates(isDown, cursor && blockOf(cursor.number)));
    return byNumber(hits, candidates, { isDown, after: cursor, most: left });
  };
  const isAfterScored = after !== null && (after.score === null) !== backwards;
  const walks = backwards ? [unscored, scored] : [scored, unscored];
  const numbers: number[] = [];
  // The cursor lies in the second of both: the first is over.
  const begun = isAfterScored && after !== null ? walks.slice(1) : walks;
  for (const walk of begun) if (numbers.length < most) numbers.push(...walk(most - numbers.length));
  return numbers;
}

function* withoutScore(blocks: Iterable<Found>): Generator<Found> {
  for (const found of blocks) {
    if (keepCommon(found.words, wordsOf(found.records, [UNSCORED]))) yield found;
  }
}
