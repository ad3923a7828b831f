import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import {
  comparedLevels,
  countedParts,
  type ExcludedImage,
  type HeldOutImage,
  type PrecisionChoice,
  type RecipeVersion,
  recipeIdSchema,
  recipeRunBy,
} from '../../shared/domain/index.ts';
import type { FitRequest, FitResult } from '../../shared/processes/jobs.ts';
import { type BackboneStore, cpuProviderFor, partsOf, type StoredBackbone } from '../engine/index.ts';
import { checkReviewTarget, checkTarget, limitForTarget } from '../gaussian/index.ts';
import { readMetadata } from '../graph/index.ts';
import { type LaneClient, openLane, type ProcessHost, runTask } from '../hosts/index.ts';
import { jobs } from '../tasks/index.ts';
import { type Dataset, readDataset } from './dataset.ts';
import { type Evaluation, type EvaluationSettings, thisMachine } from './evaluation.ts';
import { figuresOf } from './figures.ts';
import { chooseExamples, drawExamples, type Illustrations } from './illustrations.ts';
import { type Judgements, judgeImages, readPixels } from './judgement.ts';
import { type PixelFigures, pixelFigures } from './pixelFigures.ts';
import { isOnDefect, type PointedImage } from './pointing.ts';
import { type EvaluatedScores, type ScoreName, type ScoresOfImage, scoreNamed } from './scores.ts';

export interface EvaluationRequest extends Pick<FitRequest, 'area' | 'gate' | 'reviewTarget' | 'kinds' | 'advanced'> {
  /** A data set in MVTec layout. */
  readonly folder: string;
  /** Null takes the built-in one. */
  readonly backboneId: string | null;
  readonly target: number;
  /** `auto` by default. */
  readonly precision?: PrecisionChoice | undefined;
  /** A part pattern that tells by `serial` which training images show the same part. */
  readonly group?: string | undefined;
  /** Training images that are no good parts. */
  readonly without?: readonly ExcludedImage[] | undefined;
  /** Which score the limit is of, and with it all rates; the sigmaline score by default. */
  readonly score?: ScoreName;
  /** Whether the worst mistakes are drawn, for a report. */
  readonly illustrated?: boolean;
}

export interface EvaluationProgress {
  readonly phase: 'reading' | 'varying' | 'fitting' | 'quantising' | 'compiling' | 'judging' | 'comparing' | 'drawing';
  readonly done: number;
  readonly total: number;
}

export interface EvaluationNeeds {
  readonly host: ProcessHost;
  readonly backbones: BackboneStore;
  readonly onProgress?: (progress: EvaluationProgress) => void;
  readonly signal?: AbortSignal;
}

/**
 * Refuses at once what an evaluation could not finish: with several data sets, nobody should wait an hour to hear that the last one is not
 * complete.
 *
 * @throws SigmalineError `dataset.layout`, `folder.*`, `target.*`, `calibration.too-few-images`
 */
export async function checkDataset(request: EvaluationRequest): Promise<Dataset> {
  const { folder, target, without = [] } = request;
  checkReviewTarget(request);
  const dataset = await readDataset(folder);
  const leftOut = new Set(without.map(({ file }) => file));
  const trainGood = dataset.trainGood.filter((path) => !leftOut.has(basename(path)));
  checkTarget(target, trainGood.length);
  return { ...dataset, trainGood };
}

/**
 * Calibrates on the good training images of a data set, judges its test images with the very processes of a station, and gives the figures.
 * Nothing is kept.
 *
 * @throws SigmalineError as `checkDataset`; `backbone.*`, `calibration.*`, `image.*`
 */
