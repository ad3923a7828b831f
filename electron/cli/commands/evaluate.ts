import type { Command } from 'commander';
import { createBackboneStore, type EvaluationFigures, evaluate } from '../../engine/index.ts';
import { createChildProcessHost } from '../../hosts/index.ts';
import { backboneOption, dataOption, targetOption } from '../options.ts';
import { dataFolderOf, resourcesFolder } from '../places.ts';
import { print, showProgress } from '../terminal.ts';
import { PHASE_TITLES } from './calibrate.ts';

interface EvaluateOptions {
  readonly backbone?: string;
  readonly target: number;
  readonly data?: string;
  readonly json?: boolean;
}

const TITLES = { ...PHASE_TITLES, judging: 'Judging test images', comparing: 'Comparing with masks' } as const;

export function addEvaluateCommand(program: Command): void {
  program
    .command('evaluate')
    .description(
      'Calibrate on a data set in MVTec layout, judge its test images, and print the figures. Nothing is kept.',
    )
    .argument('<folder>', 'holds train/good, test/CLASS and optionally ground_truth/CLASS')
    .addOption(backboneOption())
    .addOption(targetOption())
    .option('--json', 'print one JSON document and nothing else')
    .addOption(dataOption())
    .action(run);
}

async function run(folder: string, options: EvaluateOptions): Promise<void> {
  const dataFolder = dataFolderOf(options.data);
  const progress = showProgress();
  const cancellation = new AbortController();
  const cancel = (): void => cancellation.abort();
  process.once('SIGINT', cancel);
  try {
    const figures = await evaluate(
      { folder, backboneId: options.backbone ?? null, target: options.target },
      {
        host: createChildProcessHost(),
        backbones: createBackboneStore({ resourcesFolder: resourcesFolder(), dataFolder }),
        onProgress: ({ phase, done, total }) => progress.update(TITLES[phase], done, total),
        signal: cancellation.signal,
      },
    );
    progress.end();
    print(options.json === true ? JSON.stringify(figures, null, 2) : tableOf(figures));
  } finally {
    progress.end();
    process.off('SIGINT', cancel);
  }
}

type Rate = { readonly observed: number; readonly low: number; readonly high: number } | null;

function tableOf(figures: EvaluationFigures): string {
  const { images, scores, limit, speed } = figures;
  const rows: readonly (readonly [string, string])[] = [
    ['data set', figures.dataset],
    ['backbone', figures.backbone],
    [
      'images',
      `${images.trainGood} good to calibrate; to test ${images.testGood} good, ${images.testDefective} defective`,
    ],
    ['image AUROC', percent(figures.imageAuroc)],
    ['  part distance', percent(scores.part)],
    ['  patch score', percent(scores.patch)],
    ['best F1', percent(figures.bestF1)],
    ['pixel AUROC', percent(figures.pixelAuroc)],
    ['AUPRO (30 %)', percent(figures.aupro)],
    [
      'limit',
      `${limit.value.toFixed(3)} sigma for ${share(limit.target)} of ${limit.n} good images, at most ${share(limit.bound95)} (95 %)`,
    ],
    ['false rejects', rate(figures.falseRejectRate)],
    ['misses', rate(figures.missRate)],
    ...figures.classes.map(
      ({ name, images: count, imageAuroc, missRate }) =>
        [`  ${name} (${count})`, `image AUROC ${percent(imageAuroc)}, misses ${rate(missRate)}`] as const,
    ),
    [
      'time per image',
      `${milliseconds(speed.msPerImage)}; the backbone alone ${milliseconds(speed.backboneMsPerImage)}`,
    ],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}

function percent(value: number | null): string {
  return value === null ? 'not applicable' : `${value.toFixed(1)} %`;
}

function share(value: number): string {
  return percent(value * 100);
}

function rate(value: Rate): string {
  return value === null
    ? 'not applicable'
    : `${share(value.observed)} (95 % interval ${share(value.low)} to ${share(value.high)})`;
}

function milliseconds(value: number | null): string {
  return value === null ? 'not applicable' : `${value.toFixed(1)} ms`;
}
