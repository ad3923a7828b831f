import type { Claim, FoundRecord, QueuedPart } from '../../../../shared/contract/index.ts';
import type { FeedItem, InspectionId, Part } from '../../../../shared/domain/index.ts';
import type { Addresses } from '../../lib/addresses.ts';
import type { StationConnection } from '../../lib/connection/index.ts';
import { loadPart, type PresentedPart, release } from '../../lib/presentedPart.ts';
import { Refusal, type Sentence } from '../../lib/sentence.ts';

/** A claim ends after a minute: one renewal may be lost. */
const KEEP_EVERY_MS = 20_000;

/** The part of the review queue that this screen looks at, one after the other. */
export class ReviewQueue {
  readonly #connection: StationConnection;
  readonly #addresses: Addresses;
  readonly #screen: () => string | null;
  readonly #keeping: ReturnType<typeof setInterval>;
  #queued = $state.raw<QueuedPart | null>(null);
  #enlarged = $state.raw<FeedItem | null>(null);
  readonly #leave: () => void;
  #part = $state.raw<PresentedPart | null>(null);
  #claimedBy = $state.raw<Claim | null>(null);
  #isLoading = $state(true);
  #problem = $state<Sentence | null>(null);
  /** Counts what was asked for: what belongs to an earlier part is not shown. */
  #asked = 0;

  /** @param screen what this screen is called */
  constructor(connection: StationConnection, addresses: Addresses, screen: () => string | null) {
    this.#connection = connection;
    this.#addresses = addresses;
    this.#screen = screen;
    // A late view may come while somebody looks at its part.
    this.#leave = connection.on('part.changed', ({ part }) => {
      const record = this.#queued?.record;
      if (record?.number !== part.number) return;
      this.#queued = { record: { ...record, verdict: part.verdict ?? record.verdict }, part };
    });
    this.#keeping = setInterval(() => {
      if (this.#queued !== null) connection.request('review.keep', {}).catch(() => undefined);
    }, KEEP_EVERY_MS);
  }

  /** Of its image or its first view, with the part's verdict. */
  get record(): FoundRecord | null {
    return this.#queued?.record ?? null;
  }

  /** All views; null where its image shows a part of its own. */
  get views(): Part | null {
    return this.#queued?.part ?? null;
  }

  /** The view that somebody enlarged; null while all stand side by side. */
  get enlarged(): FeedItem | null {
    return this.#enlarged;
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

  get problem(): Sentence | null {
    return this.#problem;
  }

  /** The next one that waits, from the one that is shown. */
  step(backwards = false): Promise<void> {
    const after = this.record?.number ?? null;
    return this.#show(async () => {
      const { queued } = await this.#connection.request('review.take', { after, backwards, screen: this.#screen() });
      return { queued, claimedBy: null };
    });
  }

  open(id: InspectionId): Promise<void> {
    return this.#show(() => this.#connection.request('review.open', { id, screen: this.#screen() }));
  }

  /** The connection is another: what was claimed over the one before is free. */
  takeAgain(): Promise<void> {
    return this.record === null ? this.step() : this.open(this.record.id);
  }

  close(): void {
    this.#asked += 1;
    clearInterval(this.#keeping);
    this.#leave();
    if (this.#part !== null) release(this.#part);
    this.#connection.request('review.leave', {}).catch(() => undefined);
  }

  /** Shows one view large, or all side by side again. */
  async enlarge(view: FeedItem | null): Promise<void> {
    this.#enlarged = view;
    const item = view ?? this.record;
    if (item !== null) await this.#load(item);
  }

  async #show(ask: () => Promise<{ queued: QueuedPart | null; claimedBy: Claim | null }>): Promise<void> {
    this.#asked += 1;
    const asked = this.#asked;
    this.#isLoading = true;
    try {
      const { queued, claimedBy } = await ask();
      if (asked !== this.#asked) return;
      this.#queued = queued;
      this.#enlarged = null;
      this.#claimedBy = claimedBy;
      this.#problem = null;
      await this.#load(queued?.record ?? null);
    } catch (thrown) {
      if (asked === this.#asked) this.#problem = Refusal.of(thrown);
    } finally {
      if (asked === this.#asked) this.#isLoading = false;
    }
  }

  async #load(item: FeedItem | null): Promise<void> {
    const asked = this.#asked;
    const part = item === null ? null : await loadPart(this.#connection, this.#addresses, item, null);
    const isWanted = asked === this.#asked && (this.#enlarged ?? this.record)?.id === item?.id;
    if (isWanted) {
      if (this.#part !== null) release(this.#part);
      this.#part = part;
    } else if (part !== null) release(part);
  }
}
