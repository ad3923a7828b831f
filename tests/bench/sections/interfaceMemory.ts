import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import { buildIfStale } from '../../../build/bundles.ts';
import { FakeStation, THUMBNAIL_PX } from '../../e2e/support/fakeStation.ts';
import { type SamplePart, samplePart } from '../../e2e/support/sampleParts.ts';
import { workingStatus } from '../../e2e/support/states.ts';
import type { ImageSet } from '../pictures.ts';

/** The memory of the page's process after so many parts have arrived. */
export interface InterfaceMemory {
  readonly parts: number;
  /** Proportional set: what it shares with Chromium's other processes counts in part. */
  readonly bytes: number;
}

const CHROMIUM = process.env.SIGMALINE_CHROMIUM ?? '/usr/bin/chromium';
/** As cameras write them. */
const IMAGE_PX = 1024;
const LOOKS = 5;
const SETTLE_MS = 3000;

/**
 * Lets parts arrive at the page of an operator, with image, heatmap and thumbnail, and reads the memory of its process. No debugger is attached: it would keep
 * what the page loads.
 *
 * @returns null where there is no Chromium, or the system does not tell
 */
export async function measureInterface(
  { paths }: ImageSet,
  { parts, perSecond }: { readonly parts: number; readonly perSecond: number },
): Promise<InterfaceMemory[] | null> {
  if (process.platform !== 'linux' || !existsSync(CHROMIUM)) return null;
  await buildIfStale('renderer');
  const pictures = new Map<string, Promise<Uint8Array>>();
  const picture = ({ inspection: { number } }: SamplePart, askedPx: number): Promise<Uint8Array> => {
    const path = paths[number % paths.length] ?? '';
    const sizePx = askedPx === THUMBNAIL_PX ? askedPx : IMAGE_PX;
    const drawn = pictures.get(`${path} ${sizePx}`) ?? sharp(path).resize(sizePx).jpeg().toBuffer();
    pictures.set(`${path} ${sizePx}`, drawn);
    return drawn;
  };
  const station = await FakeStation.start({ picture });
  station.status = workingStatus();
  const profile = await mkdtemp(join(tmpdir(), 'sigmaline-chromium-'));
  const options = ['--headless=new', '--no-first-run', `--user-data-dir=${profile}`, '--window-size=1920,1080'];
  if (process.getuid?.() === 0) options.push('--no-sandbox');
  const browser = spawn(CHROMIUM, [...options, station.url], { stdio: 'ignore' });
  const ended = new Promise((resolve) => browser.once('exit', resolve));
  try {
    const looks: InterfaceMemory[] = [];
    await pause(SETTLE_MS);
    for (let sent = 0; sent <= parts; sent += 1) {
      if (sent % Math.ceil(parts / LOOKS) === 0) looks.push({ parts: sent, bytes: pageBytes(browser.pid ?? 0) });
      const number = sent + 1;
      station.deliver(samplePart({ number, verdict: number % 50 === 0 ? 'fail' : 'pass' }));
      await pause(1000 / perSecond);
    }
    return looks;
  } finally {
    browser.kill();
    await ended;
    await station.stop();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** That of the process that draws the page: Chromium keeps a spare one ready, which is smaller. */
function pageBytes(browser: number): number {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    parents.set(Number(name), Number(/^PPid:\s+(\d+)/m.exec(told(name, 'status'))?.[1] ?? 0));
  }
  const isOfBrowser = (pid: number | undefined): boolean =>
    pid === browser || (pid !== undefined && isOfBrowser(parents.get(pid)));
  const pages = [...parents.keys()].filter(
    (pid) => isOfBrowser(pid) && told(String(pid), 'cmdline').includes('--type=renderer'),
  );
  const bytes = pages.map((pid) => Number(/^Pss:\s+(\d+)/m.exec(told(String(pid), 'smaps_rollup'))?.[1] ?? 0) * 1024);
  return Math.max(0, ...bytes);
}

/** A process may end while it is read of. */
function told(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
