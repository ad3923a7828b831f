import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** What a process holds in memory (resident set); null where the system does not tell. */
export async function residentBytes(pid: number): Promise<number | null> {
  if (process.platform === 'win32') return null;
  const kibibytes = process.platform === 'linux' ? await toldByLinux(pid) : await toldByPs(pid);
  return Number.isNaN(kibibytes) ? null : kibibytes * 1024;
}

async function toldByLinux(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Number.parseInt(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? '', 10);
}

async function toldByPs(pid: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]).catch(() => ({ stdout: '' }));
  return Number.parseInt(stdout, 10);
}
