/** Test 7: a steady line with lanes that really judge; the memory, the threads and the handles of every process stay what they were. */
import { execFile } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Outcome, Print } from '../outcome.ts';
import { createRandom } from '../random.ts';
import { brokenInvariants, createTortureStation, eventually, type TortureStation } from '../station/index.ts';
import { startLine } from './line.ts';
import { sampleProcess } from './processSample.ts';
import { type Sample, type Trend, trendOf } from './trend.ts';

export interface SoakOptions {
  readonly minutes: number;
  readonly seed: number;
  readonly print: Print;
}

const SAMPLE_EVERY_MS = 10_000;
const PRINT_EVERY_SAMPLES = 6;
/** Two parts a second. */
const PART_EVERY_MS = 500;
/** A process that has just started fills its caches: so much of the run says nothing of growth. */
const WARM_UP_SHARE = 0.25;
/** Growth counts where the slope is certainly above this, and the memory has really grown by so much from the first fifth to the last. */
const MOST_MEGABYTES_PER_HOUR = 30;
const LEAST_GROWTH_MEGABYTES = 12;
const MOST_MORE_HANDLES = 5;
const PATIENCE_MS = 60_000;
const MEGABYTE = 1024 * 1024;

const COMMAND_LINE = fileURLToPath(new URL('../../../electron/cli/sigmaline.ts', import.meta.url));
const GOOD_PARTS = fileURLToPath(new URL('../../../resources/samples/good', import.meta.url));

type Quantity = 'resident MB' | 'heap MB' | 'handles' | 'threads';
/** What was measured of one process, by what it is. */
type Course = Map<string, Map<Quantity, Sample[]>>;

export async function soak({ minutes, seed, print }: SoakOptions): Promise<Outcome> {
  if (process.platform !== 'linux') {
    return { summary: {}, failures: [], skipped: ['the soak reads /proc, which only Linux has'] };
  }
  // As on a real station: production's timings, and as many lanes as it chooses.
  const station = await createTortureStation({ lanes: 'real', makeRecipe: calibrate, settings: { timings: {} } });
  try {
    const engine = await station.start();
    const line = await startLine(station.cameraFolder(1), PART_EVERY_MS, createRandom(seed));
    const lanesAtFirst = new Set<number>();
    const course = await measure(station, minutes, lanesAtFirst, print);
    await line.stop();
    const isDone = (): boolean =>
      station.content().records.length >= line.delivered() && station.content().waiting.length === 0;
    const isWhole = await eventually(isDone, PATIENCE_MS, 1000);
    const { records } = station.content();
    const replaced = engine.lanes().filter((pid) => !lanesAtFirst.has(pid)).length;
    await station.stop();
    const figures = figuresOf(course);
    return {
      summary: {
        minutes,
        'parts delivered': line.delivered(),
        records: records.length,
        'of them errors': records.filter(({ errorCode }) => errorCode !== null).length,
        'lanes replaced': replaced,
        ...Object.fromEntries(figures.map(({ name, text }) => [name, text])),
      },
      failures: [
        ...(isWhole ? [] : [`${line.delivered()} parts were delivered, and there are ${records.length} records`]),
        ...records.flatMap(({ file, errorCode }) => (errorCode === null ? [] : [`${file} is an error: ${errorCode}`])),
        ...(await brokenInvariants(station.dataFolder)),
        ...figures.flatMap(({ failure }) => failure ?? []),
      ],
    };
  } finally {
    await station.remove();
  }
}

/** The sample product's recipe, with the built-in backbone. */
async function calibrate(dataFolder: string): Promise<string> {
  await promisify(execFile)(process.execPath, [
    ...[COMMAND_LINE, 'calibrate', '--recipe', 'sample', '--good', GOOD_PARTS, '--data', dataFolder],
  ]);
  return 'sample';
}

async function measure(
  station: TortureStation,
  minutes: number,
  lanesAtFirst: Set<number>,
  print: Print,
): Promise<Course> {
  const course: Course = new Map();
  const engine = station.engine();
  const beganMs = performance.now();
  const endMs = beganMs + minutes * 60_000;
  for (let samples = 1; performance.now() < endMs; samples += 1) {
    await pause(Math.min(SAMPLE_EVERY_MS, endMs - performance.now()));
    const seconds = (performance.now() - beganMs) / 1000;
    const lanes = engine.lanes();
    if (lanesAtFirst.size === 0) for (const pid of lanes) lanesAtFirst.add(pid);
    const processes = [
      ['engine', engine.pid] as const,
      ...lanes.map((pid, index) => [`lane ${index + 1}`, pid] as const),
    ];
    const texts: string[] = [];
    for (const [name, pid] of processes) {
      const sample = await sampleProcess(pid);
      if (sample === null) continue;
      const heap = engine.heapBytes(pid);
      add(course, name, 'resident MB', seconds, sample.residentMegabytes);
      if (heap !== null) add(course, name, 'heap MB', seconds, heap / MEGABYTE);
      add(course, name, 'handles', seconds, sample.handles);
      add(course, name, 'threads', seconds, sample.threads);
      texts.push(
        `${name} ${sample.residentMegabytes.toFixed(0)} MB, ${sample.handles} handles, ${sample.threads} threads`,
      );
    }
    if (samples % PRINT_EVERY_SAMPLES === 0) print(`${(seconds / 60).toFixed(0)} min: ${texts.join('; ')}`);
  }
  return course;
}

function add(course: Course, name: string, quantity: Quantity, seconds: number, value: number): void {
  const quantities = course.get(name) ?? new Map<Quantity, Sample[]>();
  course.set(name, quantities);
  const samples = quantities.get(quantity) ?? [];
  quantities.set(quantity, samples);
  samples.push({ seconds, value });
}

interface Figure {
  readonly name: string;
  readonly text: string;
  readonly failure: string | null;
}

function figuresOf(course: Course): Figure[] {
  return [...course].flatMap(([process, quantities]) =>
    [...quantities].flatMap(([quantity, samples]) => {
      const warm = samples.slice(Math.floor(samples.length * WARM_UP_SHARE));
      return warm.length < 3 ? [] : [figureOf(`${process}: ${quantity}`, quantity, trendOf(warm))];
    }),
  );
}

function figureOf(name: string, quantity: Quantity, trend: Trend): Figure {
  const { slopePerHour, uncertaintyPerHour, first, last } = trend;
  const isMemory = quantity === 'resident MB' || quantity === 'heap MB';
  const digits = isMemory ? 1 : 0;
  const text = `${first.toFixed(digits)} -> ${last.toFixed(digits)}, ${slopePerHour.toFixed(1)} ± ${uncertaintyPerHour.toFixed(1)} an hour`;
  const grows = isMemory
    ? slopePerHour - uncertaintyPerHour > MOST_MEGABYTES_PER_HOUR && last - first > LEAST_GROWTH_MEGABYTES
    : last - first > MOST_MORE_HANDLES;
  return { name, text, failure: grows ? `${name} grows: ${text}` : null };
}
