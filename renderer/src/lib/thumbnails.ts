import type { Attachment } from 'svelte/attachments';
import { MOST_PACKED, unpackPictures } from '../../../shared/domain/index.ts';
import type { Addresses } from './addresses.ts';
import { empty, fetchPicture, giveTo } from './picture.ts';

/** At a quick line rows wait for each other so long: a request costs Chromium and the station more than the pictures in its answer. */
const GATHERED_MS = 100;
/** One answer that is slow does not hold up the others. */
const ON_THEIR_WAY = 2;
/** Decoding and showing each takes the page's own time. */
const BEGUN_IN_A_FRAME = 4;

/** A canvas and the picture that it is to show. */
interface Wish {
  readonly address: string;
  readonly canvas: HTMLCanvasElement;
  /** Until its row shows something else, or is gone. */
  isCurrent: boolean;
}

type Decode = () => Promise<ImageBitmap | null>;

/** Pictures of rows, fetched together: those that appear together at once, and what comes soon after them in one answer. None is asked for whose row is gone before its turn. */
export class Thumbnails {
  readonly #addresses: Pick<Addresses, 'thumbnails'>;
  readonly #waiting = new Set<Wish>();
  readonly #asked = new Set<{ readonly wishes: readonly Wish[]; readonly stop: AbortController }>();
  /** A few are decoded in each frame. */
  readonly #arrived = new Map<Wish, Decode>();
  #askedAt = Number.NEGATIVE_INFINITY;
  #isAskDue = false;
  /** In the frame that began at this time. */
  #begun = 0;
  #frame: unknown = null;
  #isFrameDue = false;

  constructor(addresses: Pick<Addresses, 'thumbnails'>) {
    this.#addresses = addresses;
  }

  /** Draws the thumbnail at an address once it is there; what was drawn before is gone at once. */
  drawnFrom(address: string): Attachment<HTMLCanvasElement> {
    return (canvas) => {
      empty(canvas);
      const wish = { address, canvas, isCurrent: true };
      this.#waiting.add(wish);
      this.#askSoon();
      return () => this.#giveUp(wish);
    };
  }

  #giveUp(wish: Wish): void {
    wish.isCurrent = false;
    this.#waiting.delete(wish);
    this.#arrived.delete(wish);
    for (const { wishes, stop } of this.#asked) if (!wishes.some(({ isCurrent }) => isCurrent)) stop.abort();
  }

  #askSoon(): void {
    if (this.#isAskDue || this.#waiting.size === 0 || this.#asked.size >= ON_THEIR_WAY) return;
    this.#isAskDue = true;
    const waitMs = this.#askedAt + GATHERED_MS - performance.now();
    // By then all rows are there that appear together, and their frame is not drawn yet.
    if (waitMs <= 0) queueMicrotask(() => this.#ask());
    else setTimeout(() => this.#ask(), waitMs);
  }

  #ask(): void {
    this.#isAskDue = false;
    const wishes = [...this.#waiting].slice(0, MOST_PACKED);
    if (wishes.length === 0) return;
    for (const wish of wishes) this.#waiting.delete(wish);
    const asked = { wishes, stop: new AbortController() };
    this.#asked.add(asked);
    this.#askedAt = performance.now();
    void this.#take(wishes, asked.stop.signal).finally(() => {
      this.#asked.delete(asked);
      this.#askSoon();
    });
    this.#askSoon();
  }

  async #take(wishes: readonly Wish[], signal: AbortSignal): Promise<void> {
    const given = await this.#fetched([...new Set(wishes.map(({ address }) => address))], signal);
    for (const wish of wishes.filter(({ isCurrent }) => isCurrent)) {
      const picture = given.get(wish.address);
      // What an answer does not hold, because it failed, was cut or had no room, is fetched by itself.
      if (picture === undefined) this.#arrived.set(wish, () => fetchPicture(wish.address));
      else if (picture.status === 200) this.#arrived.set(wish, () => decoded(picture.content));
    }
    this.#draw();
  }

  async #fetched(addresses: readonly string[], signal: AbortSignal) {
    const response = await fetch(this.#addresses.thumbnails(addresses), { cache: 'no-store', signal }).catch(
      () => null,
    );
    const bytes = response?.ok === true ? await response.arrayBuffer().catch(() => null) : null;
    const pictures = bytes === null ? [] : unpackPictures(new Uint8Array(bytes));
    return new Map(pictures.map((picture) => [picture.address, picture]));
  }

  #draw(): void {
    if (document.timeline.currentTime !== this.#frame) {
      this.#frame = document.timeline.currentTime;
      this.#begun = 0;
    }
    for (const [wish, decode] of this.#arrived) {
      if (this.#begun >= BEGUN_IN_A_FRAME) break;
      this.#begun += 1;
      this.#arrived.delete(wish);
      void decode().then((picture) => {
        if (wish.isCurrent) giveTo(wish.canvas, picture);
        else picture?.close();
      });
    }
    if (this.#arrived.size === 0 || this.#isFrameDue) return;
    this.#isFrameDue = true;
    requestAnimationFrame(() => {
      this.#isFrameDue = false;
      this.#draw();
    });
  }
}

function decoded(jpeg: Uint8Array<ArrayBuffer>): Promise<ImageBitmap | null> {
  return createImageBitmap(new Blob([jpeg], { type: 'image/jpeg' })).catch(() => null);
}
