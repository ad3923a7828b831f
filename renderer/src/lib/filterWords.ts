import type { RequestOutput } from '../../../shared/contract/index.ts';
import type { RecordFilter } from '../../../shared/domain/index.ts';
import { count, dateAndTime, listOf, sigma } from './format.ts';
import { texts } from './texts.ts';

export type Choices = RequestOutput<'records.choices'>;

export const NO_CHOICES: Choices = {
  recipes: [],
  sources: [],
  lots: [],
  errors: [],
  reasons: [],
  defects: [],
  people: [],
};

/** One thing that a filter asks for, and the filter without it. */
export interface Chip {
  readonly words: string;
  readonly without: Partial<RecordFilter>;
}

/** What a filter asks for, one chip each. Verdicts, open decisions and the serial have controls of their own. */
export function chipsOf(filter: RecordFilter, choices: Choices): Chip[] {
  const { chip } = texts.records;
  const { state } = texts.disposition;
  const said = <Name extends keyof RecordFilter>(
    name: Name,
    words: (value: NonNullable<RecordFilter[Name]>) => string,
  ): Chip[] => {
    const value = filter[name];
    if (value === null) return [];
    return [{ words: words(value), without: { [name]: null } }];
  };
  const dispositions = isOnlyOpen(filter) ? [] : filter.dispositions;
  return [
    ...said('from', (time) => chip.from(dateAndTime(time))),
    ...said('to', (time) => chip.to(dateAndTime(time))),
    ...said('number', (number) => chip.number(count(number))),
    ...said('part', (number) => chip.part(count(number))),
    ...said('lot', chip.lot),
    ...said('file', chip.file),
    ...said('recipe', ({ id, version }) => chip.recipe(id, version === null ? null : String(version))),
    ...said('source', (id) => choices.sources.find((source) => source.id === id)?.name ?? id),
    ...dispositions.map((each) => ({
      words: state[each],
      without: { dispositions: filter.dispositions.filter((other) => other !== each) },
    })),
    ...said('reason', chip.reason),
    ...said('defect', chip.defect),
    ...said('person', (id) => chip.person(choices.people.find(({ person }) => person === id)?.name ?? id)),
    ...said('scoreFrom', (score) => chip.scoreFrom(sigma(score))),
    ...said('scoreTo', (score) => chip.scoreTo(sigma(score))),
    ...said('error', (code) => code),
  ];
}

/** All that a filter asks for, in one line. */
export function filterSentence(filter: RecordFilter, sources: Choices['sources']): string {
  const verdicts = filter.verdicts.map((verdict) => texts.verdict.word[verdict]);
  const words = [
    ...(verdicts.length === 0 ? [] : [listOf(verdicts)]),
    ...(isOnlyOpen(filter) ? [texts.records.open] : []),
    ...(filter.serial === null ? [] : [texts.records.chip.serial(filter.serial)]),
    ...chipsOf(filter, { ...NO_CHOICES, sources }).map((chip) => chip.words),
  ];
  return words.length === 0 ? texts.export.everything : words.join(' · ');
}

export function isOnlyOpen({ dispositions }: RecordFilter): boolean {
  return dispositions.length === 1 && dispositions[0] === 'open';
}
