import { isDeepStrictEqual } from 'node:util';
import { SigmalineError } from '../../../shared/domain/index.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Puts a change into fields that somebody else may have changed since they were seen. What is undefined is not meant: it came over a port, or its form
 * did not touch it. Of a field that is an object only the parts that differ from what was seen are meant.
 *
 * @throws SigmalineError `settings.changed-meanwhile` where a field is neither what was seen nor what it is to become
 */
export function withChange<Current extends object>(current: Current, wished: object, seen: object): Current {
  return merged(current as Fields, wished as Fields, seen as Fields, []) as Current;
}

function merged(current: Fields, wished: Fields, seen: Fields, path: readonly string[]): Fields {
  const changes = Object.entries(wished).flatMap(([name, wish]) => {
    const [now, before] = [current[name], seen[name]];
    if (wish === undefined || isDeepStrictEqual(wish, now) || isDeepStrictEqual(wish, before)) return [];
    const field = [...path, name];
    if (isFields(wish) && isFields(now) && isFields(before) && wish.kind === now.kind) {
      return [[name, merged(now, wish, before, field)] as const];
    }
    if (before !== undefined && !isDeepStrictEqual(now, before)) {
      throw new SigmalineError('settings.changed-meanwhile', { setting: field.join('.') });
    }
    return [[name, wish] as const];
  });
  return { ...current, ...Object.fromEntries(changes) };
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
