/** Test 4: disks that are really full, folders that go away under load, a share that stops answering. */
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type FaultyEngine, sentencesOf } from '../faults/faultyProcess.ts';
import { createFaultyStation, type FaultyStation, wrongRecords } from '../faults/faultyStation.ts';
import type { SmallFile } from '../faults/smallRun.ts';
import { sha256Of, tinyPng } from '../images.ts';
import { readStation } from '../station/records.ts';
import { canMount, fill, mountSmallDisk, unmount } from './smallDisk.ts';

interface Trial {
  readonly name: string;
  readonly needsMount: boolean;
  /** Part of the bounded selection. */
  readonly isQuick: boolean;
  readonly run: (failures: string[]) => Promise<void>;
}

const PATIENCE_MS = 30_000;
const LONGEST_STOP_MS = 5000;
/** Room for the database, its log and a backup of some dozen parts. */
const SMALL_DISK_MB = 8;

export interface DiskOptions {
  readonly print: (line: string) => void;
  /** Only those trials that matter most and take least. */
  readonly bounded?: boolean;
}

export async function diskAndFolders({ print, bounded = false }: DiskOptions): Promise<{
  readonly summary: string;
  readonly failures: string[];
  readonly skipped: string[];
}> {
  const failures: string[] = [];
  const mayMount = canMount();
  const chosen = trials.filter(({ isQuick }) => isQuick || !bounded);
  const skipped = chosen
    .filter(({ needsMount }) => needsMount && !mayMount)
    .map(({ name }) => `${name}: a small disk is mounted for it, which needs root on Linux`);
  const tried = chosen.filter(({ needsMount }) => !needsMount || mayMount);
  for (const { name, run } of tried) {
    const own: string[] = [];
    await run(own).catch((thrown: unknown) => void own.push(String(thrown)));
    print(`${name}: ${own.length === 0 ? 'all is well' : own.join('; ')}`);
    failures.push(...own.map((sentence) => `${name}: ${sentence}`));
  }
  return { summary: `${tried.length} trials: ${tried.map(({ name }) => name).join(', ')}`, failures, skipped };
}

const trials: readonly Trial[] = [
  { name: "the data folder's disk is full", needsMount: true, isQuick: true, run: fullDataDisk },
  { name: "the camera's disk is full", needsMount: true, isQuick: false, run: fullCameraDisk },
  { name: "the archive's disk is full", needsMount: true, isQuick: true, run: fullArchiveDisk },
  { name: 'the data folder goes away and comes back', needsMount: false, isQuick: true, run: dataFolderAway },
  {
    name: "a source's folder is deleted and created again under load",
    needsMount: false,
    isQuick: false,
    run: folderDeleted,
  },
  { name: 'a share stops answering', needsMount: false, isQuick: false, run: silentShare },
];

async function fullDataDisk(failures: string[]): Promise<void> {
  await withStation('dataFolder', failures, async (station, engine) => {
    const before = await write(station, 1, 5);
    await settled(station, engine, before);
    const empty = await fill(station.dataFolder);
    const during = await write(station, 6, 60);
    await until('the station says that the disk is full', async () =>
      (await troubles(engine)).some((sentence) => /disk .* is full/.test(sentence)),
    );
    await pause(300);
    const records = readStation(station.dataFolder).records;
    if (records.some(({ errorCode }) => errorCode !== null)) failures.push('a full disk became an error of an image');
    await stopQuickly(engine, failures);
    // It may say why it cannot start now, or start and wait.
    const second = station.launch();
    const outcome = await second.start;
    if (outcome.kind === 'gone') failures.push('on a full disk it ended without a word');
    await second.kill();
    await empty();
    const third = station.launch();
    await third.start;
    await settled(station, third, [...before, ...during]);
    await stopQuickly(third, failures);
  });
}

async function fullCameraDisk(failures: string[]): Promise<void> {
  await withStation('camera', failures, async (station, engine) => {
    const before = await write(station, 1, 5);
    await settled(station, engine, before);
    const empty = await fill(station.cameras[0]);
    const path = join(station.cameras[0], 'cut.png');
    const bytes = Buffer.concat([tinyPng(99), Buffer.alloc(64 * 1024)]);
    await writeFile(path, bytes).catch(() => undefined);
    await empty();
    const after = await write(station, 6, 10);
    await settled(station, engine, [...before, ...after]);
    await rm(path, { force: true });
    const passed = readStation(station.dataFolder).records.filter(({ file }) => file === 'cut.png');
    if (passed.some(({ errorCode }) => errorCode === null)) failures.push('a cut image was judged as if it were whole');
    await stopQuickly(engine, failures);
  });
}

async function fullArchiveDisk(failures: string[]): Promise<void> {
  await withStation('archive', failures, async (station, engine) => {
    const empty = await fill(station.archive);
    const files = await write(station, 1, 5, 'Camera 2');
    await settled(station, engine, files, { ignoring: /archive/ });
    await until('it says that images cannot be archived', async () =>
      (await troubles(engine)).some((sentence) => /archive/.test(sentence)),
    );
    // While one is tried, it has another name for an instant; in between it lies where everybody looks for it.
    await until(
      'none has left before it is archived',
      async () => (await imagesIn(station.cameras[1])).length === files.length,
    );
    await empty();
    await until('all are archived', async () => (await imagesIn(station.archive)).length === files.length);
    await settled(station, engine, files);
    await stopQuickly(engine, failures);
  });
}

