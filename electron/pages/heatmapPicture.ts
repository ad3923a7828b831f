import { promisify } from 'node:util';
import { crc32, deflate } from 'node:zlib';
import { HEATMAP_SCALE, heatmapColour, interpolate, type NpyArray } from '../../shared/domain/index.ts';

/** Fine enough that a further enlargement by the browser shows no steps; more would only cost time. */
const PIXELS_PER_CELL = 4;
const SMALLEST_PX = 192;
const LARGEST_PX = 256;
/** As many colours as a palette holds; finer than the eye tells apart. */
const COLOURS = 256;

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const PALETTE_COLOUR_TYPE = 3;
const compress = promisify(deflate);

/** An anomaly map in the station's one colour scale, as a PNG with a palette and its transparency; it covers the whole image, whatever its shape. */
export async function heatmapPicture(map: NpyArray): Promise<Uint8Array<ArrayBuffer>> {
  const sizePx = Math.min(LARGEST_PX, Math.max(SMALLEST_PX, PIXELS_PER_CELL * Math.max(map.width, map.height)));
  // Every row begins with the number of its filter: none, which suits a palette.
  const rows = new Uint8Array(sizePx * (sizePx + 1));
  const { values } = interpolate(map, sizePx, sizePx);
  const { from, to } = HEATMAP_SCALE;
  const last = COLOURS - 1;
  for (let y = 0; y < sizePx; y++) {
    for (let x = 0; x < sizePx; x++) {
      const share = ((values[y * sizePx + x] ?? Number.NaN) - from) / (to - from);
      // What could not be judged must not look ordinary.
      const step = Number.isNaN(share) ? last : Math.round(Math.min(1, Math.max(0, share)) * last);
      rows[y * (sizePx + 1) + 1 + x] = step;
    }
  }
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, sizePx);
  header.setUint32(4, sizePx);
  header.setUint8(8, 8);
  header.setUint8(9, PALETTE_COLOUR_TYPE);
  const content = await compress(rows, { level: 1 });
  return joined([
    SIGNATURE,
    ...chunk('IHDR', new Uint8Array(header.buffer)),
    ...chunk(
      'PLTE',
      PALETTE.flatMap(({ red, green, blue }) => [red, green, blue]),
    ),
    ...chunk(
      'tRNS',
      PALETTE.map(({ alpha }) => alpha),
    ),
    ...chunk('IDAT', content),
    ...chunk('IEND', []),
  ]);
}

const PALETTE = Array.from({ length: COLOURS }, (_, step) =>
  heatmapColour(HEATMAP_SCALE.from + ((HEATMAP_SCALE.to - HEATMAP_SCALE.from) * step) / (COLOURS - 1)),
);

function chunk(type: string, content: ArrayLike<number>): Uint8Array[] {
  const named = joined([
    new TextEncoder().encode(type),
    content instanceof Uint8Array ? content : Uint8Array.from(content),
  ]);
  return [bigEndian(content.length), named, bigEndian(crc32(named))];
}

function bigEndian(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
