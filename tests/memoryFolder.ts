import { existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { join } from 'node:path';

/** Files of memory, on Linux. */
const MEMORY = '/dev/shm';
const PREFIX = 'sigmaline-tests-';
/** Several times what tests hold at once, and more than what a station calls low. */
const NEEDED_BYTES = 4 * 1024 ** 3;

/**
 * Has everything that tests write for a while lie in memory, where there is enough of it and nobody chose another place: stations of tests commit thousands of times, and each commit
 * waits for the disk. No test cuts the power, which alone could tell the difference; the torture tests stay on the disk.
 */
export function keepTemporaryFilesInMemory(): void {
  if (process.env.TMPDIR !== undefined || process.platform !== 'linux' || !hasRoom()) return;
  removeLeftovers();
  const folder = mkdtempSync(join(MEMORY, `${PREFIX}${process.pid}-`));
  process.env.TMPDIR = folder;
  process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
}

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return Math.min(bavail * bsize, process.availableMemory() / 2) >= NEEDED_BYTES;
  } catch {
    return false;
  }
}

/** Of runs that were killed. */
function removeLeftovers(): void {
  for (const name of readdirSync(MEMORY).filter((each) => each.startsWith(PREFIX))) {
    const [pid = ''] = name.slice(PREFIX.length).split('-');
    if (!existsSync(join('/proc', pid))) rmSync(join(MEMORY, name), { recursive: true, force: true });
  }
}
