import { basename, join } from 'node:path';
import { type RecipeId, SigmalineError } from '../../../shared/domain/index.ts';
import type { FindTestImagesRequest, FindTestImagesResult } from '../../../shared/processes/testing.ts';
import { type ProcessHost, runTask } from '../../hosts/index.ts';
import { jobs } from '../../tasks/index.ts';
import { type CalibrationGuard, hasStation } from '../recipes/index.ts';
import { readAnyDatabase } from '../storage/index.ts';
import { type GuardedImage, TestSetTable } from './testSetTable.ts';

export interface GuardNeeds {
  readonly dataFolder: string;
  readonly sets: { guarded(): readonly GuardedImage[] };
  /** Compares pictures in a process of its own. */
  readonly compare: (request: FindTestImagesRequest, signal: AbortSignal) => Promise<FindTestImagesResult>;
}

/** Keeps calibrations from learning what versions are tested with: the same bytes, almost the same picture, or another picture of the same part. */
export function guardTestImages({ dataFolder, sets, compare }: GuardNeeds): CalibrationGuard {
  return async ({ recipe, imagePaths, parts }, signal) => {
    const guarded = sets.guarded();
    if (guarded.length === 0) return;
    refuseParts(guarded, recipe, imagePaths, parts);
    const folder = ({ setId }: GuardedImage): string => join(dataFolder, 'test-sets', String(setId));
    const tests = guarded.map((image, id) => ({
      id,
      path: join(folder(image), 'images', image.stored),
      sha256: image.sha256,
      likenessFile: join(folder(image), 'likeness', image.sha256),
    }));
    const { found } = await compare({ imagePaths, tests }, signal);
    const test = found === null ? undefined : guarded[found.test];
    if (found === null || test === undefined) return;
    if (found.kind === 'same')
      throw new SigmalineError('test-set.same-image', { image: found.file, set: test.setName });
    throw new SigmalineError('test-set.near-image', { image: found.file, other: test.file, set: test.setName });
  };
}

/** The same for programs beside the station, which may be at work. A data folder from before test sets has none. */
export function guardStoredTests(dataFolder: string, host: ProcessHost): CalibrationGuard {
  const compare: GuardNeeds['compare'] = (request, signal) => runTask(host, jobs.findTestImages, request, { signal });
  return guardTestImages({ dataFolder, sets: { guarded: () => storedTests(dataFolder) }, compare });
}

/** @throws SigmalineError `storage.*` */
function storedTests(dataFolder: string): readonly GuardedImage[] {
  if (!hasStation(dataFolder)) return [];
  const database = readAnyDatabase(dataFolder);
  try {
    const table = database.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'test_set'").get();
    return table === undefined ? [] : new TestSetTable(database).guarded();
  } finally {
    database.close();
  }
}

/** Serials name parts of one product: those of another recipe may be called alike. */
function refuseParts(
  guarded: readonly GuardedImage[],
  recipe: RecipeId,
  imagePaths: readonly string[],
  parts: readonly (string | null)[],
): void {
  const tested = new Map(
    guarded.flatMap((image) =>
      image.serial !== null && image.recipeId === recipe ? [[image.serial, image.setName] as const] : [],
    ),
  );
  for (const [index, serial] of parts.entries()) {
    const set = serial === null ? undefined : tested.get(serial);
    if (serial === null || set === undefined) continue;
    throw new SigmalineError('test-set.same-part', { image: basename(imagePaths[index] ?? ''), serial, set });
  }
}
