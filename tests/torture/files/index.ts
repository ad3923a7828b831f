/** Test 2: thousands of files of every kind that a camera, a disk or a person leaves in a folder, and the record that each must have. */
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { deliver } from '../camera.ts';
import type { Outcome, Print } from '../outcome.ts';
import { createRandom, type Random } from '../random.ts';
import { judgeUndisturbed, limitsOf } from '../realParts.ts';
import { brokenInvariants, createTortureStation, eventually, type TortureStation } from '../station/index.ts';
import { wrongLinks, wrongRecords } from './oracle.ts';
import { KINDS, type PlannedFile, planFiles } from './plan.ts';

export interface FilesOptions {
  readonly files: number;
  readonly seed: number;
  readonly print: Print;
}

const CAMERAS = 3;
const WRITERS = 24;
/** The speed is that of so large a share of the files. */
const MOST_SHARE = 0.9;
/** For each file, on a machine that does three other things at a time; and for files that stay incomplete. */
const PATIENCE_MS_PER_FILE = 60;
const PATIENCE_MS = 60_000;
/** What is found once more is found by a look or two later. */
const TWO_LOOKS_MS = 1500;

export async function manyFiles({ files: count, seed, print }: FilesOptions): Promise<Outcome> {
  const random = createRandom(seed);
  const station = await createTortureStation({ lanes: 'real', laneGoal: 'throughput', cameras: CAMERAS });
  try {
    const parts = await judgeUndisturbed(station);
    const before = parts.length;
    const files = planFiles(count, CAMERAS, parts, random);
    await station.start();

    const beganMs = performance.now();
    await inParallel(files, (file) => deliver(pathOf(station, file), file.bytes, file.way, random));
    const writtenMs = performance.now() - beganMs;
    const firsts = files.filter(({ expected }) => expected.length > 0).length;
    // Files that stay incomplete are waited for; they say nothing of the speed.
    const most = Math.floor(firsts * MOST_SHARE);
    await waitFor(station, before + most, count, () => station.content().records.length >= before + most);
    const mostMs = performance.now() - beganMs;
    const failures = await waitFor(station, before + firsts, count);
    print(`${count} files written in ${seconds(writtenMs)}, ${most} recorded after ${seconds(mostMs)}`);

    const again = files.filter(({ later }) => later !== null);
    await inParallel(again, (file) => writeAgain(station, file, random));
    failures.push(...(await waitFor(station, before + firsts + again.length, again.length)));
    print(`${again.length} of them written again under their names`);

    // Whoever starts again finds nothing new.
    await station.stop();
    await station.start();
    await pause(TWO_LOOKS_MS);
    await station.stop();
    const { records } = station.content(before);
    failures.push(
      ...wrongRecords(files, records, await limitsOf(station)),
      ...wrongLinks(files, station.content().records),
      ...(await brokenInvariants(station.dataFolder)),
    );
    return {
      summary: {
        ...Object.fromEntries(KINDS.map((kind) => [kind, files.filter((file) => file.kind === kind).length])),
        'files in all': files.length,
        records: records.length,
        'of them errors with a reason': records.filter(({ errorCode }) => errorCode !== null).length,
        'linked to the same bytes': records.filter(({ sameContentAs }) => sameContentAs !== null).length,
        'linked to the error before': records.filter(({ followsError }) => followsError !== null).length,
        'files per second, real lanes': (most / (mostMs / 1000)).toFixed(1),
      },
      failures,
    };
  } finally {
    await station.remove();
  }
}

async function writeAgain(station: TortureStation, file: PlannedFile, random: Random): Promise<void> {
  if (file.later === null) return;
  const { bytes, way } = file.later;
  const path = pathOf(station, file);
  // What is completed late keeps what was there.
  if (file.kind === 'completed late') await appendFile(path, bytes.subarray(file.bytes.length));
  else await deliver(path, bytes, way, random);
}

/** @returns a failure where the records do not come */
async function waitFor(
  station: TortureStation,
  records: number,
  files: number,
  isDone: () => boolean = () => isQuiet(station, records),
): Promise<string[]> {
  if (await eventually(isDone, PATIENCE_MS + files * PATIENCE_MS_PER_FILE, 250)) return [];
  const { records: found, waiting } = station.content();
  return [`waited in vain for ${records} records: there are ${found.length}, and ${waiting.length} files wait`];
}

function isQuiet(station: TortureStation, records: number): boolean {
  const content = station.content();
  return content.records.length >= records && content.waiting.length === 0;
}

/** Several cameras write at the same time. */
async function inParallel(files: readonly PlannedFile[], write: (file: PlannedFile) => Promise<void>): Promise<void> {
  const waiting = files.values();
  await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      for (const file of waiting) await write(file);
    }),
  );
}

function pathOf(station: TortureStation, { camera, file }: PlannedFile): string {
  return join(station.cameraFolder(camera), file);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
