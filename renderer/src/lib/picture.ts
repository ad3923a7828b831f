import type { Attachment } from 'svelte/attachments';

/**
 * Pictures of parts are drawn on canvases: of what image elements have shown, Chromium keeps the pixels, up to half a gigabyte. These pixels are given back by
 * whoever asked for them.
 *
 * @returns no larger than the window; null if there is no picture, or it cannot be decoded
 */
export async function fetchPicture(address: string): Promise<ImageBitmap | null> {
  try {
    // Most are shown once: a copy in the browser's cache on the disk would cost more than it saves.
    const response = await fetch(address, { cache: 'no-store' });
    if (!response.ok) return null;
    return await noLargerThanWindow(await createImageBitmap(await response.blob()));
  } catch {
    return null;
  }
}

async function noLargerThanWindow(picture: ImageBitmap): Promise<ImageBitmap> {
  const scale = (Math.max(innerWidth, innerHeight) * devicePixelRatio) / Math.max(picture.width, picture.height);
  if (scale >= 1) return picture;
  const smaller = await createImageBitmap(picture, {
    resizeWidth: Math.ceil(picture.width * scale),
    resizeQuality: 'high',
  });
  picture.close();
  return smaller;
}

/**
 * Draws the picture at an address, as soon as it is there; what was drawn before is gone at once.
 *
 * @param queue in which it waits for its turn; without one it is fetched at once
 */
export function drawnFrom(address: string, queue?: PictureQueue): Attachment<HTMLCanvasElement> {
  return (canvas) => {
    // The part that was shown here before must not be seen beside the verdict of this one.
    canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(null);
    let isCurrent = true;
    const draw = async (): Promise<void> => {
      const picture = await fetchPicture(address);
      if (picture === null) return;
      if (!isCurrent) {
        picture.close();
        return;
      }
      giveTo(canvas, picture);
    };
    const giveUp = queue?.add(draw);
    if (queue === undefined) void draw();
    return () => {
      isCurrent = false;
      giveUp?.();
    };
  };
}

/** So many pictures begin to be fetched in a frame, and so many are on their way at most: fetching and decoding each takes the page's own time. */
const BEGUN_IN_A_FRAME = 4;
const ON_THEIR_WAY = 12;

/** Pictures of a list: a few in each frame, in their order, and none that was scrolled past before its turn. */
export class PictureQueue {
  readonly #waiting = new Set<() => Promise<void>>();
  #onTheirWay = 0;
  /** In the frame that began at this time. */
  #begun = 0;
  #frame: unknown = null;
  #isDue = false;

  /** @returns the function that gives up what has not begun */
  add(draw: () => Promise<void>): () => void {
    this.#waiting.add(draw);
    this.#begin();
    return () => void this.#waiting.delete(draw);
  }

  #begin(): void {
    if (document.timeline.currentTime !== this.#frame) {
      this.#frame = document.timeline.currentTime;
      this.#begun = 0;
    }
    for (const draw of this.#waiting) {
      if (this.#begun >= BEGUN_IN_A_FRAME || this.#onTheirWay >= ON_THEIR_WAY) break;
      this.#waiting.delete(draw);
      this.#begun += 1;
      this.#onTheirWay += 1;
      void draw().finally(() => {
        this.#onTheirWay -= 1;
        this.#begin();
      });
    }
    if (this.#waiting.size > 0 && this.#onTheirWay < ON_THEIR_WAY) this.#beginSoon();
  }

  #beginSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      this.#begin();
    });
  }
}

/**
 * Gives a picture away to the canvas that shows it first: what is drawn on a canvas is copied with every frame of the page. Where it is shown once more it is fetched anew.
 */
export function given(picture: ImageBitmap, address: string): Attachment<HTMLCanvasElement> {
  return (canvas) => {
    if (picture.width === 0) return drawnFrom(address)(canvas);
    giveTo(canvas, picture);
  };
}

function giveTo(canvas: HTMLCanvasElement, picture: ImageBitmap): void {
  const { width, height } = picture;
  if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
  canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(picture);
}

/** A picture that somebody else fetched, and gives back. */
export function drawn(picture: ImageBitmap): Attachment<HTMLCanvasElement> {
  return (canvas) => {
    const { width, height } = picture;
    const context = canvas.getContext('2d');
    // A size that is set, even the same, gives the canvas other memory, and the old stays for a while.
    if (canvas.width === width && canvas.height === height) context?.clearRect(0, 0, width, height);
    else Object.assign(canvas, { width, height });
    context?.drawImage(picture, 0, 0);
  };
}
