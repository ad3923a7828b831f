import { join } from 'node:path';
import {
  goodTraitsOf,
  INT8_GOLDEN_FILE,
  ignoredRuns,
  type RecipeVersion,
  SigmalineError,
  WHOLE_IMAGE,
} from '../../../shared/domain/index.ts';
import type { FitProgress, FitRequest, FitResult } from '../../../shared/processes/jobs.ts';
import type { GoldenOutput } from '../../../shared/processes/lane.ts';
import {
  type CalibrationOptions,
  calibrate,
  checkReviewTarget,
  checkTarget,
  checkTrailing,
  DEFAULT_SCORING,
  fitTrailingComponents,
  fitWithoutUnlike,
  foundParts,
  type ImageFeatures,
  type ImageScores,
  lowLimit,
  type ScoringOptions,
  scoreImage,
} from '../../gaussian/index.ts';
import { prepareDecoder } from '../imaging/index.ts';
import { writeResult } from '../resultFile.ts';
import {
  drawnPicture,
  GOLDEN_FILE,
  goldenOutput,
  openOnnxSession,
  RECIPE_FILE,
  type RecipeScores,
  recipeSession,
} from '../session/index.ts';
import { writeAnalysis } from './analysis.ts';
import { type Backbone, type FeatureExtractor, openExtractor, readBackbone, usedLevels } from './backbone.ts';
import { edgesAmong } from './edges.ts';
import { type Extraction, extractFeatures } from './extractFeatures.ts';
import { decodeGoodImage, examineImages, type GoodImages } from './goodImages.ts';
import { fitInt8, type Int8Fit, withoutInt8 } from './int8.ts';
import { type CompiledRecipe, compileVersion, type FittedNetwork, type FittedRecipe } from './recipeVersion.ts';
import { RemainingTime } from './remainingTime.ts';
import { numbered, partsTold, suspectsAmong, writePictures } from './suspects.ts';
import { extractVariations, type VariationSteps, variationsPerImage } from './variations.ts';

/** Inspection goes on meanwhile and comes first. */
const FITTER_THREADS = 2;

/** Compiled, compared, written. */
const COMPILING_STEPS = 3;

/** How many good images the compiled graph is compared on. */
const COMPARED_IMAGES = 3;

/**
 * Fits one recipe version and writes it into the request's folder, which is complete only when this has returned.
 *
 * @throws SigmalineError calibration.*, target.invalid, backbone.corrupt, recipe.corrupt, station.disk-full, lane.unwritable
 */
