import { type ContainerFault, TRUNCATED } from './fault.ts';

const RIFF_HEADER_BYTES = 8;

/** The RIFF container states the size of all that follows its first eight bytes. */
export function checkWebp(bytes: Buffer): ContainerFault | null {
  if (RIFF_HEADER_BYTES + bytes.readUInt32LE(4) > bytes.length) return TRUNCATED;
  const isExtended = bytes.toString('latin1', 12, 16) === 'VP8X';
  const isAnimated = isExtended && ((bytes[20] ?? 0) & 0x02) !== 0;
  return isAnimated ? { kind: 'unsupported', reason: 'it is an animation' } : null;
}
