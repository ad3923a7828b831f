import type { Claim, FoundRecord } from '../../../../shared/contract/index.ts';
import { type InspectionId, reportOf } from '../../../../shared/domain/index.ts';
import type { Addresses } from '../../lib/addresses.ts';
import type { StationConnection } from '../../lib/connection/index.ts';
import { loadPart, type PresentedPart, release } from '../../lib/presentedPart.ts';

/** A claim ends after a minute: one renewal may be lost. */
const KEEP_EVERY_MS = 20_000;

/** The part of the review queue that this screen looks at, one after the other. */
export class ReviewQueue {
  readonly #connection: StationConnection;
  readonly #addresses: Addresses;
  readonly #screen: () => string | null;
  readonly #keeping: ReturnType<typeof setInterval>;
  #record = $state.raw<FoundRecord | null>(null);
  #part = $state.raw<PresentedPart | null>(null);
  #claimedBy = $state.raw<Claim | null>(null);
  #isLoading = $state(true);
  #problem = $state<string | null>(null);
  /** Counts what was asked for: what belongs to an earlier part is not shown. */
  #asked = 0;

  /** @param screen what this screen is called */
  constructor(connection: StationConnection, addresses: Addresses, screen: () => string | null) {
    this.#connection = connection;
    this.#addresses = addresses;
    this.#screen = screen;
    this.#keeping = setInterval(() => {
      if (this.#record !== null) connection.request('review.keep', {}).catch(() => undefined);
    }, KEEP_EVERY_MS);
  }

  get record(): FoundRecord | null {
    return this.#record;
  }

  /** Its pictures and its details, once they are there. */
  get part(): PresentedPart | null {
    return this.#part;
  }

  /** Who else looks at it; null where it is this screen's. */
  get claimedBy(): Claim | null {
    return this.#claimedBy;
  }

  get isLoading(): boolean {
    return this.#isLoading;
  }

  get problem(): string | null {
    return this.#problem;
  }

  /** The next one that waits, from the one that is shown. */
  step(backwards = false): Promise<void> {
    const after = this.#record?.number ?? null;
    return this.#show(async () => {
      const { record } = await this.#connection.request('review.take', { after, backwards, screen: this.#screen() });
      return { record, claimedBy: null };
    });
  }

  open(id: InspectionId): Promise<void> {
    return this.#show(() => this.#connection.request('review.open', { id, screen: this.#screen() }));
  }

  /** The connection is another: what was claimed over the one before is free. */
  takeAgain(): Promise<void> {
    return this.#record === null ? this.step() : this.open(this.#record.id);
  }

  close(): void {
    this.#asked += 1;
    clearInterval(this.#keeping);
    if (this.#part !== null) release(this.#part);
    this.#connection.request('review.leave', {}).catch(() => undefined);
  }

  async #show(ask: () => Promise<{ record: FoundRecord | null; claimedBy: Claim | null }>): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    this.#isLoading = true;
    try {
      const { record, claimedBy } = await ask();
      if (asked !== this.#asked) return;
      this.#record = record;
      this.#claimedBy = claimedBy;
      this.#problem = null;
      const part = record === null ? null : await loadPart(this.#connection, this.#addresses, record, null);
      if (asked === this.#asked) {
        if (this.#part !== null) release(this.#part);
        this.#part = part;
      } else if (part !== null) release(part);
    } catch (thrown) {
      if (asked === this.#asked) this.#problem = reportOf(thrown).message;
    } finally {
      if (asked === this.#asked) this.#isLoading = false;
    }
  }
}
