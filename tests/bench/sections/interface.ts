import { spawn } from 'node:child_process';
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import sharp from 'sharp';
import { buildIfStale } from '../../../build/bundles.ts';
import { FakeStation, THUMBNAIL_PX } from '../../e2e/support/fakeStation.ts';
import { type SamplePart, samplePart } from '../../e2e/support/sampleParts.ts';
import { workingStatus } from '../../e2e/support/states.ts';
import { type Delay, delayOf } from '../measure/statistics.ts';
import type { ImageSet } from '../pictures.ts';

/** The memory of the page's process after so many parts have arrived. */
export interface InterfaceMemory {
  readonly parts: number;
  /** Proportional set: what it shares with Chromium's other processes counts in part. */
  readonly bytes: number;
  /** Nothing arrived for a while: what is still held then stays held. While parts arrive it is also what waits to be thrown away. */
  readonly isAtRest: boolean;
}

/** How smoothly the page was drawn while parts arrived, from the first of them to the last. */
export interface InterfaceFrames {
  readonly parts: number;
  readonly seconds: number;
  /** Frames that had something new to show. */
  readonly frames: number;
  /** Shown without what the page itself wanted to change in them: it follows with the next frame. */
  readonly partly: number;
  readonly dropped: number;
  /** Of those dropped, the ones that Chromium says affect smoothness: something on the page was to change in them. */
  readonly jerks: number;
  /** The most of these one after the other: so many frames later what had changed was shown. */
  readonly jerksInARow: number;
  /** From the beginning of a frame until it was shown. */
  readonly shown: Delay;
  /** From the call of the page until the largest words of its first screen, the verdict, are shown; as often as it was called. */
  readonly firstScreenMs: readonly number[];
  /** Of the page's process, at sixty moments; empty where the system does not tell. */
  readonly memoryBytes: readonly number[];
  /** Cores that each process kept busy: the page's, Chromium's others, and the station's, which is this one; empty where the system does not tell. */
  readonly cores: Readonly<Record<string, number>>;
}

/** What arrives: so many parts, one after the other. */
export interface Arrivals {
  readonly parts: number;
  readonly perSecond: number;
}

const CHROMIUM = process.env.SIGMALINE_CHROMIUM ?? '/usr/bin/chromium';
/** As cameras write them. */
const IMAGE_PX = 1024;
const LOOKS = 10;
const LOOKS_WHILE_DRAWN = 60;
const SETTLE_MS = 3000;
/** What is held no longer is thrown away some ten seconds after the last part. */
const REST_MS = 30_000;
/** Until Chromium runs and the page has settled: the trace begins before. */
const START_SECONDS = 8;
/** Chromium writes its trace when the time of the trace is over, and empties its buffer of events no sooner: that of five minutes takes it longer than two on a busy machine. */
const TRACE_WRITTEN_MS = 600_000;
/** No more than is read: whatever else is traced takes its share of the buffer and of the processor. */
const FRAMES_TRACED = 'disabled-by-default-devtools.timeline.frame';
const FIRST_SCREEN_TRACED = 'loading,blink.user_timing';
/** Pages that are called one after the other, each by a browser that has seen none. */
const CALLS = 3;

/**
 * Lets parts arrive at the page of an operator, with image, heatmap and thumbnail, and reads the memory of its process. No debugger is attached: it would keep
 * what the page loads.
 *
 * @returns null where there is no Chromium, or the system does not tell
 */
export async function measureInterface(images: ImageSet, arrivals: Arrivals): Promise<InterfaceMemory[] | null> {
  if (process.platform !== 'linux') return null;
  return atPage(images, [], async (station, pid) => {
    const looks: InterfaceMemory[] = [];
    await deliver(station, arrivals, (sent) => {
      if (sent % Math.ceil(arrivals.parts / LOOKS) !== 0) return;
      looks.push({ parts: sent, bytes: pageBytes(pid), isAtRest: sent === 0 });
    });
    await pause(REST_MS);
    looks.push({ parts: arrivals.parts, bytes: pageBytes(pid), isAtRest: true });
    return looks;
  });
}

/**
 * Lets parts arrive at the page of an operator and reads from Chromium's own trace what became of each frame.
 *
 * @returns null where there is no Chromium
 */
