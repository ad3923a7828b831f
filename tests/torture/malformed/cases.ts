import { createHash } from 'node:crypto';
import { createRandom } from '../random.ts';
import type { Kind, Original } from './corpus.ts';
import { type Mutation, mutated } from './mutations.ts';

/** One damaged file. The same seed and number give the same bytes again. */
export interface Case {
  readonly number: number;
  /** Its name in the camera's folder. */
  readonly file: string;
  readonly kind: Kind;
  readonly original: Original;
  readonly mutation: Mutation;
  readonly bytes: Buffer;
  readonly sha256: string;
}

/** Numbers of different seeds must not meet. */
const SEED_STEP = 1_000_003;

export function createCase(number: number, seed: number, originals: readonly Original[]): Case {
  const random = createRandom(seed * SEED_STEP + number);
  // Half of them begin as a good part, so that a damaged picture that passes is seen.
  const isPart = random.chance(0.5);
  const original = random.pick(originals.filter((candidate) => candidate.isPart === isPart));
  const alike = originals.filter(({ kind }) => kind === original.kind);
  const stranger = random.pick(random.chance(0.7) ? alike : originals);
  const { mutation, bytes } = mutated(original, stranger, random);
  return {
    number,
    file: `case-${String(number).padStart(6, '0')}-${original.name}`,
    kind: original.kind,
    original,
    mutation,
    bytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
}

export function nameOf({ number, original, mutation }: Case): string {
  return `case ${number} (${original.name}, ${mutation.name})`;
}
