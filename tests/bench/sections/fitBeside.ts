import { copyFile, cp, mkdir } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { sourceOptionsSchema } from '../../../shared/domain/index.ts';
import { type Spread, spreadOf } from '../measure/statistics.ts';
import { arrivalMs, type BuiltStation, openStation } from '../station.ts';
import type { FittedSubject } from '../subjects.ts';

/** What parts of a line wait while a version is calibrated beside it. */
export interface FitBesideFigures {
  readonly goodImages: number;
  readonly fitSeconds: number;
  /** From arrival to record, in milliseconds: before and after the fit, and while it runs. */
  readonly alone: Spread;
  readonly beside: Spread;
  /** Of the parts during the fit: the time that 99 of 100 keep to. */
  readonly besideP99Ms: number;
}

export interface FitBesideOptions extends BuiltStation {
  /** What the line takes pictures of, over and over. */
  readonly imagePaths: readonly string[];
  readonly goodPaths: readonly string[];
  readonly folder: string;
  /** How many parts come before the fit, and as many after it. */
  readonly alone: number;
}

/** Two parts a second. */
const EVERY_MS = 500;
const TARGET = 0.05;

/** A line of two parts a second, alone, then beside a fit, then alone again. @throws Error where the fit fails */
export async function measureFitBeside(
  { manifest, folder: backboneFolder, recipe, recipeFolder }: FittedSubject,
  { imagePaths, goodPaths, folder, alone, ...built }: FitBesideOptions,
): Promise<FitBesideFigures> {
  const [dataFolder, camera, goodFolder] = ['data', 'camera', 'good'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const made of [camera, goodFolder]) await mkdir(made, { recursive: true });
  await cp(recipeFolder, join(dataFolder, 'recipes', recipe.id, '1'), { recursive: true });
  const isBuiltIn = backboneFolder.startsWith(built.resourcesFolder);
  if (!isBuiltIn) await cp(backboneFolder, join(dataFolder, 'backbones', manifest.id), { recursive: true });
  for (const [index, path] of goodPaths.entries())
    await copyFile(path, join(goodFolder, `good-${index}${extname(path)}`));
  const station = await openStation({ dataFolder, ...built });
  try {
    const options = sourceOptionsSchema.parse({});
    await station.client.request('source.add', { name: 'Camera', folder: camera, recipeId: recipe.id, options });
    let written = 0;
    let dueMs = performance.now();
    const runLine = async (isOver: () => boolean): Promise<number[]> => {
      const first = written;
      for (dueMs = Math.max(dueMs, performance.now()); !isOver(); dueMs += EVERY_MS) {
        await pause(Math.max(0, dueMs - performance.now()));
        const from = imagePaths[written % imagePaths.length] ?? '';
        written += 1;
        await copyFile(from, join(camera, `part-${written}${extname(from)}`));
      }
      await station.recorded(written);
      return station.arrivals.slice(first, written).map(arrivalMs);
    };
    const parts = (count: number) => {
      const until = written + count;
      return runLine(() => written >= until);
    };
    // Networks and memory are warm, as they are on a line that runs.
    await parts(Math.ceil(alone / 4));
    const before = await parts(alone);
    const fit = Promise.withResolvers<void>();
    let isFitted = false;
    station.client.on('calibration.ended', ({ error }) => {
      isFitted = true;
      if (error === null) fit.resolve();
      else fit.reject(new Error(error.message));
    });
    const beganMs = performance.now();
    const { id } = manifest;
    await station.client.request('calibration.start', {
      recipeName: 'Beside',
      goodFolder,
      backboneId: id,
      target: TARGET,
    });
    const during = await runLine(() => isFitted);
    await fit.promise;
    const fitSeconds = (performance.now() - beganMs) / 1000;
    const after = await parts(alone);
    const sorted = during.toSorted((one, other) => one - other);
    return {
      goodImages: goodPaths.length,
      fitSeconds,
      alone: spreadOf([...before, ...after]),
      beside: spreadOf(during),
      besideP99Ms: sorted[Math.ceil(0.99 * sorted.length) - 1] ?? Number.NaN,
    };
  } finally {
    await station.stop();
  }
}
