import type { AuditItem } from '../../../../shared/contract/index.ts';
import { detailText, providerName } from '../../../../shared/domain/index.ts';
import { LANGUAGE_NAMES } from '../../../../shared/i18n/languages.ts';
import { dateAndTime, listOf } from '../../lib/format.ts';
import { texts } from '../../lib/texts.ts';

const words = texts.audit;

export function actionWord(action: string): string {
  return words.actions[action] ?? action;
}

/** The person's printed name; what stands in its place where no person acted. */
export function actorWord({ actor, name }: Pick<AuditItem, 'actor' | 'name'>): string {
  return name ?? words.actor[actor] ?? actor;
}

export function objectWord({ kind, id }: AuditItem['object']): string {
  return `${words.objects[kind] ?? kind} ${id}`;
}

export interface Difference {
  /** Its name in the chain; empty where the entry holds one thing alone. */
  readonly field: string;
  /** The same in words. */
  readonly label: string;
  readonly old: string;
  readonly new: string;
  readonly differs: boolean;
}

/** What the forms call what an entry names; what has no words stands as the chain has it. */
export function fieldWord(field: string): string {
  const policies: Readonly<Record<string, unknown>> = texts.people;
  const found = words.fields[field] ?? (texts.people.right as Record<string, string>)[field] ?? policies[field];
  return typeof found === 'string' ? found : field;
}

/**
 * What an entry holds before and after, field by field: those of objects singly, anything else as one.
 *
 * @param isOwn whether the station said it, in sentences of its own, and no person
 */
export function differencesOf(before: unknown, after: unknown, isOwn = false): readonly Difference[] {
  if (before === null && after === null) return [];
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].map((field) => {
    const [left, right] = [valueWord(field, old[field], isOwn), valueWord(field, now[field], isOwn)];
    return {
      field,
      label: fieldWord(field),
      old: left,
      new: right,
      differs: before !== null && after !== null && left !== right,
    };
  });
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  if (value === null) return {};
  return typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : { '': value };
}

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;

/** What screens call the codes that entries hold, by the field that they stand in; null for what is no code. */
function codeWord(field: string, code: string): string | null {
  const { station, people, role, verdict } = texts;
  const { byArrival: arrival, byJudgement: judgement, byFile: file, oldest, newest, laneGoals, providerAuto } = station;
  const { latency, throughput } = laneGoals;
  const codes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    lanes: { latency: latency.label, throughput: throughput.label },
    shiftsBy: { arrival, judgement, file },
    judgeFirst: { oldest, newest },
    language: LANGUAGE_NAMES,
    role,
    verdict: verdict.word,
    decision: texts.disposition.state,
  };
  if (field === 'provider' || field === 'executionProvider') return code === 'auto' ? providerAuto : providerName(code);
  return (field in people.right ? (role as Readonly<Record<string, string>>) : codes[field])?.[code] ?? null;
}

function valueWord(field: string, value: unknown, isOwn: boolean): string {
  if (value === undefined || value === null) return words.none;
  if (typeof value === 'boolean') return value ? words.yes : words.no;
  if (typeof value === 'string') {
    const text = MOMENT.test(value) ? dateAndTime(value) : isOwn ? detailText(value) : value;
    return codeWord(field, value) ?? text;
  }
  if (typeof value !== 'object') return JSON.stringify(value);
  const isList = Array.isArray(value);
  if (isList && value.every((each) => typeof each !== 'object')) {
    return value.length === 0 ? words.none : listOf(value.map((each) => valueWord(field, each, isOwn)));
  }
  return Object.entries(value)
    .map(([name, each]) => {
      const label = isList ? `${Number(name) + 1}` : fieldWord(name);
      const said = valueWord(isList ? field : name, each, isOwn);
      return `${label}${texts.colon}${said.replaceAll('\n', '\n  ')}`;
    })
    .join('\n');
}

/** The areas that actions belong to, each with what filters by all of it. */
export function areasOf(actions: readonly string[]): readonly { readonly filter: string; readonly word: string }[] {
  const areas = [...new Set(actions.map((action) => action.slice(0, action.indexOf('.'))))];
  return areas.map((area) => ({ filter: `${area}.`, word: words.allOf(words.areas[area] ?? area) }));
}