export async function fitRecipe(request: FitRequest, tell: (progress: FitProgress) => void): Promise<FitResult> {
  prepareDecoder();
  const backbone = await readBackbone(request.backboneFolder);
  const { area = WHOLE_IMAGE } = request;
  const good = await examineImages(request.imagePaths, { area, manifest: backbone.manifest });
  requireSomething(good, backbone.manifest.sizePx);
  const told = request.parts === undefined ? null : partsTold(good, request);
  const images = good.images.length;
  checkTarget(request.target, told === null ? images : new Set(told).size, { images, draft: request.draft });
  checkReviewTarget(request);
  const perImage = request.advanced?.variations ?? variationsPerImage(images);
  checkNpca(request, backbone, images * (1 + perImage), images);
  const remaining = new RemainingTime(images, perImage, request, performance.now());
  const onProgress = (progress: FitProgress): void =>
    tell({ ...progress, remainingMs: remaining.after(progress, performance.now()) });
  const options = { threads: FITTER_THREADS, comparesLevels: request.comparesLevels === true, mask: good.mask };
  const extractor = await openExtractor(backbone, options);
  const { sizePx } = backbone.manifest;
  const extraction = await extractFeatures(good, extractor, sizePx, (done, total) =>
    onProgress({ phase: 'reading', done, total }),
  );
  const varying = (steps: VariationSteps): void => onProgress({ phase: 'varying', ...steps });
  const varied = await extractVariations(good, extraction.features, extractor, sizePx, varying, {
    perImage,
    // What lies turned has been turned back.
    ...(area.position === 'turn' && { turns: [] }),
  });

  const startedAt = performance.now();
  const compiling = (done: number): void => onProgress({ phase: 'compiling', done, total: COMPILING_STEPS });
  const parts: readonly (string | number)[] =
    told ??
    foundParts(
      extraction.features.map(({ patch }) => patch),
      varied.nudged,
    );
  const suspects = suspectsAmong(good, extraction, parts);
  const unlike = new Set(suspects.unlike);
  const fittedOn = (
    network: Backbone,
    found: Extraction,
    how: Pick<CalibrationOptions, 'variations' | 'scoring' | 'onProgress'>,
  ): FittedNetwork => {
    const calibration = calibrated(request, found, { parts, unlike: suspects.unlike, ...how });
    const scores = found.features.map((image) => scoreImage(calibration.model, image).score);
    const heldOut = calibration.heldOut.map(({ score }) => score);
    return { backbone: network, calibration, scores, low: lowLimit(heldOut, scores) };
  };
  const float = fittedOn(backbone, extraction, {
    variations: varied.variations,
    onProgress: (done, total) => onProgress({ phase: 'fitting', done, total }),
  });
  const int8 = await fitInt8({
    ...{ asked: request.precision ?? 'auto', backbone, good, options, onProgress },
    varied,
    float: { ...float, extractor },
    calibrate: (network, found, how) => fittedOn(network, found, how),
  });
  compiling(0);
  const traits = goodTraitsOf(extraction.traits.filter((_, image) => !unlike.has(image)));
  const edges = edgesAmong(good, extraction.traits, traits);
  const version: Omit<FittedRecipe, 'int8' | 'precision'> = {
    ...float,
    request,
    good,
    varied,
    traits,
    edges: edges.listed,
    parts: numbered(parts),
    suspects: suspects.listed,
    createdAt: new Date().toISOString(),
    executionProvider: extractor.executionProvider,
  };
  let compiled = compileVersion({ ...version, int8: int8.fitted, precision: int8.report });
  compiling(1);
  const compared = await comparedImages(good, extraction, extractor, sizePx);
  await extractor.release();
  await compareWithReference(compiled.graph, compiled.recipe, float.calibration, compared);
  const golden = compared[0]?.pixels ?? new Uint8Array();
  const goldenInt8 = await checkInt8(compiled, int8, good, golden).catch((thrown: unknown) => {
    compiled = compileVersion({ ...version, int8: null, precision: withoutInt8(int8.report.asked, thrown) });
    return null;
  });
  compiling(2);
  for (const shown of [suspects, edges]) await writePictures(request.outputFolder, good, shown, sizePx);
  const analysis = await writeAnalysis(request.outputFolder, {
    good,
    extraction,
    calibration: float.calibration,
    sizePx,
  });
  const recipe = { ...compiled.recipe, analysis };
  await writeVersion(request.outputFolder, { ...compiled, recipe }, golden, goldenInt8);
  compiling(COMPILING_STEPS);
  const fitMs = performance.now() - startedAt;
  return {
    recipe,
    backboneMs: extraction.backboneMs,
    fitMs,
    ...(int8.fitted && { int8BackboneMs: int8.fitted.extraction.backboneMs }),
    duplicates: good.duplicates,
  };
}

/** Refused before anything is fitted, rather than after an hour. @throws calibration.npca */
function checkNpca({ advanced }: FitRequest, { manifest }: Backbone, vectors: number, images: number): void {
  if (typeof advanced?.npcaVariance !== 'number') return;
  const channels = usedLevels(manifest, false).map((level) => level.channels);
  checkTrailing(vectors, images, Math.max(...channels));
}

/** What an engineer chose in place of the usual scoring. */
function scoringBy({ kinds, advanced }: FitRequest): Partial<ScoringOptions> {
  const { topShare = null, npcaVariance = null } = advanced ?? {};
  const [, ...others] = DEFAULT_SCORING.topShares;
  return {
    ...(kinds === 'one' && { findLooks: () => null }),
    ...(topShare !== null && { topShares: [topShare, ...others.filter((share) => share !== topShare)] }),
    ...(npcaVariance !== null && { fitPartGaussian: fitTrailingComponents(npcaVariance) }),
  };
}

/** @throws SigmalineError calibration.mask-empty where all of the square is ignored */
function requireSomething({ mask }: GoodImages, sizePx: number): void {
  const ignored = mask === null ? 0 : ignoredRuns(mask).reduce((sum, [first, end]) => sum + end - first, 0);
  if (ignored === sizePx ** 2) throw new SigmalineError('calibration.mask-empty');
}

/** @throws calibration.*, where the parts are too few for the target and no draft is asked for, or too few for a draft too */
function calibrated(
  request: FitRequest,
  { features }: Extraction,
  how: Omit<CalibrationOptions, 'target' | 'reviewTarget' | 'parts'> & { readonly parts: readonly (string | number)[] },
): FittedNetwork['calibration'] {
  const { target, reviewTarget, draft } = request;
  const options = { ...how, scoring: { ...scoringBy(request), ...how.scoring } };
  const isSupported = checkTarget(target, new Set(options.parts).size, { images: features.length, draft });
  if (isSupported) return calibrate(features, { ...options, target, reviewTarget });
  return { ...fitWithoutUnlike(features, { ...options, target }), limit: null, review: null };
}

/** The same image as the graph takes it and as the reference takes it. */
interface ComparedImage {
  readonly pixels: Uint8Array;
  readonly features: ImageFeatures;
}

/**
 * Good images spread over the whole set, and the negative of one: it lies far from every good part, where errors grow.
 * The pixels are decoded again, so the comparison covers what a lane will do.
 */