export async function measureFrames(
  images: ImageSet,
  root: string,
  arrivals: Arrivals,
): Promise<InterfaceFrames | null> {
  const firstScreenMs: number[] = [];
  for (let call = 0; call < CALLS; call += 1) {
    const file = join(root, `first${call}.json`);
    const flags = traceFlags(file, FIRST_SCREEN_TRACED, START_SECONDS);
    const ms = await atPage(images, flags, async () => {
      await written(file);
      return readFirstScreen(file);
    });
    if (ms !== null) firstScreenMs.push(ms);
  }
  const file = join(root, 'frames.json');
  const seconds = Math.ceil(arrivals.parts / arrivals.perSecond);
  return atPage(images, traceFlags(file, FRAMES_TRACED, seconds + START_SECONDS), async (station, pid) => {
    const memoryBytes: number[] = [];
    const begunUs = monotonicUs();
    const before = processorSeconds(pid);
    await deliver(station, arrivals, (sent) => {
      const isDue = process.platform === 'linux' && sent % Math.ceil(arrivals.parts / LOOKS_WHILE_DRAWN) === 0;
      if (isDue) memoryBytes.push(pageBytes(pid));
    });
    const during = { begunUs, endedUs: monotonicUs() };
    const tookSeconds = (during.endedUs - begunUs) / 1e6;
    const used = Object.entries(processorSeconds(pid));
    const cores = Object.fromEntries(used.map(([name, after]) => [name, (after - (before[name] ?? 0)) / tookSeconds]));
    await written(file);
    const frames = await readFrames(file, pid, during);
    return { parts: arrivals.parts, seconds, firstScreenMs, memoryBytes, cores, ...frames };
  });
}

function traceFlags(file: string, traced: string, seconds: number): string[] {
  return [
    `--trace-startup=${traced}`,
    `--trace-startup-duration=${seconds}`,
    `--trace-startup-file=${file}`,
    '--trace-startup-format=json',
    '--trace-startup-record-mode=record-as-much-as-possible',
  ];
}

/** One after the other at their pace: a delay of the machine is caught up, not added. */
async function deliver(
  station: FakeStation,
  { parts, perSecond }: Arrivals,
  beforeEach: (sent: number) => void,
): Promise<void> {
  const begunMs = performance.now();
  for (let sent = 0; sent <= parts; sent += 1) {
    beforeEach(sent);
    // The first was there before the page.
    const number = sent + 2;
    station.deliver(samplePart({ number, verdict: number % 50 === 0 ? 'fail' : 'pass' }));
    await pause(Math.max(0, begunMs + ((sent + 1) * 1000) / perSecond - performance.now()));
  }
}