export async function evaluate(request: EvaluationRequest, needs: EvaluationNeeds): Promise<Evaluation> {
  const dataset = await checkDataset(request);
  const folder = await mkdtemp(join(tmpdir(), 'sigmaline-evaluate-'));
  try {
    return await run(request, needs, dataset, folder);
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function run(
  request: EvaluationRequest,
  needs: EvaluationNeeds,
  dataset: Dataset,
  folder: string,
): Promise<Evaluation> {
  const { score = 'sigmaline', target } = request;
  const backbone = await needs.backbones.load(request.backboneId);
  const recipeFolder = join(folder, 'recipe');
  const fit = await calibrate(needs, dataset, { asked: request, backbone, recipeFolder });
  const executionProvider = await usualProvider(needs, fit.recipe, recipeFolder);
  const recipe = recipeRunBy(fit.recipe, executionProvider);
  const named = (image: ScoresOfImage): number => scoreNamed(score, image);
  const parts = countedParts(recipe.heldOut, named);
  const limit = limitForTarget(parts.map(named), target, { setAside: parts.map(({ setAside }) => setAside) });
  const drawnBy = request.illustrated === true ? { score, limit: limit.value } : null;
  const judged = await judge(needs, dataset, { folder, recipeFolder, executionProvider }, drawnBy);
  const { judgements, pixels, pointed, illustrations } = judged;
  const scores = scoresOf(recipe, judgements);
  const figures = figuresOf({
    dataset: dataset.name,
    backbone: recipe.backbone.id,
    trainGood: dataset.trainGood.length,
    score,
    scores,
    limit,
    judgements,
    levels: comparedLevels(backbone.manifest).map(({ level }) => level),
    pixels,
    pointed,
    backboneMs: recipe === fit.recipe ? fit.backboneMs : (fit.int8BackboneMs ?? fit.backboneMs),
  });
  const settings = await settingsOf({ ...fit, recipe }, backbone, recipeFolder, {
    folder: dataset.folder,
    executionProvider,
  });
  return { figures, limit, scores, settings, illustrations };
}

async function calibrate(
  { host, onProgress, signal }: EvaluationNeeds,
  dataset: Dataset,
  {
    asked: { target, precision, group, area, gate, reviewTarget, kinds, advanced },
    backbone,
    recipeFolder,
  }: { readonly asked: EvaluationRequest; readonly backbone: StoredBackbone; readonly recipeFolder: string },
): Promise<FitResult> {
  const parts = partsOf(dataset.trainGood, { group });
  await mkdir(recipeFolder);
  return runTask(
    host,
    jobs.fit,
    {
      recipe: { id: recipeIdSchema.parse('evaluation'), name: dataset.name, version: 1 },
      imagePaths: dataset.trainGood,
      ...(parts !== null && { parts }),
      backboneFolder: backbone.folder,
      ...{ target, precision, area, gate, reviewTarget, kinds, advanced },
      outputFolder: recipeFolder,
      comparesLevels: true,
    },
    { ...(onProgress !== undefined && { onProgress }), signal },
  );
}

interface Judged {
  readonly judgements: Judgements;
  readonly pixels: PixelFigures | null;
  readonly pointed: readonly PointedImage[];
  readonly illustrations: Illustrations | null;
}

async function judge(
  { host, signal, onProgress = () => undefined }: EvaluationNeeds,
  { test }: Dataset,
  { folder, ...run }: { readonly folder: string; readonly recipeFolder: string; readonly executionProvider: string },
  drawnBy: { readonly score: ScoreName; readonly limit: number } | null,
): Promise<Judged> {
  const scratchFolder = join(folder, 'scratch');
  await mkdir(scratchFolder);
  const lane = await openLane(host);
  const cancel = (): void => lane.close();
  signal?.addEventListener('abort', cancel, { once: true });
  try {
    const places = { ...run, mapFolder: join(folder, 'maps') };
    const judgements = await judgeImages(lane, test, places, (done) => {
      onProgress({ phase: 'judging', done, total: test.length });
    });
    const compared = await comparePixels(lane, judgements, scratchFolder, onProgress);
    const judged = { judgements, ...compared };
    if (drawnBy === null) return { ...judged, illustrations: null };
    const { score, limit } = drawnBy;
    const examples = chooseExamples(judgements.images, ({ result }) => scoreNamed(score, result), limit);
    const illustrations = await drawExamples(lane, examples, scratchFolder, (done, total) => {
      onProgress({ phase: 'drawing', done, total });
    });
    return { ...judged, illustrations };
  } finally {
    signal?.removeEventListener('abort', cancel);
    lane.close();
  }
}

/** What the lanes of a station without a graphics processor would run it on. */
async function usualProvider({ host }: EvaluationNeeds, recipe: RecipeVersion, folder: string): Promise<string> {
  const lane = await openLane(host);
  try {
    return (await cpuProviderFor(lane, { recipe, folder })) ?? lane.executionProvider;
  } finally {
    lane.close();
  }
}

async function comparePixels(
  lane: LaneClient,
  { images }: Judgements,
  scratchFolder: string,
  onProgress: (progress: EvaluationProgress) => void,
): Promise<Pick<Judged, 'pixels' | 'pointed'>> {
  if (!images.some(({ image }) => image.maskPath !== null)) return { pixels: null, pointed: [] };
  const pixels = await readPixels(lane, images, scratchFolder, (done, total) => {
    onProgress({ phase: 'comparing', done, total });
  });
  const pointed = pixels.flatMap(({ result, mask }) =>
    mask === null || !Array.from(mask).some(Boolean) ? [] : [{ scores: result, isOnDefect: isOnDefect(result, mask) }],
  );
  return { pixels: pixelFigures(pixels), pointed };
}

/** The held-out images that are not unlike all others. */
function ordinaryImages({ heldOut }: RecipeVersion): readonly HeldOutImage[] {
  return heldOut.filter(({ setAside }) => !setAside);
}

function scoresOf(recipe: RecipeVersion, { images }: Judgements): Record<ScoreName, EvaluatedScores> {
  const results = (defective: boolean): ScoresOfImage[] =>
    images.flatMap(({ image, result }) => (image.defective === defective ? [result] : []));
  const heldOut = ordinaryImages(recipe);
  const good = results(false);
  const defective = results(true);
  const named = (name: ScoreName): EvaluatedScores => {
    const pick = (scores: ScoresOfImage): number => scoreNamed(name, scores);
    return { heldOut: heldOut.map(pick), good: good.map(pick), defective: defective.map(pick) };
  };
  return { sigmaline: named('sigmaline'), part: named('part'), patch: named('patch') };
}

async function settingsOf(
  { recipe, fitMs, duplicates }: FitResult,
  backbone: StoredBackbone,
  recipeFolder: string,
  rest: Pick<EvaluationSettings, 'folder' | 'executionProvider'>,
): Promise<EvaluationSettings> {
  const graph = await readFile(join(recipeFolder, recipe.graph.file));
  return {
    ...rest,
    recipe,
    backbone: backbone.manifest,
    graphBytes: graph.length,
    graphMetadata: readMetadata(graph),
    fitMs,
    duplicates,
    machine: thisMachine(),
  };
}
