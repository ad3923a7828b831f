/**
 * A group of texts that follows the one that `current` gives at that moment. A group of it may be kept, even by a module: each text is looked up
 * when it is read. A single text that is kept stays in the language of then.
 */
export function followed<Group extends object>(current: () => Group): Group {
  const groups = new Map<PropertyKey, object>();
  const read = (name: PropertyKey): unknown => {
    const value: unknown = Reflect.get(current(), name);
    if (!isGroup(value)) return value;
    const known = groups.get(name) ?? followed(() => Reflect.get(current(), name) as object);
    groups.set(name, known);
    return known;
  };
  return new Proxy({} as Group, {
    get: (_, name) => read(name),
    has: (_, name) => name in current(),
    ownKeys: () => Reflect.ownKeys(current()),
    getOwnPropertyDescriptor: (_, name) =>
      name in current() ? { value: read(name), enumerable: true, configurable: true } : undefined,
  });
}

/** A list is one text of several lines: it is given whole. */
function isGroup(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
