import type { Handlers } from '../../../shared/contract/index.ts';
import type { RecipeId, TestStanding } from '../../../shared/domain/index.ts';
import type { Feature, Kernel } from '../kernel/index.ts';
import type { QuietLane } from '../lanes/index.ts';
import type { CalibrationGuard } from '../recipes/index.ts';
import { Additions, type AdditionsNeeds } from './additions.ts';
import { type GuardNeeds, guardTestImages } from './guard.ts';
import { SetFiles } from './setFiles.ts';
import { TestRuns, type TestRunsNeeds } from './testRuns.ts';
import { TestRunTable } from './testRunTable.ts';
import { TestSets, type TestSetsNeeds } from './testSets.ts';
import { TestSetTable } from './testSetTable.ts';

/** What is kept of test sets and tests: what calibrations must not learn, and what is known of a version, before anything else of this room is there. */
export class KeptTests {
  readonly sets: TestSetTable;
  readonly runs: TestRunTable;
  readonly guard: CalibrationGuard;

  constructor({ database, dataFolder }: Pick<Kernel, 'database' | 'dataFolder'>, compare: GuardNeeds['compare']) {
    this.sets = new TestSetTable(database);
    this.runs = new TestRunTable(database, this.sets);
    this.guard = guardTestImages({ dataFolder, sets: this.sets, compare });
  }

  /** What the tests of a version say about it. */
  readonly verificationOf = (recipe: RecipeId, version: number): TestStanding => this.runs.standingOf(recipe, version);
}

type TestingRequest = Extract<keyof Handlers, `${'testSet' | 'testRun'}.${string}`>;

type TestingNeeds = { readonly kept: KeptTests; readonly lane: QuietLane } & Omit<
  TestSetsNeeds & AdditionsNeeds,
  'sets' | 'runs' | 'files'
> &
  Omit<TestRunsNeeds, 'sets' | 'runs' | 'folderOf'>;

export function openTesting(kernel: Kernel, { kept: { sets, runs }, ...needs }: TestingNeeds): Feature<TestingRequest> {
  const files = new SetFiles(kernel.dataFolder, needs.lane);
  const testRuns = new TestRuns(kernel, { ...needs, sets, runs, folderOf: files.folderOf });
  const additions = new Additions(kernel, { ...needs, sets, files });
  const testSets = new TestSets(kernel, { ...needs, sets, runs, files });
  return {
    handlers: { ...testSets.handlers, ...additions.handlers, ...testRuns.handlers },
    stop: async () => {
      await Promise.all([testRuns.stop(), additions.stop()]);
    },
  };
}
