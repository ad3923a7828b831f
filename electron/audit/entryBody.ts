import { ENTRY_KEYS, ENTRY_VERSION, type EntryBody } from './entry.ts';
import type { Phrase } from './faults.ts';

export type ReadBody =
  | { readonly kind: 'read'; readonly body: EntryBody }
  /** Written by a newer program: its number and the hash before it are where they are in every version. */
  | { readonly kind: 'newer'; readonly body: Pick<EntryBody, 'v' | 'seq' | 'prev'> }
  | { readonly kind: 'malformed'; readonly reason: Phrase['code'] };

/** Reads the text of an entry. It is trusted no further than its hash: whoever wrote it may have written anything. */
export function readBody(text: string): ReadBody {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { kind: 'malformed', reason: 'altered.json' };
  }
  if (!isObject(body) || !Number.isSafeInteger(body.seq) || !isString(body.prev) || !Number.isSafeInteger(body.v))
    return { kind: 'malformed', reason: 'altered.number' };
  if (Number(body.v) > ENTRY_VERSION)
    return { kind: 'newer', body: { v: Number(body.v), seq: Number(body.seq), prev: body.prev } };
  if (!isEntry(body)) return { kind: 'malformed', reason: 'altered.parts' };
  // Nearly always the first holds, which takes a fifth of the time. That it lets keys in another order pass is no matter: the text is what is hashed.
  if (JSON.stringify(body) !== text && canonicalText(body) !== text)
    return { kind: 'malformed', reason: 'altered.form' };
  return { kind: 'read', body };
}

function isEntry(body: Readonly<Record<string, unknown>>): body is Readonly<Record<string, unknown>> & EntryBody {
  const { at, lived, actor, name, role, session, action, object, reason, schema, v } = body;
  return (
    v === ENTRY_VERSION &&
    Object.keys(body).length === ENTRY_KEYS.length &&
    ENTRY_KEYS.every((key) => Object.hasOwn(body, key)) &&
    [at, actor, action].every(isString) &&
    [name, role, session, reason].every((value) => value === null || isString(value)) &&
    [lived, schema].every((value) => typeof value === 'number') &&
    isObject(object) &&
    isString(object.kind) &&
    isString(object.id)
  );
}

/** The canonical text (RFC 8785) of what `JSON.parse` gave, which has none of the values that `canonicalJson` must beware of. */
export function canonicalText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalText(value[key])}`).join(',')}}`;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isString(value: unknown): value is string {
  return typeof value === 'string';
}
