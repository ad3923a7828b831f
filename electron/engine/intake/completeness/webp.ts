import type { ByteReader } from './byteReader.ts';
import { type Completeness, completeIf } from './completeness.ts';
import { endsInZeros } from './zeros.ts';

const RIFF_HEADER_BYTES = 8;
const FIRST_CHUNK = 12;
const CHUNK_HEADER_BYTES = 8;
/** An extended file holds a header, a profile, alpha, the picture and metadata; an animation many frames, and is refused by a lane. */
const MOST_CHUNKS = 64;

/**
 * A WebP file is one RIFF chunk: its size stands behind the mark, does not count the eight bytes before it, and does count the byte that fills up a
 * chunk of odd size. Writers that do not know it yet leave zero or all ones there.
 */
export async function webpCompleteness(reader: ByteReader): Promise<Completeness> {
  const header = await reader.read(0, RIFF_HEADER_BYTES);
  const end = header.readUInt32LE(4) + RIFF_HEADER_BYTES;
  if (end < FIRST_CHUNK + CHUNK_HEADER_BYTES || end > reader.size) return 'incomplete';
  let position = FIRST_CHUNK;
  for (let chunks = 0; chunks < MOST_CHUNKS && position + CHUNK_HEADER_BYTES <= end; chunks += 1) {
    const chunk = await reader.read(position, CHUNK_HEADER_BYTES);
    const data = position + CHUNK_HEADER_BYTES;
    const size = chunk.readUInt32LE(4);
    const type = chunk.toString('latin1', 0, 4);
    // A chunk that leaves the file is damage, and a lane says so: waiting would not mend it.
    if (data + size > end) return 'complete';
    if (type === 'VP8 ' || type === 'VP8L') return completeIf(!(await endsInZeros(reader, data, data + size)));
    if (type === '\0\0\0\0') return 'incomplete';
    position = data + size + (size % 2);
  }
  return 'complete';
}
