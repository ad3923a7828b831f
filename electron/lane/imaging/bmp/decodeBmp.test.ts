import { describe, expect, it } from 'vitest';
import { bmp } from '../../../formats/bmp.ts';
import { readBmpHeader, walkBuffer } from '../../../formats/index.ts';
import { encodeBitmap, runLengthCode } from '../../testing/bitmaps.fixture.ts';
import { colourPicture, indexedPicture } from '../../testing/pictures.fixture.ts';
import { DecodingError } from '../faults.ts';
import { decodeBmp as decodePixels } from './decodeBmp.ts';

/** As an image is opened: what is wrong with its header comes first. */
function decodeBmp(bytes: Buffer): { widthPx: number; heightPx: number; values: Uint8Array } {
  const fault = walkBuffer(bmp.fault(bytes.length), bytes);
  if (fault !== null) throw new DecodingError(fault);
  const { widthPx, heightPx, channels, isBlueFirst, write } = decodePixels(bytes, readBmpHeader(bytes)!);
  const samples = Buffer.alloc(widthPx * heightPx * channels);
  write(samples);
  const values = new Uint8Array(widthPx * heightPx * 3);
  const placeOf = (i: number): number => (isBlueFirst ? i + 2 - 2 * (i % 3) : channels === 3 ? i : Math.floor(i / 3));
  return { widthPx, heightPx, values: values.map((_, i) => samples[placeOf(i)]!) };
}

/** Odd width: rows of 24 bits need filling bytes. */
const colours = colourPicture(21, 13);
const grey = indexedPicture();

describe('a Windows bitmap', () => {
  it.each([
    ['24 bit, stored from the bottom', { bitsPerPixel: 24 }],
    ['24 bit, stored from the top', { bitsPerPixel: 24, topDown: true }],
    ['32 bit', { bitsPerPixel: 32 }],
    ['32 bit, stored from the top', { bitsPerPixel: 32, topDown: true }],
    ['32 bit with colour masks', { bitsPerPixel: 32, masks: [0x00ff0000, 0x0000ff00, 0x000000ff] }],
  ] as const)('of %s gives every pixel in its place', (_, options) => {
    expect(decodeBmp(encodeBitmap(colours, options))).toEqual(colours);
  });

  it('with swapped colour masks gives red where its mask says red', () => {
    const swapped = encodeBitmap(colours, { bitsPerPixel: 32, masks: [0x000000ff, 0x0000ff00, 0x00ff0000] });
    const [red, , blue] = decodeBmp(swapped).values;
    expect([red, blue]).toEqual([colours.values[2], colours.values[0]]);
  });

  it.each([
    ['8 bit with palette', {}],
    ['8 bit with a short palette', { coloursUsed: 200 }],
    ['8 bit, stored from the top', { topDown: true }],
    ['8 bit, run-length encoded', { runLengths: runLengthCode(grey, grey.indices) }],
  ] as const)('of %s gives the colours of its palette', (_, options) => {
    const { widthPx, heightPx, values } = grey;
    const bitmap = encodeBitmap(grey, { bitsPerPixel: 8, indices: grey.indices, ...options });
    expect(decodeBmp(bitmap)).toEqual({ widthPx, heightPx, values });
  });

  it('with a jump in its run-length code leaves colour 0 in between', () => {
    const picture = { widthPx: 3, heightPx: 2, values: new Uint8Array(18) };
    const bitmap = encodeBitmap(picture, {
      bitsPerPixel: 8,
      indices: new Uint8Array(6),
      runLengths: [1, 5, 0, 2, 1, 1, 1, 9, 0, 1],
    });
    const grey = decodeBmp(bitmap).values.filter((_, index) => index % 3 === 0);
    expect([...grey]).toEqual([255, 255, 246, 250, 255, 255]);
  });

  it('of OS/2, with 16-bit sizes and palette entries of three bytes, is read too', () => {
    const bitmap = Buffer.alloc(14 + 12 + 256 * 3 + 4);
    bitmap.write('BM');
    bitmap.writeUInt32LE(14 + 12 + 768, 10);
    bitmap.writeUInt32LE(12, 14);
    for (const [position, value] of [
      [18, 2],
      [20, 1],
      [22, 1],
      [24, 8],
    ] as const)
      bitmap.writeUInt16LE(value, position);
    bitmap.set([30, 20, 10], 26 + 3 * 200);
    bitmap.set([200, 0], 14 + 12 + 768);
    expect([...decodeBmp(bitmap).values]).toEqual([10, 20, 30, 0, 0, 0]);
  });

  it.each([23, 53, 54, 500, -1])('cut at byte %i is refused as cut', (end) => {
    expect(() => decodeBmp(encodeBitmap(colours, { bitsPerPixel: 24 }).subarray(0, end))).toThrow('ends too early');
  });

  it('whose run-length code stops without its end mark is refused as cut', () => {
    const code = runLengthCode(grey, grey.indices).slice(0, -2);
    expect(() => decodeBmp(encodeBitmap(grey, { bitsPerPixel: 8, indices: grey.indices, runLengths: code }))).toThrow(
      'ends too early',
    );
  });

  it('whose run-length code draws outside the picture is refused as damaged', () => {
    const bitmap = encodeBitmap(grey, {
      bitsPerPixel: 8,
      indices: grey.indices,
      runLengths: [22, 1, ...new Array(40).fill(0)],
    });
    expect(() => decodeBmp(bitmap)).toThrow('leaves the picture in row 0');
  });

  it('whose run-length code ends long before its last row is refused as damaged: the rest would be of one colour', () => {
    const bitmap = encodeBitmap(grey, {
      bitsPerPixel: 8,
      indices: grey.indices,
      runLengths: [21, 1, 0, 0, 0, 1, ...new Array(40).fill(0)],
    });
    expect(() => decodeBmp(bitmap)).toThrow('ends in row 1 of 13');
  });

  it('that claims more rows than its run-length code could draw is refused before memory is taken', () => {
    const bitmap = encodeBitmap(grey, {
      bitsPerPixel: 8,
      indices: grey.indices,
      runLengths: runLengthCode(grey, grey.indices),
    });
    bitmap.writeInt32LE(1_000_000, 22);
    expect(() => decodeBmp(bitmap)).toThrow('ends too early');
  });

  it.each([
    ['overlap', [0xff0000, 0xffff00, 0xff], 'overlap'],
    ['have gaps', [0xf00f0000, 0xff00, 0xff], 'colour mask 0xf00f0000'],
    ['are empty', [0, 0xff00, 0xff], 'colour mask 0x0'],
  ] as const)('whose colour masks %s is refused', (_, masks, message) => {
    expect(() => decodeBmp(encodeBitmap(colours, { bitsPerPixel: 32, masks }))).toThrow(message);
  });

  it('that uses a colour its palette does not have is refused as damaged', () => {
    const bitmap = encodeBitmap(grey, { bitsPerPixel: 8, indices: grey.indices, coloursUsed: 100 });
    expect(() => decodeBmp(bitmap)).toThrow(/it uses colour \d+ of 100/);
  });

  it('of a depth that cameras do not write is refused by name', () => {
    const bitmap = encodeBitmap(colours, { bitsPerPixel: 24 });
    bitmap.writeUInt16LE(2, 28);
    expect(() => decodeBmp(bitmap)).toThrow('a bitmap of 2 bits per pixel');
  });
});
