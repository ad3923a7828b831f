import { statfs } from 'node:fs/promises';

export interface DiskSpace {
  readonly freeBytes: number;
  readonly totalBytes: number;
}

export type DiskState = 'ok' | 'low' | 'full';

/** Records are small; maps and thumbnails take about 100 kB a part. */
const FULL_BELOW_BYTES = 100 * 1024 * 1024;
const LOW_BELOW_BYTES = 2 * 1024 * 1024 * 1024;
/** On a small disk those figures would never be met. */
const FULL_BELOW_SHARE = 0.01;
const LOW_BELOW_SHARE = 0.1;

export function diskStateOf({ freeBytes, totalBytes }: DiskSpace): DiskState {
  if (bytesUntilFull({ freeBytes, totalBytes }) < 0) return 'full';
  if (freeBytes < Math.min(LOW_BELOW_BYTES, totalBytes * LOW_BELOW_SHARE)) return 'low';
  return 'ok';
}

/** Negative where the disk counts as full. */
export function bytesUntilFull({ freeBytes, totalBytes }: DiskSpace): number {
  return freeBytes - Math.min(FULL_BELOW_BYTES, totalBytes * FULL_BELOW_SHARE);
}

/** The room on the disk of a folder, for programs without special rights. */
export async function measureDiskSpace(folder: string): Promise<DiskSpace> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
}
