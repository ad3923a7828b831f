/** Pictures for tests, made on the spot: nothing on disk has to be trusted or explained. */
import sharp, { type Sharp } from 'sharp';
import type { ImageBytes } from '../imaging/imageFile.ts';

export interface Picture {
  readonly widthPx: number;
  readonly heightPx: number;
  /** RGB, row by row from the top. */
  readonly values: Uint8Array;
}

/** No two corners are alike and every row and column differs, so a turned, mirrored, shifted or recoloured picture is never equal. */
export function colourPicture(widthPx = 40, heightPx = 24): Picture {
  const values = new Uint8Array(widthPx * heightPx * 3);
  for (let y = 0; y < heightPx; y += 1) {
    for (let x = 0; x < widthPx; x += 1) {
      values.set([20 + x * 5, 10 + y * 9, (x + y) % 4 === 0 ? 230 : 40], (y * widthPx + x) * 3);
    }
  }
  return { widthPx, heightPx, values };
}

/** At most 256 colours, all of them grey, in `indices`; palette entry i is the grey level 255 - i. */
export function indexedPicture(widthPx = 21, heightPx = 13): Picture & { readonly indices: Uint8Array } {
  const indices = Uint8Array.from({ length: widthPx * heightPx }, (_, i) => (i % widthPx < 9 ? 7 : (i * 5) % 200));
  const values = Uint8Array.from(indices).reduce(
    (rgb, index, i) => {
      rgb.fill(255 - index, i * 3, i * 3 + 3);
      return rgb;
    },
    new Uint8Array(indices.length * 3),
  );
  return { widthPx, heightPx, values, indices };
}

export function sharpOf({ widthPx, heightPx, values }: Picture): Sharp {
  return sharp(values, { raw: { width: widthPx, height: heightPx, channels: 3 } });
}

export function fileOf(bytes: Uint8Array, path = '/camera/part-17.img'): ImageBytes {
  const buffer = Buffer.from(bytes);
  return { path, bytes: buffer };
}
