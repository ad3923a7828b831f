import type { Picture } from './pictures.fixture.ts';

export interface BitmapOptions {
  readonly bitsPerPixel: 8 | 24 | 32;
  readonly topDown?: boolean;
  /** RLE8 code in place of plain rows. */
  readonly runLengths?: readonly number[];
  readonly indices?: Uint8Array;
  readonly coloursUsed?: number;
  /** Red, green and blue masks (compression 3). */
  readonly masks?: readonly [number, number, number];
}

/** Writes a Windows bitmap with the 40-byte header, as cameras and paint programs do. */
export function encodeBitmap({ widthPx, heightPx, values }: Picture, options: BitmapOptions): Buffer {
  const { bitsPerPixel, topDown = false, runLengths, indices, coloursUsed = 0, masks } = options;
  const palette = bitsPerPixel === 8 ? Buffer.alloc((coloursUsed || 256) * 4) : Buffer.alloc(0);
  for (let colour = 0; colour < palette.length / 4; colour += 1) palette.fill(255 - colour, colour * 4, colour * 4 + 3);
  const maskBytes = Buffer.alloc(masks === undefined ? 0 : 12);
  masks?.forEach((mask, index) => {
    maskBytes.writeUInt32LE(mask, index * 4);
  });

  const stride = Math.ceil((widthPx * bitsPerPixel) / 32) * 4;
  const rows = Buffer.alloc(stride * heightPx, 0xee);
  for (let y = 0; y < heightPx; y += 1) {
    const row = (topDown ? y : heightPx - 1 - y) * stride;
    for (let x = 0; x < widthPx; x += 1) {
      const pixel = y * widthPx + x;
      if (bitsPerPixel === 8) rows[row + x] = indices?.[pixel] ?? 0;
      else rows.set(values.slice(pixel * 3, pixel * 3 + 3).reverse(), row + x * (bitsPerPixel / 8));
    }
  }
  const pixels = runLengths === undefined ? rows : Buffer.from(runLengths);

  const header = Buffer.alloc(54);
  header.write('BM');
  header.writeUInt32LE(54 + maskBytes.length + palette.length + pixels.length, 2);
  header.writeUInt32LE(54 + maskBytes.length + palette.length, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(widthPx, 18);
  header.writeInt32LE(topDown ? -heightPx : heightPx, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(bitsPerPixel, 28);
  header.writeUInt32LE(runLengths !== undefined ? 1 : masks !== undefined ? 3 : 0, 30);
  header.writeUInt32LE(coloursUsed, 46);
  return Buffer.concat([header, maskBytes, palette, pixels]);
}

/** RLE8 of rows stored from the bottom, with runs, literal runs of odd and even length, line ends and the end mark. */
export function runLengthCode({ widthPx, heightPx }: Picture, indices: Uint8Array): number[] {
  const code: number[] = [];
  for (let y = heightPx - 1; y >= 0; y -= 1) {
    const row = Array.from(indices.subarray(y * widthPx, (y + 1) * widthPx));
    const equal = row.findIndex((value) => value !== row[0]);
    const run = equal < 0 ? row.length : equal;
    code.push(run, row[0] ?? 0);
    const rest = row.slice(run);
    if (rest.length >= 3) code.push(0, rest.length, ...rest, ...(rest.length % 2 === 1 ? [0] : []));
    else for (const value of rest) code.push(1, value);
    code.push(0, y === 0 ? 1 : 0);
  }
  return code;
}
