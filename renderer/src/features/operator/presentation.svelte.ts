import { type FeedItem, worstOf } from '../../../../shared/domain/index.ts';
import { pause } from '../../lib/pause.ts';
import { type PresentedPart, release, withoutDetails } from '../../lib/presentedPart.ts';

/** How long a verdict may wait for its picture, so that both appear together. */
const TOGETHER_MS = 250;

/** A large field whose colour changes to and fro more than three times a second flashes; and nobody reads more parts in that time. */
const APART_MS = 170;

/** After this long without a touch the screen goes back to live by itself: nobody must find it showing an old part. */
export const RETURN_AFTER_SECONDS = 90;

/**
 * Which part the screen shows: the newest (live), one that is held until somebody disposes of it, or one that somebody chose. Verdict, image, heatmap and score always belong to the same
 * part; where parts come faster than they are shown, parts are skipped, never mixed, and of those that were not the worst one comes before the newest: no fail is skipped for a pass.
 */
export class Presentation {
  readonly #load: (item: FeedItem) => Promise<PresentedPart>;
  #shown = $state.raw<PresentedPart | null>(null);
  #chosen = $state.raw<FeedItem | null>(null);
  #held = $state.raw<FeedItem | null>(null);
  #returnsAt = $state<number | null>(null);
  #newest: FeedItem | null = null;
  /** The worst part that arrived since the one that is shown; null where all have passed. */
  #unseen: FeedItem | null = null;
  #shownAtMs = Number.NEGATIVE_INFINITY;
  /** Counts choices: what was loaded for an earlier one is not shown any more. */
  #choice = 0;
  #loadingChoice = -1;
  /** Whose pictures are on their way. */
  #loading: FeedItem | null = null;
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

  /** Whether the part that stays, chosen or held, is the one that is seen: until its pictures are there, the one before it is. */
  get stays(): boolean {
    const staying = this.#chosen ?? this.#held;
    return staying !== null && staying.id === this.#shown?.item.id;
  }

  /** When the screen goes back to live by itself. */
  get returnsAt(): number | null {
    return this.#returnsAt;
  }

  /** @param parts the oldest first */
  arrived(parts: readonly FeedItem[]): void {
    this.#newest = parts.at(-1) ?? this.#newest;
    if (!this.#isLive) return;
    const shown = this.#shown?.item.number ?? 0;
    this.#unseen = parts.filter(({ number }) => number > shown).reduce(worseOf, this.#unseen);
    this.#goOn();
  }

  /** @param item null where nothing is held any more */
  hold(item: FeedItem | null): void {
    if (item?.id === this.#held?.id) return;
    this.#held = item;
    if (this.#chosen === null) this.#begin();
  }

  look(item: FeedItem): void {
    const already = this.#chosen?.id === item.id;
    this.#chosen = item;
    this.touched();
    if (!already) this.#begin();
  }

  backToLive(): void {
    if (this.#chosen === null) return;
    this.#chosen = null;
    this.#returnsAt = null;
    this.#begin();
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
    this.#newest = null;
    this.#unseen = null;
    this.#shownAtMs = Number.NEGATIVE_INFINITY;
    this.#show(null);
    this.#stopWaiting();
  }

  get #isLive(): boolean {
    return this.#chosen === null && this.#held === null;
  }

  /** What is to be shown now. */
  get #wanted(): FeedItem | null {
    return this.#chosen ?? this.#held ?? this.#unseen ?? this.#newest;
  }

  /** How long the part that is shown stays before the next one. */
  get #staysMs(): number {
    return this.#isLive ? Math.max(0, this.#shownAtMs + APART_MS - performance.now()) : 0;
  }

  /** Another choice: what was loaded for the one before is not shown any more. */
  #begin(): void {
    this.#choice += 1;
    this.#unseen = null;
    this.#loading = null;
    this.#goOn();
  }

  #goOn(): void {
    const wanted = this.#wanted;
    if (wanted === null || (wanted.id === this.#shown?.item.id && this.#shown.state === 'complete')) return;
    this.#patience ??= setTimeout(() => this.#showWithoutDetails(), this.#staysMs + TOGETHER_MS);
    if (this.#loadingChoice !== this.#choice) void this.#loadWanted();
  }

  async #loadWanted(): Promise<void> {
    const choice = this.#choice;
    this.#loadingChoice = choice;
    let loaded: FeedItem | null = null;
    while (this.#choice === choice && this.#wanted !== null && this.#wanted.id !== loaded?.id) {
      if (this.#staysMs > 0) await pause(this.#staysMs);
      // Meanwhile a newer one may have come, or somebody may have chosen another.
      if (this.#choice !== choice) return;
      loaded = this.#wanted;
      if (loaded === null) break;
      this.#loading = loaded;
      const part = await this.#load(loaded);
      if (this.#choice === choice) this.#loading = null;
      const isNewerThanShown = this.#shown === null || loaded.number >= this.#shown.item.number;
      const isWanted = this.#choice === choice && (!this.#isLive || isNewerThanShown);
      if (isWanted) this.#show(part);
      else release(part);
      if (this.#choice !== choice) return;
    }
    if (this.#choice === choice) this.#loadingChoice = -1;
  }

  /** The next one, where there is one, has its whole time from now on. */
  #show(part: PresentedPart | null): void {
    if (this.#shown !== null) release(this.#shown);
    this.#shown = part;
    if (part === null) return;
    this.#shownAtMs = performance.now();
    if (this.#unseen !== null && this.#unseen.number <= part.item.number) this.#unseen = null;
    this.#stopWaiting();
    if (part.item.id !== this.#wanted?.id) this.#goOn();
  }

  #showWithoutDetails(): void {
    this.#patience = null;
    const next = this.#isOnItsWay(this.#loading) ? this.#loading : this.#wanted;
    if (next !== null && next.id !== this.#shown?.item.id) this.#show(withoutDetails(next));
  }

  /** A part that its pictures will reach comes before a newer one that would turn them away, but a pass never before what has not passed. */
  #isOnItsWay(part: FeedItem | null): boolean {
    if (part === null || !this.#isLive || part.number <= (this.#shown?.item.number ?? 0)) return false;
    return this.#unseen === null || part.verdict !== 'pass';
  }

  #stopWaiting(): void {
    if (this.#patience !== null) clearTimeout(this.#patience);
    this.#patience = null;
  }
}

/** The later one of two that are as bad; null where both have passed. */
function worseOf(one: FeedItem | null, other: FeedItem): FeedItem | null {
  if (other.verdict === 'pass') return one;
  return one === null || worstOf([one.verdict, other.verdict]) === other.verdict ? other : one;
}
