import type { FeedItem } from '../../../../shared/domain/index.ts';
import { type PresentedPart, release, withoutDetails } from '../../lib/presentedPart.ts';

/** How long a verdict may wait for its picture, so that both appear together. */
const TOGETHER_MS = 250;

/** After this long without a touch the screen goes back to live by itself: nobody must find it showing an old part. */
export const RETURN_AFTER_SECONDS = 90;

/**
 * Which part the screen shows: the newest (live), one that is held until somebody disposes of it, or one that somebody chose. Verdict, image, heatmap and score always belong to the same
 * part; where parts come faster than pictures load, parts are skipped, never mixed.
 */
export class Presentation {
  readonly #load: (item: FeedItem) => Promise<PresentedPart>;
  #shown = $state.raw<PresentedPart | null>(null);
  #chosen = $state.raw<FeedItem | null>(null);
  #held = $state.raw<FeedItem | null>(null);
  #returnsAt = $state<number | null>(null);
  #newest: FeedItem | null = null;
  #wanted: FeedItem | null = null;
  /** Counts choices: what was loaded for an earlier one is not shown any more. */
  #choice = 0;
  #loadingChoice = -1;
  #patience: ReturnType<typeof setTimeout> | null = null;

  constructor(load: (item: FeedItem) => Promise<PresentedPart>) {
    this.#load = load;
  }

  get shown(): PresentedPart | null {
    return this.#shown;
  }

  /** The part that somebody looks at instead of the newest; null when live. */
  get chosen(): FeedItem | null {
    return this.#chosen;
  }

  /** The part that stays until somebody disposes of it. */
  get held(): FeedItem | null {
    return this.#held;
  }

  /** When the screen goes back to live by itself. */
  get returnsAt(): number | null {
    return this.#returnsAt;
  }

  arrived(newest: FeedItem): void {
    this.#newest = newest;
    if (this.#chosen === null && this.#held === null && newest.id !== this.#wanted?.id) this.#want(newest);
  }

  /** @param item null where nothing is held any more */
  hold(item: FeedItem | null): void {
    if (item?.id === this.#held?.id) return;
    this.#held = item;
    if (this.#chosen === null) this.#wantCurrent();
  }

  look(item: FeedItem): void {
    const already = this.#chosen?.id === item.id;
    this.#chosen = item;
    this.touched();
    if (already) return;
    this.#choice += 1;
    this.#want(item);
  }

  backToLive(): void {
    if (this.#chosen === null) return;
    this.#chosen = null;
    this.#returnsAt = null;
    this.#wantCurrent();
  }

  /** Somebody is there: the return to live starts to count anew. */
  touched(): void {
    if (this.#chosen !== null) this.#returnsAt = Date.now() + RETURN_AFTER_SECONDS * 1000;
  }

  /** To be called now and then. */
  tick(now: number): void {
    if (this.#returnsAt !== null && now >= this.#returnsAt) this.backToLive();
  }

  /** The connection is gone: what is shown is no longer current, and what comes back may be another part. */
  forget(): void {
    this.#choice += 1;
    this.#chosen = null;
    this.#held = null;
    this.#returnsAt = null;
    this.#wanted = null;
    this.#newest = null;
    this.#show(null);
    this.#stopWaiting();
  }

  #wantCurrent(): void {
    this.#choice += 1;
    const current = this.#held ?? this.#newest;
    if (current !== null) this.#want(current);
  }

  #want(item: FeedItem): void {
    this.#wanted = item;
    this.#patience ??= setTimeout(() => this.#showWithoutDetails(), TOGETHER_MS);
    if (this.#loadingChoice !== this.#choice) void this.#loadWanted();
  }

  async #loadWanted(): Promise<void> {
    const choice = this.#choice;
    this.#loadingChoice = choice;
    let loaded: FeedItem | null = null;
    while (this.#choice === choice && this.#wanted !== null && this.#wanted !== loaded) {
      loaded = this.#wanted;
      const part = await this.#load(loaded);
      const isNewerThanShown = this.#shown === null || loaded.number >= this.#shown.item.number;
      const isChosen = this.#chosen !== null || this.#held !== null;
      const isWanted = this.#choice === choice && (isChosen || isNewerThanShown);
      if (isWanted) this.#present(part);
      else release(part);
      if (this.#choice !== choice) return;
    }
    if (this.#choice === choice) this.#loadingChoice = -1;
  }

  #present(part: PresentedPart): void {
    this.#show(part);
    if (part.item === this.#wanted) this.#stopWaiting();
  }

  #show(part: PresentedPart | null): void {
    if (this.#shown !== null) release(this.#shown);
    this.#shown = part;
  }

  #showWithoutDetails(): void {
    this.#patience = null;
    if (this.#wanted !== null && this.#wanted.id !== this.#shown?.item.id) this.#show(withoutDetails(this.#wanted));
  }

  #stopWaiting(): void {
    if (this.#patience !== null) clearTimeout(this.#patience);
    this.#patience = null;
  }
}
