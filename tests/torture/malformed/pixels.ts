import { decodeScaled, openImage, WIDEST_SAMPLE } from '../../../electron/lane/imaging/index.ts';
import type { Case } from './cases.ts';
import type { Original } from './corpus.ts';

/** What became of the picture of a damaged file that was judged. */
export type PictureChange = 'same' | 'changed' | 'original refused';

/** Compares pictures with those of their originals. Only for files that a lane has judged: what ends a lane would end this process. */
export class PictureComparison {
  readonly #originals = new Map<Original, Promise<Buffer | null>>();

  async changeOf({ original, bytes }: Case): Promise<PictureChange> {
    const before = await this.#originalPicture(original);
    if (before === null) return 'original refused';
    const after = await pictureOf(original.name, bytes);
    return after?.equals(before) === true ? 'same' : 'changed';
  }

  #originalPicture(original: Original): Promise<Buffer | null> {
    const known = this.#originals.get(original) ?? pictureOf(original.name, original.bytes);
    this.#originals.set(original, known);
    return known;
  }
}

/** Size and pixels in one buffer; null for what is refused. */
async function pictureOf(path: string, bytes: Buffer): Promise<Buffer | null> {
  try {
    const image = await openImage({ path, bytes: Buffer.from(bytes) });
    const { widthPx, heightPx } = image;
    // Large pictures come from headers that lie: a scaled one tells the difference as well.
    const size = { widthPx: Math.min(widthPx, 512), heightPx: Math.min(heightPx, 512) };
    const { values } = await decodeScaled(image, { ...size, sampleMaximum: WIDEST_SAMPLE });
    return Buffer.concat([Buffer.from(`${widthPx} x ${heightPx};`), values]);
  } catch {
    return null;
  }
}
