import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { StationStatus } from '../../../shared/contract/index.ts';
import { recipeIdSchema, sourceOptionsSchema } from '../../../shared/domain/index.ts';
import { writeRecipe } from '../../integration/engine/station.ts';
import { readStation, type StoredRecord } from '../station/records.ts';
import { type FaultyEngine, sentencesOf, startFaultyEngine } from './faultyProcess.ts';
import type { FaultPlan } from './processes/messages.ts';
import { isArchived, type SmallFile } from './smallRun.ts';

export interface FaultyStation {
  readonly dataFolder: string;
  readonly cameras: readonly [string, string];
  readonly archive: string;
  readonly laneFault: string;
  launch(startFault?: FaultPlan): FaultyEngine;
  stopAll(): Promise<void>;
  remove(): Promise<void>;
}

/** A station with two sources, the second of which archives; stopped. */
export async function createFaultyStation(
  prepare: (folders: Pick<FaultyStation, 'dataFolder' | 'cameras' | 'archive'>) => void = () => undefined,
): Promise<FaultyStation> {
  const root = await mkdtemp(join(tmpdir(), 'sigmaline-faults-'));
  const dataFolder = join(root, 'data');
  const cameras = [join(root, 'camera-1'), join(root, 'camera-2')] as const;
  const archive = join(root, 'archive');
  for (const folder of [dataFolder, archive, ...cameras]) await mkdir(folder);
  prepare({ dataFolder, cameras, archive });
  await writeRecipe(dataFolder, 'ring');
  const engines: FaultyEngine[] = [];
  const laneFault = join(root, 'lane-fault.json');
  const station: FaultyStation = {
    dataFolder,
    cameras,
    archive,
    laneFault,
    launch(startFault) {
      const engine = startFaultyEngine({ dataFolder, laneFault, ...(startFault !== undefined && { startFault }) });
      engines.push(engine);
      return engine;
    },
    async stopAll() {
      for (const engine of engines) await engine.kill();
    },
    async remove() {
      await station.stopAll();
      await rm(root, { recursive: true, maxRetries: 5, retryDelay: 100 });
    },
  };
  const engine = station.launch();
  await engine.start;
  for (const [index, folder] of cameras.entries()) {
    await engine.client().request('source.add', {
      name: `Camera ${index + 1}`,
      folder,
      recipeId: recipeIdSchema.parse('ring'),
      options: sourceOptionsSchema.parse(index === 1 ? { afterwards: { kind: 'archive', folder: archive } } : {}),
    });
  }
  await engine.stop();
  return station;
}

const PATIENCE_MS = 25_000;

/**
 * Waits until everything of a run is recorded and nothing is wrong any more.
 *
 * @returns one sentence for each thing that is not as it should be
 */
export async function outcomeOf(
  station: FaultyStation,
  engine: FaultyEngine,
  files: readonly SmallFile[],
  run: number,
): Promise<string[]> {
  const endMs = performance.now() + PATIENCE_MS;
  let wrong: string[] = [];
  for (;;) {
    const ended = await Promise.race([engine.gone.then((code) => ({ code })), pause(40).then(() => null)]);
    if (ended !== null) return [`the engine ended by itself (exit code ${ended.code})`];
    const status = await engine.client().request('station.status', {});
    wrong = [...wrongRecords(readStation(station.dataFolder).records, files), ...wrongStatus(status)];
    if (!(await isArchived(station.archive, run))) wrong.push('the image that is to be archived was not');
    if (wrong.length === 0 || performance.now() > endMs) return wrong;
  }
}

function wrongStatus(status: StationStatus): string[] {
  const waiting = status.backlog === 0 ? [] : [`${status.backlog} files wait`];
  return [...waiting, ...sentencesOf(status).map((sentence) => `the station still says: ${sentence}`)];
}

export function wrongRecords(records: readonly StoredRecord[], files: readonly SmallFile[]): string[] {
  const gap = records.findIndex(({ number }, index) => number !== index + 1);
  const wrong = gap < 0 ? [] : [`the number has a gap at ${gap + 1}`];
  for (const { source, file, sha256, errorCode } of files) {
    const found = records.filter((record) => record.sourceName === source && record.file === file);
    const [record] = found;
    if (record === undefined) wrong.push(`${file} has no record`);
    else if (found.length > 1) wrong.push(`${file} has ${found.length} records`);
    else if (record.errorCode !== errorCode)
      wrong.push(`${file} was recorded with ${record.errorCode ?? record.verdict}`);
    else if (record.sha256 !== sha256) wrong.push(`${file} was judged by other bytes`);
  }
  return wrong;
}
