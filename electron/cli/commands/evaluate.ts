import { type Command, Option } from 'commander';
import { askedBy, BackboneStore } from '../../engine/index.ts';
import {
  checkDataset,
  type Evaluation,
  type EvaluationProgress,
  evaluate,
  meanFigures,
  SCORE_NAMES,
  type ScoreName,
  writeReport,
} from '../../evaluation/index.ts';
import { createChildProcessHost } from '../../hosts/index.ts';
import {
  backboneOption,
  dataFolderOf,
  dataOption,
  type GivenSettings,
  precisionOption,
  resourcesFolder,
  settingsGiven,
  settingsOption,
  targetOption,
} from '../options.ts';
import { print, say, showProgress } from '../terminal.ts';
import { PHASE_TITLES } from './calibrate.ts';
import { describeSet, describeSets } from './evaluateText.ts';

interface EvaluateOptions extends GivenSettings {
  readonly score: ScoreName;
  readonly report?: string;
  readonly data?: string;
  readonly json?: boolean;
}

const TITLES = {
  ...PHASE_TITLES,
  judging: 'Judging test images',
  comparing: 'Comparing with masks',
  drawing: 'Drawing heatmaps',
} as const;

export function addEvaluateCommand(program: Command): void {
  program
    .command('evaluate')
    .description(
      'Calibrate on data sets in MVTec layout, judge their test images, and print the figures. Nothing is kept.',
    )
    .argument('<folder...>', 'each contains train/good, test/CLASS and optionally ground_truth/CLASS')
    .addOption(settingsOption())
    .addOption(backboneOption())
    .addOption(targetOption())
    .addOption(precisionOption())
    .addOption(
      new Option('--score <name>', 'score that the limit and the rates refer to')
        .choices(SCORE_NAMES)
        .default('sigmaline' satisfies ScoreName),
    )
    .option('--report <folder>', 'also write a page with charts, heatmaps and every setting into this folder')
    .option('--json', 'print one JSON document and nothing else')
    .addOption(dataOption())
    .action(run);
}

async function run(folders: readonly string[], options: EvaluateOptions): Promise<void> {
  const evaluations = await evaluateAll(folders, options);
  const sets = evaluations.map(({ figures }) => figures);
  const [only, ...others] = sets;
  const mean = meanFigures(sets);
  if (options.json === true) {
    print(JSON.stringify(others.length === 0 ? only : { sets, mean }, null, 2));
  } else {
    print(only !== undefined && others.length === 0 ? describeSet(only) : describeSets(sets, mean));
  }
  if (options.report !== undefined) say(`Report: ${await writeReport(options.report, evaluations)}`);
}

async function evaluateAll(folders: readonly string[], options: EvaluateOptions): Promise<readonly Evaluation[]> {
  const dataFolder = dataFolderOf(options.data);
  const asked = askedBy(await settingsGiven(options));
  const requests = folders.map((folder) => ({
    ...asked,
    folder,
    score: options.score,
    illustrated: options.report !== undefined,
  }));
  const datasets = await Promise.all(requests.map(checkDataset));
  const needs = {
    host: createChildProcessHost(),
    backbones: new BackboneStore({ resourcesFolder: resourcesFolder(), dataFolder }),
  };
  const progress = showProgress();
  const cancellation = new AbortController();
  const cancel = (): void => cancellation.abort();
  process.once('SIGINT', cancel);
  try {
    const evaluations: Evaluation[] = [];
    for (const [index, request] of requests.entries()) {
      const set = requests.length === 1 ? '' : `${datasets[index]?.name}: `;
      const onProgress = ({ phase, done, total }: EvaluationProgress): void =>
        progress.update(`${set}${TITLES[phase]}`, done, total);
      evaluations.push(await evaluate(request, { ...needs, onProgress, signal: cancellation.signal }));
    }
    return evaluations;
  } finally {
    progress.end();
    process.off('SIGINT', cancel);
  }
}
