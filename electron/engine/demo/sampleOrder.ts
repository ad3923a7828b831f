/** Bad parts in every round of good ones: about one part in eight, far more than on a real line, so that a newcomer sees some soon. */
const BAD_IN_A_ROUND = 3;

/**
 * The order in which the sample line delivers its parts, for ever: rounds in which every good part comes once and a few bad ones are strewn in,
 * until every bad one has come too, then from the beginning in a new order. The same seed gives the same order.
 */
export function* sampleOrder<Part>(
  parts: { readonly good: readonly Part[]; readonly bad: readonly Part[] },
  seed: number,
): Generator<Part, never> {
  if (parts.good.length + parts.bad.length === 0) throw new RangeError('a line needs parts');
  const random = createRandom(seed);
  let badToCome: Part[] = [];
  for (;;) {
    if (badToCome.length === 0) badToCome = shuffled(parts.bad, random);
    yield* shuffled([...parts.good, ...badToCome.splice(0, BAD_IN_A_ROUND)], random);
  }
}

/** Fisher and Yates. */
function shuffled<Item>(items: readonly Item[], random: () => number): Item[] {
  const rest = [...items];
  const result: Item[] = [];
  while (rest.length > 0) result.push(...rest.splice(Math.floor(random() * rest.length), 1));
  return result;
}

/** Numbers in [0, 1) by the mulberry32 generator (T. Ettinger): small, and good enough to shuffle parts. */
function createRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
