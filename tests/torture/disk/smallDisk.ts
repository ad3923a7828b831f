import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** How long a process that was told to end, or killed, may still hold a file on the disk. */
const HOLDING_MS = 30_000;

/** A disk of a few megabytes, in memory. Mounting needs root, and even that may be denied inside a container: only trying tells. */
export function canMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(join(tmpdir(), 'sigmaline-mount-'));
  try {
    mountSmallDisk(folder, 1);
    execFileSync('umount', [folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(folder);
  }
}

/** @param files - how many it can hold; as many as there is room for if left out */
export function mountSmallDisk(folder: string, megabytes: number, files?: number): void {
  const options = [`size=${megabytes}m`, ...(files === undefined ? [] : [`nr_inodes=${files}`])];
  execFileSync('mount', ['-t', 'tmpfs', '-o', options.join(','), 'tmpfs', folder], { stdio: 'ignore' });
}

/**
 * The processes of a station that was killed end a moment after it: their files are waited for.
 * @throws naming the processes that still hold it after half a minute
 */
export async function unmount(folder: string): Promise<void> {
  const endMs = performance.now() + HOLDING_MS;
  for (;;) {
    try {
      execFileSync('umount', [folder], { stdio: 'ignore' });
      return;
    } catch {
      if (performance.now() > endMs) throw new Error(`${folder} is still held by: ${holdersOf(folder).join('; ')}`);
      await pause(100);
    }
  }
}

/** Commands of the processes that work in the folder or have a file of it open. */
function holdersOf(folder: string): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const held = [`/proc/${pid}/cwd`, ...readdirSync(`/proc/${pid}/fd`).map((fd) => `/proc/${pid}/fd/${fd}`)];
        const isHeld = held.some((link) => `${targetOf(link)}/`.startsWith(`${folder}/`));
        return isHeld ? [`${pid} ${readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim()}`] : [];
      } catch {
        return []; // ended meanwhile
      }
    });
}

function targetOf(link: string): string {
  try {
    return readlinkSync(link);
  } catch {
    return '';
  }
}

/** Takes every byte that is left. @returns what gives them back */
export async function fill(folder: string): Promise<() => Promise<void>> {
  const ballast = join(folder, '.ballast.tmp');
  await writeFile(ballast, Buffer.alloc(16 * 1024 * 1024)).catch(() => undefined);
  return () => rm(ballast);
}
