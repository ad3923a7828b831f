import type { FoundRecord } from '../../../../shared/contract/index.ts';
import { dispositionStateOf, type RecipeId } from '../../../../shared/domain/index.ts';
import { count, moment, sigma } from '../../lib/format.ts';
import { texts } from '../../lib/texts.ts';
import { arrivalOf } from '../part/index.ts';

/** What a line of the list says. */
export function foundWords(record: FoundRecord, now: number, nameOf: (recipe: RecipeId) => string) {
  const state = dispositionStateOf({ verdict: record.verdict, decision: record.disposition?.decision ?? null });
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
        ? record.recipeId === null
          ? ''
          : nameOf(record.recipeId)
        : texts.facts.recipeVersion(nameOf(record.recipeId), record.recipeVersion),
    lot: record.lot === null ? null : texts.facts.named.lot(record.lot),
    label: texts.records.row(verdict, number, record.serial, score, time, stateWord),
  };
}
