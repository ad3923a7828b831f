import { isDeepStrictEqual } from 'node:util';
import type { AuditedAction } from '../kernel/index.ts';
import type { Settings, SourceSettings } from './settings.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What a change of the settings is in the audit chain: one entry for the station's own settings, and one for each source. */
export function auditedChange(before: Settings, after: Settings): AuditedAction[] {
  const { sources: old, ...oldStation } = before;
  const { sources, ...station } = after;
  const actions: AuditedAction[] = [];
  const differing = difference(oldStation, station);
  if (differing !== null) {
    actions.push({ action: 'settings.changed', object: { kind: 'settings', id: 'station' }, ...differing });
  }
  const objectOf = ({ id }: SourceSettings) => ({ kind: 'source', id }) as const;
  for (const source of sources) {
    const known = old.find(({ id }) => id === source.id);
    if (known === undefined) actions.push({ action: 'source.added', object: objectOf(source), new: source });
    else {
      const changed = difference(known, source);
      if (changed !== null) actions.push({ action: 'source.changed', object: objectOf(source), ...changed });
    }
  }
  for (const source of old) {
    if (!sources.some(({ id }) => id === source.id))
      actions.push({ action: 'source.removed', object: objectOf(source), old: source });
  }
  return actions;
}

/** The fields that differ, before and after; null where none does. */
function difference(before: Fields, after: Fields): { readonly old: Fields; readonly new: Fields } | null {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  const differing = names.filter((name) => !isDeepStrictEqual(before[name], after[name]));
  const valuesOf = (fields: Fields): Fields =>
    Object.fromEntries(differing.map((name) => [name, fields[name] ?? null]));
  return differing.length === 0 ? null : { old: valuesOf(before), new: valuesOf(after) };
}
