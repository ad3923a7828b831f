import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recipeIdSchema } from '../../../shared/domain/index.ts';
import { checkTarget } from '../../gaussian/index.ts';
import { openLane, type ProcessHost } from '../../hosts/index.ts';
import type { BackboneStore } from '../backbones/index.ts';
import { runFitter } from '../calibration/index.ts';
import { type Dataset, readDataset } from './dataset.ts';
import { type EvaluationFigures, figuresOf } from './figures.ts';
import { type Judgements, judgeImages, readPixels } from './judgement.ts';
import { type PixelFigures, pixelFigures } from './pixelFigures.ts';

export interface EvaluationRequest {
  /** A data set in MVTec layout. */
  readonly folder: string;
  /** Null takes the built-in one. */
  readonly backboneId: string | null;
  readonly target: number;
}

export interface EvaluationProgress {
  readonly phase: 'reading' | 'fitting' | 'compiling' | 'judging' | 'comparing';
  readonly done: number;
  readonly total: number;
}

export interface EvaluationParts {
  readonly host: ProcessHost;
  readonly backbones: BackboneStore;
  readonly onProgress?: (progress: EvaluationProgress) => void;
  readonly signal?: AbortSignal;
}

/**
 * Calibrates on the good training images of a data set, judges its test images with the very processes of a station, and gives the figures.
 * Nothing is kept.
 *
 * @throws SigmalineError `dataset.layout`, `folder.*`, `target.invalid`, `backbone.*`, `calibration.*`, `image.*`
 */
export async function evaluate(request: EvaluationRequest, parts: EvaluationParts): Promise<EvaluationFigures> {
  const dataset = await readDataset(request.folder);
  checkTarget(request.target, dataset.trainGood.length);
  const folder = await mkdtemp(join(tmpdir(), 'sigmaline-evaluate-'));
  try {
    return await run(request, parts, dataset, folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function run(
  request: EvaluationRequest,
  parts: EvaluationParts,
  dataset: Dataset,
  folder: string,
): Promise<EvaluationFigures> {
  const onProgress = parts.onProgress ?? (() => undefined);
  const backbone = await parts.backbones.load(request.backboneId);
  const recipeFolder = join(folder, 'recipe');
  await mkdir(recipeFolder);
  const { recipe, backboneMs } = await runFitter(
    parts.host,
    {
      recipe: { id: recipeIdSchema.parse('evaluation'), name: dataset.name, version: 1 },
      imagePaths: [...dataset.trainGood],
      backboneFolder: backbone.folder,
      target: request.target,
      outputFolder: recipeFolder,
    },
    onProgress,
    parts.signal,
  );
  const { judgements, pixels } = await judge(parts, dataset, folder, recipeFolder, onProgress);
  return figuresOf({
    dataset: dataset.name,
    backbone: recipe.backbone.id,
    trainGood: dataset.trainGood.length,
    limit: recipe.limit,
    limits: recipe.limits,
    judgements,
    pixels,
    backboneMs,
  });
}

async function judge(
  { host, signal }: EvaluationParts,
  { test }: Dataset,
  folder: string,
  recipeFolder: string,
  onProgress: (progress: EvaluationProgress) => void,
): Promise<{ judgements: Judgements; pixels: PixelFigures | null }> {
  const lane = await openLane(host);
  const cancel = (): void => lane.close();
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    const places = { recipeFolder, mapFolder: join(folder, 'maps') };
    const judgements = await judgeImages(lane, test, places, (done) => {
      onProgress({ phase: 'judging', done, total: test.length });
    });
    if (!test.some(({ maskPath }) => maskPath !== null)) return { judgements, pixels: null };
    const pixels = await readPixels(lane, judgements.images, join(folder, 'masks'), (done, total) => {
      onProgress({ phase: 'comparing', done, total });
    });
    return { judgements, pixels: pixelFigures(pixels) };
  } finally {
    signal?.removeEventListener('abort', cancel);
    lane.close();
  }
}
