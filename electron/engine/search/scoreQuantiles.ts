import { placesIn } from './bits.ts';
import type { Found } from './hits.ts';
import { scoreKey, scoreOfKey } from './scoreKeys.ts';

const HALF = 65_536;

/**
 * Scores at some ranks among those that were found, exactly and in constant memory: two passes over the upper and the lower half of their bits, which as
 * whole numbers are ordered as the scores are.
 *
 * @param shares 0..1; the score of a share is the lowest that so many of the scores do not exceed (the nearest rank)
 * @returns null where no record has a score
 */
export function scoreQuantiles(found: readonly Found[], shares: readonly number[]): number[] | null {
  const upper = new Uint32Array(HALF);
  let count = 0;
  eachKey(found, (key) => {
    const half = key >>> 16;
    upper[half] = (upper[half] ?? 0) + 1;
    count += 1;
  });
  if (count === 0) return null;
  const wanted = shares.map((share) => placeOfRank(upper, Math.max(1, Math.ceil(share * count))));
  const lower = new Map(wanted.map(({ half }) => [half, new Uint32Array(HALF)]));
  eachKey(found, (key) => {
    const counts = lower.get(key >>> 16);
    if (counts !== undefined) counts[key & 0xff_ff] = (counts[key & 0xff_ff] ?? 0) + 1;
  });
  return wanted.map(({ half, rank }) => scoreOfKey(half * HALF + placeOfRank(lower.get(half) ?? upper, rank).half));
}

/** Where the record of a rank (from 1) is counted, and its rank among those counted there. */
function placeOfRank(counts: Uint32Array, rank: number): { readonly half: number; readonly rank: number } {
  let left = rank;
  let half = 0;
  for (; half < HALF - 1 && left > (counts[half] ?? 0); half += 1) left -= counts[half] ?? 0;
  return { half, rank: left };
}

function eachKey(found: readonly Found[], take: (key: number) => void): void {
  for (const { records, words } of found) {
    const scores = records.scores();
    const bits = new Uint32Array(scores.buffer, scores.byteOffset, scores.length);
    for (const place of placesIn(words)) {
      const key = scoreKey(bits[place] ?? 0);
      if (key !== null) take(key);
    }
  }
}
