import type { DispositionState, KeepingRule, KeptKind, Verdict } from '../../../../shared/domain/index.ts';
import { count, listOf } from '../../lib/format.ts';
import { REQUIRED, Sentence } from '../../lib/sentence.ts';
import { texts } from '../../lib/texts.ts';
import { typedOptional } from '../../lib/typedNumber.ts';

const words = texts.keeping.rules;

/** What a person types of a rule. */
export interface RuleDraft {
  name: string;
  what: KeptKind[];
  days: string;
  gigabytes: string;
  verdicts: Verdict[];
  dispositions: DispositionState[];
  /** Empty for every recipe. */
  recipe: string;
  onlyWhenDiskIsLow: boolean;
}

export type RuleErrors = Partial<Record<'name' | 'what' | 'days' | 'gigabytes', Sentence>>;

export function ruleDraftOf(rule: KeepingRule | null): RuleDraft {
  if (rule === null)
    return {
      name: '',
      what: ['maps'],
      days: '90',
      gigabytes: '',
      verdicts: [],
      dispositions: [],
      recipe: '',
      onlyWhenDiskIsLow: false,
    };
  const { name, what, olderThanDays, overGigabytes, verdicts, dispositions, recipe, onlyWhenDiskIsLow } = rule;
  const [days, gigabytes] = [olderThanDays, overGigabytes].map((value) => (value === null ? '' : String(value)));
  return {
    ...{ name, what: [...what], days: days ?? '', gigabytes: gigabytes ?? '' },
    ...{ verdicts: [...verdicts], dispositions: [...dispositions], recipe: recipe ?? '', onlyWhenDiskIsLow },
  };
}

/** The rule that is meant; null where something is wrong with it. */
export function ruleOf(draft: RuleDraft): { readonly rule: KeepingRule | null; readonly errors: RuleErrors } {
  const days = typedOptional(draft.days);
  const gigabytes = typedOptional(draft.gigabytes);
  const isNeither = days === null && gigabytes === null;
  const areDaysWrong = days !== null && !(Number.isInteger(days) && days >= 1 && days <= 36_500);
  const isSizeWrong = gigabytes !== null && !(gigabytes > 0 && gigabytes <= 1_000_000);
  const errors: RuleErrors = {
    ...(draft.name.trim() === '' && { name: REQUIRED }),
    ...(draft.what.length === 0 && { what: new Sentence(() => words.noKind) }),
    ...(isNeither && { days: new Sentence(() => words.needsOne) }),
    ...(areDaysWrong && { days: new Sentence(() => words.wrongDays) }),
    ...(isSizeWrong && { gigabytes: new Sentence(() => words.wrongSize) }),
  };
  if (Object.keys(errors).length > 0) return { rule: null, errors };
  const { what, verdicts, dispositions, onlyWhenDiskIsLow } = draft;
  const recipe = (draft.recipe === '' ? null : draft.recipe) as KeepingRule['recipe'];
  const rule = {
    name: draft.name.trim(),
    what,
    olderThanDays: days,
    overGigabytes: gigabytes,
    verdicts,
    dispositions,
    recipe,
    onlyWhenDiskIsLow,
  };
  return { rule, errors };
}

/** A rule in one line. */
export function ruleInWords({
  what,
  olderThanDays,
  overGigabytes,
  verdicts,
  dispositions,
  recipe,
  onlyWhenDiskIsLow,
}: KeepingRule): string {
  return [
    listOf(what.map((kind) => texts.keeping.what[kind])),
    ...(olderThanDays === null ? [] : [words.age(count(olderThanDays))]),
    ...(overGigabytes === null ? [] : [words.above(String(overGigabytes))]),
    ...verdicts.map((verdict) => texts.verdict.word[verdict]),
    ...dispositions.map((state) => texts.disposition.state[state]),
    ...(recipe === null ? [] : [recipe]),
    ...(onlyWhenDiskIsLow ? [words.whenLow] : []),
  ].join(' · ');
}