async function dataFolderAway(failures: string[]): Promise<void> {
  await withStation(null, failures, async (station, engine) => {
    const before = await write(station, 1, 5);
    await settled(station, engine, before);
    const away = `${station.dataFolder}-away`;
    await rename(station.dataFolder, away);
    const during = await write(station, 6, 15);
    await until('it says that its database is gone', async () =>
      (await troubles(engine)).some((sentence) => /moved or deleted/.test(sentence)),
    );
    await pause(300);
    await rm(station.dataFolder, { recursive: true, force: true });
    await rename(away, station.dataFolder);
    await settled(station, engine, [...before, ...during]);
    await rename(station.dataFolder, away);
    await pause(1500);
    await stopQuickly(engine, failures);
    await rm(station.dataFolder, { recursive: true, force: true });
    await rename(away, station.dataFolder);
  });
}

async function folderDeleted(failures: string[]): Promise<void> {
  await withStation(null, failures, async (station, engine) => {
    const files: SmallFile[] = [];
    for (let round = 0; round < 6; round++) {
      files.push(...(await write(station, round * 20 + 1, round * 20 + 20)));
      await settled(station, engine, files);
      await rm(station.cameras[0], { recursive: true });
      await pause(round * 60);
      await mkdir(station.cameras[0]);
    }
    files.push(...(await write(station, 1001, 1005)));
    await settled(station, engine, files);
    await stopQuickly(engine, failures);
  });
}

async function silentShare(failures: string[]): Promise<void> {
  await withStation(null, failures, async (station, engine) => {
    const [share] = station.cameras;
    const before = await write(station, 1, 3);
    await settled(station, engine, before);
    engine.arm({ nth: 0, forMs: 0, turn: 0, silentFolder: share });
    const onShare = await write(station, 4, 13);
    const elsewhere = await write(station, 20, 29, 'Camera 2');
    await until('the other source goes on', async () => missing(station, elsewhere).length === 0);
    await until('it says that the share does not answer', async () => {
      const { sources } = await engine.client().request('station.status', {});
      return sources[0]?.state === 'unreachable' && sources[1]?.state === 'watching';
    });
    engine.answerAgain();
    await settled(station, engine, [...before, ...elsewhere, ...onShare]);
    engine.arm({ nth: 0, forMs: 0, turn: 0, silentFolder: share });
    const late = await write(station, 40, 42);
    await pause(1000);
    await stopQuickly(engine, failures);
    const second = station.launch();
    await second.start;
    await settled(station, second, [...before, ...elsewhere, ...onShare, ...late]);
    await second.stop();
  });
}

/** A station that runs, with one of its folders on a disk of its own. */
async function withStation(
  onDisk: 'dataFolder' | 'camera' | 'archive' | null,
  failures: string[],
  work: (station: FaultyStation, engine: FaultyEngine) => Promise<void>,
): Promise<void> {
  let disk: string | null = null;
  const station = await createFaultyStation(({ dataFolder, cameras, archive }) => {
    if (onDisk === null) return;
    disk = { dataFolder, camera: cameras[0], archive }[onDisk];
    mountSmallDisk(disk, SMALL_DISK_MB);
  });
  try {
    const engine = station.launch();
    await engine.start;
    await work(station, engine);
  } catch (thrown) {
    failures.push(thrown instanceof Error ? thrown.message : String(thrown));
  } finally {
    await station.stopAll();
    if (disk !== null) await unmount(disk);
    await station.remove();
  }
}

async function write(
  station: FaultyStation,
  from: number,
  to: number,
  source: SmallFile['source'] = 'Camera 1',
): Promise<SmallFile[]> {
  const folder = station.cameras[source === 'Camera 1' ? 0 : 1];
  const files: SmallFile[] = [];
  for (let part = from; part <= to; part++) {
    const bytes = tinyPng(part);
    await writeFile(join(folder, `part-${part}.png`), bytes);
    files.push({ source, file: `part-${part}.png`, sha256: sha256Of(bytes), errorCode: null });
  }
  return files;
}

function missing(station: FaultyStation, files: readonly SmallFile[]): string[] {
  return wrongRecords(readStation(station.dataFolder).records, files);
}

async function troubles(engine: FaultyEngine): Promise<string[]> {
  return sentencesOf(await engine.client().request('station.status', {}));
}

async function settled(
  station: FaultyStation,
  engine: FaultyEngine,
  files: readonly SmallFile[],
  { ignoring = /^$/ }: { readonly ignoring?: RegExp } = {},
): Promise<void> {
  let wrong: string[] = [];
  await until(
    () => `all is recorded (${wrong.join('; ')})`,
    async () => {
      wrong = [...missing(station, files), ...(await troubles(engine)).filter((sentence) => !ignoring.test(sentence))];
      return wrong.length === 0;
    },
  );
}

async function stopQuickly(engine: FaultyEngine, failures: string[]): Promise<void> {
  const tookMs = await engine.stop();
  if (tookMs > LONGEST_STOP_MS) failures.push(`stopping took ${Math.round(tookMs)} ms`);
}

async function until(what: string | (() => string), condition: () => Promise<boolean>): Promise<void> {
  const endMs = performance.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (performance.now() > endMs) throw new Error(`waited in vain until ${typeof what === 'string' ? what : what()}`);
    await pause(50);
  }
}

async function imagesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.endsWith('.png'));
}
