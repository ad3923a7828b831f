import { join } from 'node:path';
import { goodTraitsOf, SigmalineError } from '../../../shared/domain/index.ts';
import type { FitProgress, FitRequest, FitResult } from '../../../shared/processes/jobs.ts';
import {
  type CalibrationOptions,
  calibrate,
  checkTarget,
  fitWithoutUnlike,
  foundParts,
  type ImageFeatures,
  type ImageScores,
  lowLimit,
  scoreImage,
} from '../../gaussian/index.ts';
import { prepareDecoder } from '../imaging/index.ts';
import { writeResult } from '../resultFile.ts';
import { GOLDEN_FILE, openOnnxSession, RECIPE_FILE, type RecipeScores, recipeSession } from '../session/index.ts';
import { type FeatureExtractor, openExtractor, readBackbone } from './backbone.ts';
import { type Extraction, extractFeatures } from './extractFeatures.ts';
import { decodeGoodImage, examineImages, type GoodImages } from './goodImages.ts';
import { type CompiledRecipe, compileVersion, type FittedRecipe } from './recipeVersion.ts';
import { numbered, partsTold, suspectsAmong, writePictures } from './suspects.ts';
import { extractVariations } from './variations.ts';

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
export async function fitRecipe(request: FitRequest, onProgress: (progress: FitProgress) => void): Promise<FitResult> {
  prepareDecoder();
  const backbone = await readBackbone(request.backboneFolder);
  const good = await examineImages(request.imagePaths);
  const told = request.parts === undefined ? null : partsTold(good, request);
  const images = good.images.length;
  checkTarget(request.target, told === null ? images : new Set(told).size, { images, draft: request.draft });
  const extractor = await openExtractor(backbone, {
    threads: FITTER_THREADS,
    comparesLevels: request.comparesLevels === true,
  });
  const { sizePx } = backbone.manifest;
  const extraction = await extractFeatures(good, extractor, sizePx, (done, total) =>
    onProgress({ phase: 'reading', done, total }),
  );
  const varied = await extractVariations(good, extraction.features, extractor, sizePx, (steps) =>
    onProgress({ phase: 'varying', ...steps }),
  );

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
  const calibration = calibrated(request, extraction, {
    parts,
    unlike: suspects.unlike,
    variations: varied.variations,
    onProgress: (done, total) => onProgress({ phase: 'fitting', done, total }),
  });
  compiling(0);
  const compiled = compileVersion({
    request,
    backbone,
    good,
    varied,
    traits: goodTraitsOf(extraction.traits.filter((_, image) => !unlike.has(image))),
    parts: numbered(parts),
    suspects: suspects.listed,
    calibration,
    low: lowLimit(
      calibration.heldOut.map(({ score }) => score),
      extraction.features.map((image) => scoreImage(calibration.model, image).score),
    ),
    createdAt: new Date().toISOString(),
  });
  compiling(1);
  const compared = await comparedImages(good, extraction, extractor, sizePx);
  await extractor.release();
  await compareWithReference(compiled, calibration, compared);
  compiling(2);
  await writePictures(request.outputFolder, good, suspects, sizePx);
  await writeVersion(request.outputFolder, compiled, compared[0]?.pixels ?? new Uint8Array());
  compiling(COMPILING_STEPS);
  const fitMs = performance.now() - startedAt;
  return { recipe: compiled.recipe, backboneMs: extraction.backboneMs, fitMs, duplicates: good.duplicates };
}

/** @throws calibration.*, where the parts are too few for the target and no draft is asked for, or too few for a draft too */
function calibrated(
  { target, draft }: FitRequest,
  { features }: Extraction,
  options: Omit<CalibrationOptions, 'target' | 'parts'> & { readonly parts: readonly (string | number)[] },
): FittedRecipe['calibration'] {
  const isSupported = checkTarget(target, new Set(options.parts).size, { images: features.length, draft });
  if (isSupported) return calibrate(features, { ...options, target });
  return { ...fitWithoutUnlike(features, { ...options, target }), limit: null };
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
  { images, sampleMaximum }: GoodImages,
  extraction: Extraction,
  extractor: FeatureExtractor,
  sizePx: number,
): Promise<ComparedImage[]> {
  const compared: ComparedImage[] = [];
  const step = Math.ceil(images.length / COMPARED_IMAGES);
  for (const [index, image] of images.entries()) {
    const features = extraction.features[index];
    if (index % step !== 0 || features === undefined) continue;
    compared.push({ features, pixels: (await decodeGoodImage(image, sizePx, sampleMaximum)).pixels });
  }
  const negatives = compared.slice(0, 1).map(({ pixels }) => pixels.map((value) => 255 - value));
  for (const pixels of negatives) compared.push({ pixels, features: await extractor.extract(pixels) });
  return compared;
}

/**
 * Runs the compiled graph on images and compares it with the float64 reference.
 *
 * @throws SigmalineError recipe.corrupt where any score or any place of the map differs
 */
async function compareWithReference(
  { graph, recipe }: CompiledRecipe,
  { model }: FittedRecipe['calibration'],
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
 * recipe.json comes last: where it lies, the graph that it names lies too.
 *
 * @param golden a good part as the network sees it, by which other execution providers than the CPU are checked
 */
async function writeVersion(folder: string, { graph, recipe }: CompiledRecipe, golden: Uint8Array): Promise<void> {
  writeResult(join(folder, GOLDEN_FILE), golden, { flush: true });
  writeResult(join(folder, recipe.graph.file), graph, { flush: true });
  writeResult(join(folder, RECIPE_FILE), `${JSON.stringify(recipe, null, 2)}\n`, { flush: true });
}
