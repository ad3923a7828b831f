import { join } from 'node:path';
import type { Placement, TestResult, TestRun, TestSet } from '../../../shared/domain/index.ts';
import type { StationDatabase } from '../storage/index.ts';
import { TestRunTable } from './testRunTable.ts';
import { type KeptImage, TestSetTable } from './testSetTable.ts';

/** An image as it was judged, and where its files lie. */
export interface TestedImage {
  readonly result: TestResult;
  /** Where a picture of it may be, the best first. */
  readonly pictures: readonly string[];
  readonly mapPath: string | null;
  readonly placement: Placement | null;
}

/** All that the data folder knows of a test. */
export interface TestFacts {
  readonly run: TestRun;
  readonly set: TestSet;
  /** Of the set: those that are excluded too. */
  readonly images: readonly KeptImage[];
  readonly tested: readonly TestedImage[];
}

/** @throws SigmalineError `test-run.not-found` */
export function testFactsOf(
  { database, dataFolder }: { readonly database: StationDatabase; readonly dataFolder: string },
  runId: number,
): TestFacts {
  const sets = new TestSetTable(database);
  const runs = new TestRunTable(database, sets);
  const run = runs.get(runId);
  const images = sets.images(run.setId);
  const stored = new Map(images.map((image) => [image.id, image.stored]));
  const folder = join(dataFolder, 'test-sets', String(run.setId));
  const tested = runs.results(run).map((result): TestedImage => {
    const { id } = result.image;
    const name = stored.get(id) ?? '';
    // What a browser cannot show was drawn for it when somebody looked.
    const drawn = (kind: string): string => join(folder, 'pictures', `${name}.${kind}.jpg`);
    return {
      result,
      pictures: [join(folder, 'images', name), drawn('image'), drawn('thumbnail')],
      mapPath: result.hasMap ? join(folder, 'runs', String(runId), `${id}.npy`) : null,
      placement: runs.placement(runId, id),
    };
  });
  return { run, set: sets.get(run.setId), images, tested };
}
