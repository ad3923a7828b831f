import { type ContainerFault, TRUNCATED } from './fault.ts';
import { endsInZeros } from './zeros.ts';

const RIFF_HEADER_BYTES = 8;
const FIRST_CHUNK = 12;
const CHUNK_HEADER_BYTES = 8;
const ANIMATED = 0x02;

/**
 * The RIFF container states the size of all that follows its first eight bytes, and each chunk its own; a chunk of odd size is followed
 * by a byte that fills it up. There must be exactly one picture.
 */
export function checkWebp(bytes: Buffer): ContainerFault | null {
  const end = RIFF_HEADER_BYTES + bytes.readUInt32LE(4);
  if (end > bytes.length) return TRUNCATED;
  let pictures = 0;
  let position = FIRST_CHUNK;
  while (position + CHUNK_HEADER_BYTES <= end) {
    const type = bytes.toString('latin1', position, position + 4);
    const data = position + CHUNK_HEADER_BYTES;
    const size = bytes.readUInt32LE(position + 4);
    if (data + size > end) return { kind: 'corrupt', reason: `its chunk at byte ${position} leaves the file` };
    const isAnimated = type === 'VP8X' && ((bytes[data] ?? 0) & ANIMATED) !== 0;
    if (isAnimated || type === 'ANIM' || type === 'ANMF') return { kind: 'unsupported', reason: 'it is an animation' };
    if (type === 'VP8 ' || type === 'VP8L') {
      pictures += 1;
      // There is no checksum: the decoder would draw zeros as part of the picture.
      if (endsInZeros(bytes.subarray(data, data + size))) return TRUNCATED;
    }
    position = data + size + (size % 2);
  }
  return pictures === 1 ? null : { kind: 'corrupt', reason: `it holds ${pictures} pictures` };
}
