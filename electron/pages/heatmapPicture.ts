import { promisify } from 'node:util';
import { crc32, deflate } from 'node:zlib';
import {
  HEATMAP_SCALE,
  heatmapColour,
  interpolateOverImage,
  type NpyArray,
  type Placement,
} from '../../shared/domain/index.ts';

/** Fine enough that a further enlargement by the browser shows no steps; more would only cost time. */
const PIXELS_PER_CELL = 4;
const SMALLEST_PX = 192;
const LARGEST_PX = 256;
/** Of the whole picture, where the map covers only a part of it. */
const LARGEST_PLACED_PX = 1024;
/** As many colours as a palette holds; finer than the eye tells apart. */
const COLOURS = 256;

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const PALETTE_COLOUR_TYPE = 3;
const compress = promisify(deflate);

/**
 * An anomaly map in the station's one colour scale, as a PNG with a palette and its transparency. The picture covers the whole image, whatever its shape.
 *
 * @param placement where the map lies in the image: the rest is clear
 */
export async function heatmapPicture(map: NpyArray, placement: Placement | null = null): Promise<Buffer<ArrayBuffer>> {
  const sizePx = sideOf(map, placement);
  // Every row begins with the number of its filter: none, which suits a palette.
  const rows = new Uint8Array(sizePx * (sizePx + 1));
  const { values } = interpolateOverImage(map, { placement, width: sizePx, height: sizePx });
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
  const header = Buffer.concat([bigEndian(sizePx), bigEndian(sizePx), Buffer.from([8, PALETTE_COLOUR_TYPE, 0, 0, 0])]);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(PALETTE.flatMap(({ red, green, blue }) => [red, green, blue]))),
    chunk('tRNS', Buffer.from(PALETTE.map(({ alpha }) => alpha))),
    chunk('IDAT', await compress(rows, { level: 1 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function sideOf(map: NpyArray, placement: Placement | null): number {
  const sizePx = Math.min(LARGEST_PX, Math.max(SMALLEST_PX, PIXELS_PER_CELL * Math.max(map.width, map.height)));
  if (placement === null) return sizePx;
  const [a, b, c, d] = placement;
  const covered = Math.min(1, Math.hypot(a, b), Math.hypot(c, d));
  return Math.min(LARGEST_PLACED_PX, Math.ceil(sizePx / covered));
}

const PALETTE = Array.from({ length: COLOURS }, (_, step) =>
  heatmapColour(HEATMAP_SCALE.from + ((HEATMAP_SCALE.to - HEATMAP_SCALE.from) * step) / (COLOURS - 1)),
);

function chunk(type: string, content: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), content]);
  return Buffer.concat([bigEndian(content.length), named, bigEndian(crc32(named))]);
}

function bigEndian(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
