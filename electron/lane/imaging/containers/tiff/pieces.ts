import { type ContainerFault, TRUNCATED } from '../fault.ts';
import { endsInZeros } from '../zeros.ts';
import type { Directory } from './reader.ts';
import { TAG } from './tags.ts';

/** Every strip or tile must lie inside the file. */
export function piecesFault(directory: Directory, fileBytes: number): ContainerFault | null {
  return outside(directory, TAG.stripOffsets, TAG.stripByteCounts, fileBytes) ||
    outside(directory, TAG.tileOffsets, TAG.tileByteCounts, fileBytes)
    ? TRUNCATED
    : null;
}

function outside(directory: Directory, offsets: number, byteCounts: number, fileBytes: number): boolean {
  for (let index = 0; index < Math.min(directory.count(offsets), directory.count(byteCounts)); index += 1) {
    const start = directory.value(offsets, 0, index);
    const length = directory.value(byteCounts, 0, index);
    // A writer that puts the directory first fills these numbers in last.
    if (start === 0 || length === 0 || start + length > fileBytes) return true;
  }
  return false;
}

const UNCOMPRESSED = 1;

/** Compressed strips or tiles of a picture that are reserved and not written; of plain samples nobody can tell. All must lie inside the file. */
export function unwrittenFault(directory: Directory, bytes: Buffer): ContainerFault | null {
  if (directory.value(TAG.compression, UNCOMPRESSED) === UNCOMPRESSED) return null;
  const isTiled = directory.has(TAG.tileOffsets);
  const [offsets, byteCounts] = isTiled
    ? [TAG.tileOffsets, TAG.tileByteCounts]
    : [TAG.stripOffsets, TAG.stripByteCounts];
  for (let index = 0; index < directory.count(offsets); index += 1) {
    const start = directory.value(offsets, 0, index);
    if (endsInZeros(bytes.subarray(start, start + directory.value(byteCounts, 0, index)))) return TRUNCATED;
  }
  return null;
}
