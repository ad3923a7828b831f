import type { FoundRecord } from '../../../../shared/contract/index.ts';
import type { DispositionState } from '../../../../shared/domain/index.ts';
import { count, moment, sigma } from '../../lib/format.ts';
import { texts } from '../../lib/texts.ts';
import { arrivalOf } from '../part/index.ts';

/** What was decided about a record; null where it passed, about which nobody decides. */
export function stateOf({
  verdict,
  disposition,
}: Pick<FoundRecord, 'verdict' | 'disposition'>): DispositionState | null {
  return verdict === 'pass' ? null : (disposition?.decision ?? 'open');
}

/** What a line of the list says. */
export function foundWords(record: FoundRecord, now: number) {
  const state = stateOf(record);
  const stateWord = state === null ? null : texts.disposition.state[state];
  const number = count(record.number);
  const score = record.score === null ? texts.feed.noScore : sigma(record.score);
  const time = moment(arrivalOf(record), now);
  const verdict = texts.verdict.word[record.verdict];
  return {
    state,
    stateWord,
    number: texts.verdict.part(number),
    score,
    time,
    verdict,
    select: texts.records.select(number),
    recipe:
      record.recipeId === null || record.recipeVersion === null
        ? (record.recipeId ?? '')
        : texts.facts.recipeVersion(record.recipeId, record.recipeVersion),
    lot: record.lot === null ? null : texts.facts.named.lot(record.lot),
    label: texts.records.row(verdict, number, record.serial, score, time, stateWord),
  };
}