async function atPage<Figures>(
  { paths }: ImageSet,
  flags: readonly string[],
  measure: (station: FakeStation, pid: number) => Promise<Figures>,
): Promise<Figures | null> {
  if (!existsSync(CHROMIUM)) return null;
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
  station.record(samplePart({ number: 1, verdict: 'pass' }));
  const profile = await mkdtemp(join(tmpdir(), 'sigmaline-chromium-'));
  const options = [
    '--headless=new',
    '--no-first-run',
    `--user-data-dir=${profile}`,
    '--window-size=1920,1080',
    ...flags,
  ];
  if (process.getuid?.() === 0) options.push('--no-sandbox');
  const answer = station.handlers['feed.page'];
  const asked = new Promise<void>((resolve) => {
    station.handlers['feed.page'] = (input, caller) => {
      resolve();
      return answer(input, caller);
    };
  });
  const browser = spawn(CHROMIUM, [...options, station.url], { stdio: 'ignore' });
  const ended = new Promise<never>((_, reject) =>
    browser.once('exit', () => reject(new Error('Chromium ended before the parts were delivered.'))),
  );
  try {
    // The page is there by now, and has some time to draw its first screen.
    await Promise.race([asked, ended]);
    await pause(SETTLE_MS);
    return await measure(station, browser.pid ?? 0);
  } finally {
    browser.kill();
    await ended.catch(() => undefined);
    await station.stop();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function written(file: string): Promise<void> {
  for (let waitedMs = 0, bytes = -1; waitedMs < TRACE_WRITTEN_MS; waitedMs += 5000) {
    await pause(5000);
    const now = existsSync(file) ? statSync(file).size : 0;
    if (now > 0 && now === bytes) return;
    bytes = now;
  }
  throw new Error(`Chromium wrote no trace to ${file}.`);
}

/** What Chromium tells of one frame at its begin and at its end: an event of its own each, tied by an id. Navigations and what they show first are single events. */
interface TraceEvent {
  readonly name?: string;
  readonly ph?: string;
  readonly ts?: number;
  readonly id2?: { readonly local?: string };
  readonly pid?: number;
  readonly args?: {
    readonly frame_reporter?: { readonly state?: string; readonly affects_smoothness?: boolean };
    readonly data?: { readonly navigationId?: string };
  };
}

/** A trace of minutes is larger than a string may be; Chromium writes an event a line. */
async function* eventsOf(file: string, named: RegExp): AsyncGenerator<TraceEvent> {
  for await (const line of createInterface({ input: createReadStream(file) })) {
    if (named.test(line)) yield JSON.parse(line.slice(line.indexOf('{"'), line.lastIndexOf('}') + 1)) as TraceEvent;
  }
}

/** The last time that something larger than before was shown, since the navigation that it belongs to. */
async function readFirstScreen(file: string): Promise<number> {
  const begunUs = new Map<string, number>();
  let ms = Number.NaN;
  for await (const { name, ts = 0, args } of eventsOf(file, /"(navigationStart|largestContentfulPaint::Candidate)"/)) {
    const { navigationId = '' } = args?.data ?? {};
    if (name === 'navigationStart') begunUs.set(navigationId, ts);
    else ms = (ts - (begunUs.get(navigationId) ?? Number.NaN)) / 1000;
  }
  if (Number.isNaN(ms)) throw new Error(`The trace ${file} tells of no first screen.`);
  return ms;
}

/** The clock of the system that Chromium's traces tell the time by. */
const monotonicUs = (): number => Number(process.hrtime.bigint() / 1000n);

/** Frames that follow each other begin so far apart: a sixtieth of a second, and what the clock of the screen sways. */
const NEXT_FRAME_US = 25_000;

/**
 * @param browser the process whose own window is drawn as well
 * @param during  frames that began before or after count nowhere: the page's first screen is measured by itself
 */
async function readFrames(
  file: string,
  browser: number,
  during: { readonly begunUs: number; readonly endedUs: number },
): Promise<Omit<InterfaceFrames, 'parts' | 'seconds' | 'firstScreenMs' | 'memoryBytes' | 'cores'>> {
  const begun = new Map<string, TraceEvent>();
  const shownMs: number[] = [];
  const jerksUs: number[] = [];
  let [partly, dropped] = [0, 0];
  for await (const event of eventsOf(file, /"PipelineReporter"/)) {
    if (event.pid === browser) continue;
    const id = `${event.pid} ${event.id2?.local}`;
    if (event.ph === 'b') begun.set(id, event);
    const first = begun.get(id);
    if (event.ph !== 'e' || first === undefined) continue;
    begun.delete(id);
    const beganUs = first.ts ?? 0;
    if (beganUs < during.begunUs || beganUs > during.endedUs) continue;
    const { state, affects_smoothness: isSeen = false } = first.args?.frame_reporter ?? {};
    if (state === 'STATE_DROPPED') {
      dropped += 1;
      if (isSeen) jerksUs.push(beganUs);
      continue;
    }
    if (state === 'STATE_PRESENTED_PARTIAL') partly += 1;
    if (state !== 'STATE_NO_UPDATE_DESIRED') shownMs.push(((event.ts ?? 0) - beganUs) / 1000);
  }
  const frames = shownMs.length + dropped;
  if (frames === 0) throw new Error(`The trace ${file} tells of no frame while parts arrived.`);
  const jerks = jerksUs.length;
  return { frames, partly, dropped, jerks, jerksInARow: mostInARow(jerksUs), shown: delayOf(shownMs) };
}

function mostInARow(beganUs: readonly number[]): number {
  let [most, row, before] = [0, 0, Number.NEGATIVE_INFINITY];
  for (const us of beganUs.toSorted((one, other) => one - other)) {
    row = us - before < NEXT_FRAME_US ? row + 1 : 1;
    before = us;
    most = Math.max(most, row);
  }
  return most;
}

/** That of the process that draws the page: Chromium keeps a spare one ready, which is smaller. */
function pageBytes(browser: number): number {
  const pages = processesOf(browser).filter(({ kind }) => kind === 'page');
  const bytes = pages.map(({ pid }) => Number(/^Pss:\s+(\d+)/m.exec(told(pid, 'smaps_rollup'))?.[1] ?? 0) * 1024);
  return Math.max(0, ...bytes);
}

/** Ticks of the kernel's clock that processes are charged by. */
const TICKS_A_SECOND = 100;

/** What each kind of process has used so far, this one included as the station; empty where the system does not tell. */
function processorSeconds(browser: number): Record<string, number> {
  if (process.platform !== 'linux') return {};
  const { user, system } = process.cpuUsage();
  const seconds: Record<string, number> = { station: (user + system) / 1e6 };
  for (const { pid, kind } of processesOf(browser)) {
    // User and system time are the 12th and 13th word behind the name, which may hold spaces.
    const words = told(pid, 'stat')
      .replace(/^.*\) /s, '')
      .split(' ');
    seconds[kind] = (seconds[kind] ?? 0) + ((Number(words[11]) || 0) + (Number(words[12]) || 0)) / TICKS_A_SECOND;
  }
  return seconds;
}

/** A browser with all its processes, and what each is for. */
function processesOf(browser: number): { readonly pid: string; readonly kind: string }[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    parents.set(Number(name), Number(/^PPid:\s+(\d+)/m.exec(told(name, 'status'))?.[1] ?? 0));
  }
  const isOfBrowser = (pid: number | undefined): boolean =>
    pid === browser || (pid !== undefined && isOfBrowser(parents.get(pid)));
  return [...parents.keys()].filter(isOfBrowser).map((pid) => {
    const line = told(String(pid), 'cmdline');
    const type = /--utility-sub-type=(?<service>\w+)/.exec(line) ?? /--type=(?<service>[\w-]+)/.exec(line);
    const service = type?.groups?.service ?? 'browser';
    return { pid: String(pid), kind: service === 'renderer' ? 'page' : service };
  });
}

/** A process may end while it is read of. */
function told(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