async function comparedImages(
  good: GoodImages,
  extraction: Extraction,
  extractor: FeatureExtractor,
  sizePx: number,
): Promise<ComparedImage[]> {
  const compared: ComparedImage[] = [];
  const step = Math.ceil(good.images.length / COMPARED_IMAGES);
  for (const [index, image] of good.images.entries()) {
    const features = extraction.features[index];
    if (index % step !== 0 || features === undefined) continue;
    compared.push({ features, pixels: (await decodeGoodImage(image, good, sizePx)).pixels });
  }
  const negatives = compared.slice(0, 1).map(({ pixels }) => pixels.map((value) => 255 - value));
  for (const pixels of negatives) compared.push({ pixels, features: await extractor.extract(pixels) });
  return compared;
}

/**
 * Runs a compiled graph on images and compares it with the float64 reference.
 *
 * @throws SigmalineError recipe.corrupt where any score or any place of the map differs
 */
async function compareWithReference(
  graph: Uint8Array,
  recipe: RecipeVersion,
  { model }: FittedNetwork['calibration'],
  images: readonly ComparedImage[],
): Promise<void> {
  const session = recipeSession(await openOnnxSession(graph, { threads: FITTER_THREADS }), recipe);
  for (const { pixels, features } of images) {
    const difference = firstDifference(scoreImage(model, features), await session.judge(pixels));
    if (difference === null) continue;
    throw new SigmalineError('recipe.corrupt', {
      recipe: recipe.id,
      reason: `its compiled graph gives ${difference}`,
    });
  }
  await session.release();
}

/**
 * Compares the graph in integers with its reference as well.
 *
 * @returns what it says of the golden pictures, which every machine on which it judges must say too; null where there is none
 */
async function checkInt8(
  { int8Graph, recipe }: CompiledRecipe,
  { fitted }: Int8Fit,
  good: GoodImages,
  golden: Uint8Array,
): Promise<readonly GoldenOutput[] | null> {
  if (fitted === null || int8Graph === null) return null;
  const { extraction, extractor, calibration } = fitted;
  const { sizePx } = recipe.preprocessing;
  const compared = await comparedImages(good, extraction, extractor, sizePx);
  await extractor.release();
  await compareWithReference(int8Graph, recipe, calibration, compared);
  const session = recipeSession(await openOnnxSession(int8Graph, { threads: FITTER_THREADS }), recipe);
  const outputs: GoldenOutput[] = [];
  for (const picture of [golden, drawnPicture(sizePx)]) outputs.push(goldenOutput(await session.judge(picture)));
  await session.release();
  return outputs;
}

/** The graph computes in float32; the reference in float64. */
const TOLERANCE = 1e-3;

/** The first value of the graph that is not the reference's, in words; null where all are equal. */
export function firstDifference(expected: ImageScores, found: RecipeScores): string | null {
  if (found.look !== expected.look) return `look ${found.look} instead of ${expected.look}`;
  for (const name of ['score', 'partDistance', 'patchScore', 'partShare'] as const) {
    if (!isClose(expected[name], found[name] ?? Number.NaN))
      return `${name} ${found[name] ?? Number.NaN} instead of ${expected[name]}`;
  }
  const level = expected.levelDistances.findIndex((distance, index) => !isClose(distance, found.levelDistances[index]));
  if (level >= 0) {
    return `level distance ${level + 1} ${found.levelDistances[level]} instead of ${expected.levelDistances[level]}`;
  }
  const { values } = found.anomalyMap;
  const place = expected.anomalyMap.findIndex((sigma, index) => !isClose(sigma, values[index]));
  return place < 0 ? null : `${values[place]} instead of ${expected.anomalyMap[place]} at place ${place} of its map`;
}

/** Relative, but no finer than a thousandth of a sigma: scores of good images lie around zero. A value that is no number is never close. */
function isClose(expected: number, found = Number.NaN): boolean {
  return Math.abs(found - expected) <= TOLERANCE * Math.max(1, Math.abs(expected));
}

/**
 * recipe.json comes last: where it lies, the graphs that it names lie too.
 *
 * @param golden a good part as the network sees it, by which other execution providers than the CPU are checked
 */
async function writeVersion(
  folder: string,
  { graph, int8Graph, recipe }: CompiledRecipe,
  golden: Uint8Array,
  goldenInt8: readonly GoldenOutput[] | null,
): Promise<void> {
  const write = (file: string, content: Uint8Array | string): void =>
    writeResult(join(folder, file), content, { flush: true });
  write(GOLDEN_FILE, golden);
  write(recipe.graph.file, graph);
  if (recipe.int8 !== undefined && int8Graph !== null) {
    write(recipe.int8.graph.file, int8Graph);
    write(INT8_GOLDEN_FILE, JSON.stringify(goldenInt8));
  }
  write(RECIPE_FILE, `${JSON.stringify(recipe, null, 2)}\n`);
}
