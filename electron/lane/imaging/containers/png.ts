import { crc32 } from 'node:zlib';
import { type ContainerFault, TRUNCATED } from './fault.ts';

const SIGNATURE_BYTES = 8;
/** Length, type and checksum around the data of every chunk. */
const CHUNK_FRAME_BYTES = 12;

/** Walks the chunks up to IEND and compares each checksum (PNG specification, section 5.3). */
export function checkPng(bytes: Buffer): ContainerFault | null {
  let position = SIGNATURE_BYTES;
  while (position + CHUNK_FRAME_BYTES <= bytes.length) {
    const dataEnd = position + 8 + bytes.readUInt32BE(position);
    const type = bytes.toString('latin1', position + 4, position + 8);
    if (!/^[A-Za-z]{4}$/.test(type)) return { kind: 'corrupt', reason: `no PNG chunk at byte ${position}` };
    if (position === SIGNATURE_BYTES && type !== 'IHDR') return { kind: 'corrupt', reason: 'its header is missing' };
    if (dataEnd + 4 > bytes.length) return TRUNCATED;
    if (crc32(bytes.subarray(position + 4, dataEnd)) !== bytes.readUInt32BE(dataEnd)) {
      return { kind: 'corrupt', reason: `wrong checksum of its chunk ${type} at byte ${position}` };
    }
    if (type === 'IEND') return null;
    position = dataEnd + 4;
  }
  return TRUNCATED;
}
