import { ANY, ascii, corrupt, type Fault, type ImageFormat, TRUNCATED, unsupported } from './format.ts';
import { bytesAt, endsInZeros, type Walk } from './walk.ts';

const RIFF_HEADER_BYTES = 8;
const FIRST_CHUNK = 12;
const CHUNK_HEADER_BYTES = 8;
const ANIMATED = 0x02;
/** An extended file holds a header, a profile, alpha, the picture and metadata; whether more are there is not worth a growing file's time. */
const MOST_CHUNKS = 64;

export const webp: ImageFormat<'webp'> = {
  kind: 'webp',
  signatures: [[...ascii('RIFF'), ANY, ANY, ANY, ANY, ...ascii('WEBP')]],
  extensions: ['.webp'],
  mediaType: 'image/webp',
  // The decoder holds all of a picture several times, and a few bytes can claim any number of pixels: 8 bytes of memory for each.
  mostPixels: 100_000_000,
  isShownByBrowsers: () => true,
  // A chunk that leaves the file is damage, and a lane says so: waiting would not mend it.
  *completeness(size) {
    return (yield* chunksFault(size, MOST_CHUNKS))?.kind === 'truncated' ? 'incomplete' : 'complete';
  },
  fault: (size) => chunksFault(size, Number.POSITIVE_INFINITY),
};

/**
 * A WebP file is one RIFF chunk: its size stands behind the mark, does not count the eight bytes before it, and does count the byte that fills up a
 * chunk of odd size. Writers that do not know it yet leave zero or all ones there. There must be exactly one picture.
 */
function* chunksFault(size: number, most: number): Walk<Fault | null> {
  const header = yield* bytesAt(0, RIFF_HEADER_BYTES);
  const end = RIFF_HEADER_BYTES + header.readUInt32LE(4);
  if (end < FIRST_CHUNK + CHUNK_HEADER_BYTES || end > size) return TRUNCATED;
  let pictures = 0;
  let position = FIRST_CHUNK;
  for (let chunks = 0; chunks < most && position + CHUNK_HEADER_BYTES <= end; chunks += 1) {
    const chunk = yield* bytesAt(position, CHUNK_HEADER_BYTES + 1);
    const type = chunk.toString('latin1', 0, 4);
    const data = position + CHUNK_HEADER_BYTES;
    const dataBytes = chunk.readUInt32LE(4);
    if (data + dataBytes > end) return corrupt(`its chunk at byte ${position} leaves the file`);
    const isAnimated = type === 'VP8X' && ((chunk[CHUNK_HEADER_BYTES] ?? 0) & ANIMATED) !== 0;
    if (isAnimated || type === 'ANIM' || type === 'ANMF') return unsupported('it is an animation');
    if (type === 'VP8 ' || type === 'VP8L') {
      pictures += 1;
      // There is no checksum: the decoder would draw zeros as part of the picture.
      if (yield* endsInZeros(data, data + dataBytes)) return TRUNCATED;
    } else if (type === '\0\0\0\0' && pictures === 0) {
      return TRUNCATED;
    }
    position = data + dataBytes + (dataBytes % 2);
  }
  return pictures === 1 ? null : corrupt(`it holds ${pictures} pictures`);
}
