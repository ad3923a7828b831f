import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { createChildProcessHost, openLane } from '../../../electron/hosts/index.ts';
import { type Spread, spreadOf } from '../measure/statistics.ts';
import type { FittedSubject } from '../subjects.ts';

export interface FirstVerdictFigures {
  /** From `npm start`, with everything built, to the record of an image that lay in the folder. */
  readonly stationMs: Spread;
  /** The lane's processor time: from the start of its process to its first verdict, and of that for the first image once the network is open and warm. */
  readonly laneCpuMs: Spread | null;
  readonly firstImageCpuMs: Spread | null;
}

export interface FirstVerdictOptions {
  readonly imagePath: string;
  readonly folder: string;
  readonly bundleFolder: string;
  readonly rounds: number;
  readonly threads: number;
}

const BUILD = fileURLToPath(new URL('../../../build/build.ts', import.meta.url));
const LONGEST_MS = 60_000;

export async function measureFirstVerdict(
  subject: FittedSubject,
  options: FirstVerdictOptions,
): Promise<FirstVerdictFigures> {
  const stationMs: number[] = [];
  const lanes: { readonly firstVerdictMs: number; readonly firstImageMs: number }[] = [];
  for (let round = 0; round < options.rounds; round += 1) {
    stationMs.push(await stationFirstMs(subject, options));
    const lane = await laneFirstCpu(subject, options);
    if (lane !== null) lanes.push(lane);
  }
  return {
    stationMs: spreadOf(stationMs),
    laneCpuMs: lanes.length === 0 ? null : spreadOf(lanes.map(({ firstVerdictMs }) => firstVerdictMs)),
    firstImageCpuMs: lanes.length === 0 ? null : spreadOf(lanes.map(({ firstImageMs }) => firstImageMs)),
  };
}

/** As `npm start` does it: what is built is looked at, then the station is served. */
async function stationFirstMs(
  { recipe, recipeFolder }: FittedSubject,
  { imagePath, folder, bundleFolder }: FirstVerdictOptions,
): Promise<number> {
  await rm(folder, { recursive: true, force: true });
  const [data, camera] = [join(folder, 'data'), join(folder, 'camera')];
  await mkdir(camera, { recursive: true });
  await cp(recipeFolder, join(data, 'recipes', recipe.id, '1'), { recursive: true });
  await cp(imagePath, join(camera, basename(imagePath)));
  const source = { id: crypto.randomUUID(), name: 'Camera', folder: camera, recipeId: recipe.id };
  await writeFile(join(data, 'settings.json'), JSON.stringify({ sources: [source] }));
  const began = Date.now();
  spawnSync(process.execPath, [BUILD], { stdio: 'ignore' });
  const serve = ['serve', '--no-open', '--port', '0', '--data', data];
  const station = spawn(process.execPath, [join(bundleFolder, 'sigmaline.js'), ...serve], { stdio: 'ignore' });
  try {
    for (;;) {
      await pause(20);
      const recordedAt = firstRecordedAt(join(data, 'station.sqlite'));
      if (recordedAt !== null) return Date.parse(recordedAt) - began;
      if (Date.now() - began > LONGEST_MS) throw new Error('the station recorded nothing');
    }
  } finally {
    station.kill('SIGTERM');
    await once(station, 'exit');
  }
}

/** Null while there is no record, or no database yet. */
function firstRecordedAt(file: string): string | null {
  try {
    const database = new Database(file, { readonly: true, fileMustExist: true });
    const row = database.prepare<[], { at: string }>('SELECT recorded_at AS at FROM inspection').get();
    database.close();
    return row?.at ?? null;
  } catch {
    return null;
  }
}

/** Null where the system does not tell. */
async function laneFirstCpu(
  { recipeFolder }: FittedSubject,
  { imagePath, folder, bundleFolder, threads }: FirstVerdictOptions,
): Promise<{ readonly firstVerdictMs: number; readonly firstImageMs: number } | null> {
  const host = createChildProcessHost({ bundleFolder });
  let pid: number | undefined;
  const watched: typeof host = {
    start(role, options) {
      const process = host.start(role, options);
      pid = process.pid;
      return process;
    },
  };
  const lane = await openLane(watched, { threads });
  try {
    await lane.warm({ recipeFolder });
    const warmMs = await processorMs(pid);
    const places = { mapPath: join(folder, 'map.npy'), thumbnailPath: join(folder, 'thumbnail.jpg') };
    await lane.inspect({ kind: 'inspect', imagePath, recipeFolder, ...places });
    const firstVerdictMs = await processorMs(pid);
    return warmMs === null || firstVerdictMs === null
      ? null
      : { firstVerdictMs, firstImageMs: firstVerdictMs - warmMs };
  } finally {
    lane.close();
  }
}

/** Linux counts in hundredths of a second, of all threads of the process. */
async function processorMs(pid: number | undefined): Promise<number | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  const [user, system] = text?.slice(text.lastIndexOf(')')).split(' ').slice(12, 14).map(Number) ?? [];
  return user === undefined || system === undefined ? null : 10 * (user + system);
}
