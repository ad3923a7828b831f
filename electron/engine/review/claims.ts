import type { Caller, Claim } from '../../../shared/contract/index.ts';

/** A screen that shows a part renews its claim several times in this time. */
export const CLAIM_MS = 60_000;

interface Held extends Claim {
  readonly endsMs: number;
}

export interface ClaimsNeeds {
  /** Whether the connection of a session is still there. */
  readonly isHere: (session: string) => boolean;
  /** Of a clock that nobody sets. */
  readonly nowMs: () => number;
}

/** Who looks at which part of the review queue: at most one part for each screen. Nothing of it outlasts the station. */
export class Claims {
  readonly #needs: ClaimsNeeds;
  /** By session. */
  readonly #held = new Map<string, Held>();

  constructor(needs: ClaimsNeeds) {
    this.#needs = needs;
  }

  /** Those of others at the time, by the parts' numbers. */
  others(session: string): ReadonlyMap<number, Claim> {
    const found = [...this.#current()].filter(([holder]) => holder !== session);
    return new Map(found.map(([, held]) => [held.number, claimOf(held)]));
  }

  all(): Claim[] {
    const claims = [...this.#current()].map(([, held]) => claimOf(held));
    return claims.toSorted((one, other) => one.number - other.number);
  }

  take(
    { session, name }: Pick<Caller, 'session' | 'name'>,
    number: number,
    screen: string | null,
    since: string,
  ): void {
    this.#held.set(session, { number, name, screen, since, endsMs: this.#needs.nowMs() + CLAIM_MS });
  }

  keep(session: string): void {
    const held = this.#held.get(session);
    if (held !== undefined) this.#held.set(session, { ...held, endsMs: this.#needs.nowMs() + CLAIM_MS });
  }

  leave(session: string): void {
    this.#held.delete(session);
  }

  /** Somebody decided about these parts: nobody need look at them any more. */
  end(numbers: ReadonlySet<number>): void {
    for (const [session, { number }] of this.#held) if (numbers.has(number)) this.#held.delete(session);
  }

  #current(): ReadonlyMap<string, Held> {
    for (const [session, { endsMs }] of this.#held) {
      if (endsMs <= this.#needs.nowMs() || !this.#needs.isHere(session)) this.#held.delete(session);
    }
    return this.#held;
  }
}

function claimOf({ number, name, screen, since }: Held): Claim {
  return { number, name, screen, since };
}
