import { setTimeout as pause } from 'node:timers/promises';
import type { Command } from 'commander';
import {
  parseRecipeName,
  recipeIdSchema,
  SigmalineError,
  slugOf,
  type TestRun,
  type TestSet,
} from '../../../shared/domain/index.ts';
import { asOption, dataFolderOf, dataOption, tokenFileOption } from '../options.ts';
import { askStation } from '../servedStation.ts';
import { print, say, showProgress, wrongUse } from '../terminal.ts';

interface TestOptions {
  readonly set?: string;
  readonly json?: boolean;
  readonly data?: string;
  readonly tokenFile?: string;
  readonly as?: string;
}

const LOOK_EVERY_MS = 500;

export function addTestCommand(program: Command): void {
  program
    .command('test')
    .description(
      'Test a version with a locked test set. The station that runs judges it beside the line; what it finds counts once the heatmaps were looked at on its screen. Exit code 1 where a criterion is not met.',
    )
    .argument('<name@version>', 'the version')
    .option('--set <name>', 'the test set, by its name; may be left out where the recipe has one that is locked')
    .option('--json', 'print one JSON document and nothing else')
    .addOption(asOption())
    .addOption(tokenFileOption())
    .addOption(dataOption())
    .action(test);
}

async function test(text: string, options: TestOptions): Promise<void> {
  const { name, version } = parseRecipeName(text);
  const recipe = recipeIdSchema.safeParse(slugOf(name));
  if (version === null || !recipe.success) throw wrongUse(`Name a recipe and its version, such as "${text}@2".`);
  const { tokenFile, as } = options;
  const station = { dataFolder: dataFolderOf(options.data), tokenFile, as };
  const run = await askStation(station, async (client, credentials) => {
    const { sets } = await client.request('testSet.list', {}, credentials);
    const { id } = chosen(
      sets.filter(({ recipeId, state }) => recipeId === recipe.data && state === 'locked'),
      options.set,
    );
    const started = await client.request('testRun.start', { id, version }, credentials);
    const progress = showProgress();
    try {
      for (;;) {
        const { run: now } = await client.request('testRun.results', { run: started.id }, credentials);
        progress.update('Judging the test set', now.judged, now.total);
        if (now.state !== 'running') return now;
        await pause(LOOK_EVERY_MS);
      }
    } finally {
      progress.end();
    }
  });
  tell(run, options.json === true);
  if (run.outcome?.holds !== true) process.exitCode = 1;
}

/** @throws CommanderError where none or several could be meant */
function chosen(locked: readonly TestSet[], name: string | undefined): TestSet {
  const named = name === undefined ? locked : locked.filter((set) => set.name === name);
  const [set, ...others] = named;
  if (set === undefined) {
    const which = name === undefined ? 'no test set that is locked' : `no locked test set called "${name}"`;
    throw wrongUse(`This recipe has ${which}. Make one and lock it on the screen "Test sets".`);
  }
  if (others.length > 0) throw wrongUse(`Name one with --set: ${named.map((each) => `"${each.name}"`).join(', ')}.`);
  return set;
}

function tell(run: TestRun, asJson: boolean): void {
  if (asJson) {
    print(JSON.stringify(run, null, 2));
    return;
  }
  const { outcome } = run;
  if (outcome === null) {
    const reason = run.error === null ? run.state : new SigmalineError(run.error).message;
    say(`Test ${run.id} has no result: ${reason}`);
    return;
  }
  print(`Test ${run.id}: version ${run.version} of ${run.recipeId}, set "${run.setName}" (SHA-256 ${run.setHash})`);
  for (const { criterion, defect, wanted, found, holds } of outcome.checks) {
    const isCount = criterion === 'goodParts' || criterion === 'defectParts';
    const text = (value: number): string => (isCount ? String(value) : `${(100 * value).toFixed(2)} %`);
    const what = defect === null ? WORDS[criterion] : `${WORDS[criterion]} of "${defect}"`;
    print(
      `  ${holds ? 'met' : 'NOT MET'}  ${what}: ${found === null ? 'no part' : text(found)}, wanted ${isCount ? 'at least' : 'at most'} ${text(wanted)}`,
    );
  }
  if (run.state === 'looking')
    say(`It counts once ${run.toLook - run.looked} heatmaps were looked at, on the screen of the test set.`);
}

type Criterion = NonNullable<TestRun['outcome']>['checks'][number]['criterion'];
const WORDS: Readonly<Record<Criterion, string>> = {
  goodParts: 'good parts',
  defectParts: 'parts with a defect',
  falseRejects: 'good parts that were rejected',
  falseRejectBound: 'the same, with 95 % confidence',
  reviewed: 'good parts for review',
  misses: 'defects that passed',
  missBound: 'the same, with 95 % confidence',
  class: 'missed defects',
};
