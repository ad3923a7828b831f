import {
  ascii,
  type Completeness,
  corrupt,
  type Fault,
  type ImageFormat,
  MAXIMUM_PIXELS,
  TRUNCATED,
  unsupported,
} from './format.ts';
import { bytesAt, isZeroThroughout, type Walk } from './walk.ts';

/** Comments may stand between the numbers of a header; no camera writes pages of them. */
const LONGEST_HEADER_BYTES = 16 * 1024;
const WHITE_SPACE = ' \t\n\v\f\r';
const WIDEST_SAMPLE = 65_535;

/** Grey (P5) and colour (P6) of the Netpbm family, as plain samples. */
export const pnm: ImageFormat<'pnm'> = {
  kind: 'pnm',
  signatures: ['P5', 'P6'].flatMap((mark) => [...WHITE_SPACE, '#'].map((next) => ascii(mark + next))),
  extensions: ['.pgm', '.ppm', '.pnm'],
  mediaType: 'image/x-portable-anymap',
  mostPixels: MAXIMUM_PIXELS,
  isShownByBrowsers: () => false,
  completeness,
  fault,
};

export interface PnmHeader {
  readonly channels: 1 | 3;
  readonly widthPx: number;
  readonly heightPx: number;
  /** The sample that stands for white. */
  readonly maximum: number;
  readonly sampleBytes: 1 | 2;
  readonly pixelStart: number;
  readonly pixelEnd: number;
}

/** @returns 'cut' where the bytes end before the header does, null where it is none */
export function readPnmHeader(bytes: Buffer): PnmHeader | 'cut' | null {
  const numbers: number[] = [];
  let at = 2;
  while (numbers.length < 3) {
    const byte = bytes[at];
    if (byte === undefined) return at >= LONGEST_HEADER_BYTES ? null : 'cut';
    if (byte === 0x23) {
      while (at < bytes.length && bytes[at] !== 0x0a && bytes[at] !== 0x0d) at += 1;
    } else if (isDigit(byte)) {
      let value = 0;
      for (; isDigit(bytes[at]); at += 1)
        value = Math.min(value * 10 + (bytes[at] ?? 0) - 0x30, Number.MAX_SAFE_INTEGER);
      numbers.push(value);
      if (at >= bytes.length) return 'cut';
    } else if (WHITE_SPACE.includes(String.fromCharCode(byte))) {
      at += 1;
    } else {
      return null;
    }
  }
  if (!WHITE_SPACE.includes(String.fromCharCode(bytes[at] ?? 0))) return null;
  const [widthPx = 0, heightPx = 0, maximum = 0] = numbers;
  const [channels, sampleBytes] = [bytes[1] === 0x35 ? 1 : 3, maximum > 255 ? 2 : 1] as const;
  const pixelStart = at + 1;
  return {
    ...{ channels, widthPx, heightPx, maximum, sampleBytes, pixelStart },
    pixelEnd: pixelStart + widthPx * heightPx * channels * sampleBytes,
  };
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x30 && byte <= 0x39;
}

/** Plain samples have no end of their own: where all of them are zero, only time can tell whether they are black or not written yet. */
function* completeness(size: number): Walk<Completeness> {
  const header = readPnmHeader(yield* bytesAt(0, Math.min(size, LONGEST_HEADER_BYTES)));
  if (header === null) return 'unknown';
  if (header === 'cut' || header.pixelEnd > size) return 'incomplete';
  return (yield* isZeroThroughout(header.pixelStart, header.pixelEnd)) ? 'unknown' : 'complete';
}

function* fault(size: number): Walk<Fault | null> {
  const header = readPnmHeader(yield* bytesAt(0, Math.min(size, LONGEST_HEADER_BYTES)));
  if (header === 'cut') return TRUNCATED;
  if (header === null) return corrupt('its header does not name width, height and largest sample');
  const { widthPx, heightPx, maximum, pixelEnd } = header;
  if (widthPx === 0 || heightPx === 0) return corrupt(`it claims to be ${widthPx} x ${heightPx} pixels`);
  if (maximum === 0 || maximum > WIDEST_SAMPLE) return corrupt(`it claims samples up to ${maximum}`);
  // One that is too large to be decoded anyway is refused by that name.
  if (widthPx * heightPx > MAXIMUM_PIXELS) return null;
  if (pixelEnd > size) return TRUNCATED;
  const next = yield* bytesAt(pixelEnd, 3);
  const isFollowed = pnm.signatures.some(
    (mark) => next.length === mark.length && mark.every((byte, at) => byte === next[at]),
  );
  return isFollowed ? unsupported('it holds several pictures') : null;
}
