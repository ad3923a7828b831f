import type { FeedItem, InspectionId } from '../../../../shared/domain/index.ts';
import type { Addresses } from '../../lib/addresses.ts';
import type { StationConnection } from '../../lib/connection/index.ts';
import { fetchPicture } from '../../lib/picture.ts';
import { type ComparedHow, Comparison } from './comparison.svelte.ts';

type Compared = Pick<FeedItem, 'id' | 'recipeId'>;

/** The picture of a good part to compare others with: read when somebody compares, and kept for parts of the same recipe. */
export class TypicalPart {
  readonly #connection: StationConnection;
  readonly #addresses: Addresses;
  #picture = $state.raw<ImageBitmap | null>(null);
  #isMissing = $state(false);
  readonly #comparison = new Comparison();
  #recipe: FeedItem['recipeId'] | undefined;

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

  get how(): ComparedHow {
    return this.#comparison.how;
  }

  /** Whether it stands beside the part now, or in its place. */
  get isBeside(): boolean {
    return this.how === 'beside' && this.#picture !== null;
  }

  get isInPlace(): boolean {
    return this.#comparison.isTurn && this.#picture !== null;
  }

  /** The same once more ends it. */
  toggle(how: Exclude<ComparedHow, 'off'>): void {
    this.#comparison.choose(this.how === how ? 'off' : how);
  }

  /** Ends all of it. */
  close(): void {
    this.#comparison.close();
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
