import type { AuditItem } from '../../../../shared/contract/index.ts';
import { dateAndTime } from '../../lib/format.ts';
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
  readonly field: string;
  readonly old: string;
  readonly new: string;
  readonly differs: boolean;
}

/** What an entry holds before and after, field by field: those of objects singly, anything else as one. */
export function differencesOf(before: unknown, after: unknown): readonly Difference[] {
  if (before === null && after === null) return [];
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  return [...new Set([...Object.keys(old), ...Object.keys(now)])].map((field) => {
    const [left, right] = [valueWord(old[field]), valueWord(now[field])];
    return { field, old: left, new: right, differs: before !== null && after !== null && left !== right };
  });
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  if (value === null) return {};
  return typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : { '': value };
}

const MOMENT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;

function valueWord(value: unknown): string {
  if (value === undefined || value === null) return words.none;
  if (typeof value === 'string') return MOMENT.test(value) ? dateAndTime(value) : value;
  if (Array.isArray(value) && value.every((each) => typeof each !== 'object')) return value.map(valueWord).join(', ');
  return JSON.stringify(value, null, typeof value === 'object' ? 1 : 0);
}

/** The areas that actions belong to, each with what filters by all of it. */
export function areasOf(actions: readonly string[]): readonly { readonly filter: string; readonly word: string }[] {
  const areas = [...new Set(actions.map((action) => action.slice(0, action.indexOf('.'))))];
  return areas.map((area) => ({ filter: `${area}.`, word: words.allOf(words.areas[area] ?? area) }));
}
