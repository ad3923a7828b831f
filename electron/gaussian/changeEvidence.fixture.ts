import { type AmongGood, amongGood } from '../../shared/domain/index.ts';
import { type ChangeEvidence, noEvidence, strengthOf, withPart } from './changeEvidence.ts';
import type { Random } from './random.fixture.ts';

/** A simulated station: `good` held-out scores and a limit at a target of 5 %, both from the same distribution as its parts until these change. */
export class SimulatedStation {
  readonly #random: Random;
  readonly #recipe: {
    readonly heldOut: readonly { readonly score: number }[];
    readonly limits: { readonly fail: number };
  };
  #evidence: ChangeEvidence | null = null;

  constructor(random: Random, good: number) {
    this.#random = random;
    const scores = Array.from({ length: good }, () => random.normal()).sort((first, second) => first - second);
    const fail = scores[Math.ceil((good + 1) * 0.95) - 1] ?? Number.NaN;
    this.#recipe = { heldOut: scores.map((score) => ({ score })), limits: { fail } };
  }

  /** @returns the strength of the evidence after one more part, whose score is shifted by so many standard deviations */
  part(shift = 0): number {
    const among = amongGood(this.#recipe, this.#random.normal() + shift) as AmongGood;
    this.#evidence ??= noEvidence(among);
    if (among.asUnusual >= among.atLimit) this.#evidence = withPart(this.#evidence, among);
    return strengthOf(this.#evidence);
  }
}
