import { isStorageTrouble } from '../storage/index.ts';

/**
 * Asks the database, and answers what it said last where it is in trouble: that is when people look at the status, so it must not fail then.
 * The trouble itself is told by the storage's own state.
 */
export function lastKnown<Input, Value>(
  ask: (input: Input) => Value,
  keyOf: (input: Input) => string,
  unknown: Value,
): (input: Input) => Value {
  const known = new Map<string, Value>();
  return (input) => {
    const key = keyOf(input);
    try {
      const value = ask(input);
      known.set(key, value);
      return value;
    } catch (thrown) {
      if (!isStorageTrouble(thrown)) throw thrown;
      return known.get(key) ?? unknown;
    }
  };
}
