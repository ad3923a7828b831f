import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fitTinyRecipe } from '../../../electron/lane/testing/parts.fixture.ts';
import { type LaneGoal, recipeIdSchema } from '../../../shared/domain/index.ts';
import { writeRecipe } from '../../integration/engine/station.ts';
import { quickTimings } from '../../integration/engine/testProcesses.ts';
import type { EngineSettings } from '../processes/messages.ts';
import { type EngineProcess, startEngineProcess } from './engineProcess.ts';
import { readStation, type StationContent } from './records.ts';

/** A station under torture: its folders, and the engine that runs on them, or does not. */
export interface TortureStation {
  readonly dataFolder: string;
  /** The folder of a source; source n is called "Camera n". */
  cameraFolder(number: number): string;
  /** The engine that was started last. @throws Error where none was */
  engine(): EngineProcess;
  /** Starts an engine and does not wait until it has begun. */
  launch(): EngineProcess;
  /** Starts an engine and waits until it serves. */
  start(): Promise<EngineProcess>;
  stop(): Promise<void>;
  content(after?: number): StationContent;
  remove(): Promise<void>;
}

export interface TortureStationOptions {
  readonly lanes: 'real' | 'test';
  /** What the lanes are for, on the CPU; otherwise the station has the usual settings. */
  readonly laneGoal?: LaneGoal;
  readonly cameras?: number;
  readonly timings?: EngineSettings['timings'];
  /** Makes the recipe in the empty data folder and says what it is called; otherwise it is a small one that suits the lanes. */
  readonly makeRecipe?: (dataFolder: string) => Promise<string>;
  /** How the engine is started; read anew at each start. */
  readonly settings?: Partial<EngineSettings>;
}

/** As in the tests of the engine; what is being written has longer, for a machine that does three other things at a time. */
export const TORTURE_TIMINGS = { ...quickTimings, incompleteMs: 4000, unknownFormatMs: 1500 };

const smallRecipes: Record<EngineSettings['lanes'], (dataFolder: string) => Promise<string>> = {
  async real(dataFolder) {
    await fitTinyRecipe(dataFolder);
    return 'disc';
  },
  async test(dataFolder) {
    await writeRecipe(dataFolder, 'ring');
    return 'ring';
  },
};

/** Makes a station with a recipe and with its sources, stopped. */
export async function createTortureStation(options: TortureStationOptions): Promise<TortureStation> {
  const { lanes, cameras = 1 } = options;
  const root = await mkdtemp(join(tmpdir(), 'sigmaline-torture-'));
  const dataFolder = join(root, 'data');
  const cameraFolder = (number: number): string => join(root, `camera-${number}`);
  await mkdir(dataFolder);
  const recipe = recipeIdSchema.parse(await (options.makeRecipe ?? smallRecipes[lanes])(dataFolder));
  let engine: EngineProcess | null = null;

  const station: TortureStation = {
    dataFolder,
    cameraFolder,
    engine() {
      if (engine === null) throw new Error('no engine was started');
      return engine;
    },
    launch() {
      engine = startEngineProcess({
        dataFolder,
        lanes,
        timings: { ...TORTURE_TIMINGS, ...options.timings },
        ...options.settings,
      });
      return engine;
    },
    async start() {
      const launched = station.launch();
      await launched.begun;
      return launched;
    },
    async stop() {
      await engine?.stop();
      engine = null;
    },
    content: (after) => readStation(dataFolder, after),
    async remove() {
      await engine?.kill();
      await rm(root, { recursive: true, maxRetries: 5, retryDelay: 100 });
    },
  };

  if (options.laneGoal !== undefined) {
    await writeFile(
      join(dataFolder, 'settings.json'),
      JSON.stringify({ lanes: options.laneGoal, executionProvider: 'cpu' }),
    );
  }
  const first = await station.start();
  for (let number = 1; number <= cameras; number += 1) {
    await mkdir(cameraFolder(number));
    await first
      .client()
      .request('source.add', { name: `Camera ${number}`, folder: cameraFolder(number), recipeId: recipe });
  }
  await station.stop();
  return station;
}

/** Waits for something that is bound to come. @returns false where it did not come in time */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  patienceMs: number,
  everyMs = 60,
): Promise<boolean> {
  const endMs = performance.now() + patienceMs;
  while (!(await condition())) {
    if (performance.now() > endMs) return false;
    await pause(everyMs);
  }
  return true;
}
