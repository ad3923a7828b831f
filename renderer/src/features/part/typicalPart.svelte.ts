import type { FeedItem, InspectionId } from '../../../../shared/domain/index.ts';
import type { Addresses } from '../../lib/addresses.ts';
import type { StationConnection } from '../../lib/connection/index.ts';
import { fetchPicture } from '../../lib/picture.ts';

type Compared = Pick<FeedItem, 'id' | 'recipeId'>;
/** Beside the part, or in its place by turns. */
export type Comparison = 'off' | 'beside' | 'blink';

/** Slow enough to look at each, and far below what may cause a seizure. */
const BLINK_MS = 700;

/** The picture of a good part to compare others with: read when somebody compares, and kept for parts of the same recipe. */
export class TypicalPart {
  readonly #connection: StationConnection;
  readonly #addresses: Addresses;
  #picture = $state.raw<ImageBitmap | null>(null);
  #isMissing = $state(false);
  #how = $state<Comparison>('off');
  #isTurn = $state(false);
  #recipe: FeedItem['recipeId'] | undefined;
  #blinking: ReturnType<typeof setInterval> | undefined;

  constructor(connection: StationConnection, addresses: Addresses) {
    this.#connection = connection;
    this.#addresses = addresses;
  }

  /** Null until it is there. */
  get picture(): ImageBitmap | null {
    return this.#picture;
  }

  /** None is at hand: no part of this recipe has passed, or its files are gone. */
  get isMissing(): boolean {
    return this.#isMissing;
  }

  get how(): Comparison {
    return this.#how;
  }

  /** Whether it stands beside the part now, or in its place. */
  get isBeside(): boolean {
    return this.#how === 'beside' && this.#picture !== null;
  }

  get isInPlace(): boolean {
    return this.#how === 'blink' && this.#isTurn && this.#picture !== null;
  }

  /** The same once more ends it. */
  toggle(how: Exclude<Comparison, 'off'>): void {
    clearInterval(this.#blinking);
    this.#isTurn = false;
    this.#how = this.#how === how ? 'off' : how;
    if (this.#how === 'blink') this.#blinking = setInterval(() => (this.#isTurn = !this.#isTurn), BLINK_MS);
  }

  /** Ends all of it. */
  close(): void {
    clearInterval(this.#blinking);
    this.#forget();
  }

  async compareWith({ id, recipeId }: Compared): Promise<void> {
    if (recipeId === this.#recipe && !this.#isMissing) return;
    this.#forget();
    this.#recipe = recipeId;
    const typical = await this.#typicalOf(id);
    const picture = typical === null ? null : await this.#pictureOf(typical);
    // Somebody compares with another one by now.
    if (this.#recipe !== recipeId) {
      picture?.close();
      return;
    }
    this.#picture = picture;
    this.#isMissing = picture === null;
  }

  /** Gives the memory of the picture back. */
  #forget(): void {
    this.#picture?.close();
    this.#picture = null;
    this.#isMissing = false;
    this.#recipe = undefined;
  }

  async #typicalOf(id: InspectionId): Promise<InspectionId | null> {
    try {
      return (await this.#connection.request('record.get', { id })).typical;
    } catch {
      // A part that nobody may look at closely, or a lost connection: there is nothing to compare with.
      return null;
    }
  }

  async #pictureOf(id: InspectionId): Promise<ImageBitmap | null> {
    const original = await fetchPicture(this.#addresses.image(id, 'original'));
    return original ?? fetchPicture(this.#addresses.image(id, 'thumbnail'));
  }
}
