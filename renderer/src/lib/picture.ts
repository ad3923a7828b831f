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

/** Draws the picture at an address, as soon as it is there; what was drawn before is gone at once. */
export function drawnFrom(address: string): Attachment<HTMLCanvasElement> {
  return (canvas) => {
    empty(canvas);
    let isCurrent = true;
    void fetchPicture(address).then((picture) => {
      if (isCurrent) giveTo(canvas, picture);
      else picture?.close();
    });
    return () => {
      isCurrent = false;
    };
  };
}

/** The part that was shown here before must not be seen beside the verdict of this one. */
export function empty(canvas: HTMLCanvasElement): void {
  canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(null);
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

/** Null leaves it empty. */
export function giveTo(canvas: HTMLCanvasElement, picture: ImageBitmap | null): void {
  if (picture === null) return;
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
