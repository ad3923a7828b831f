import {
  type GoodLook,
  type GoodTraits,
  type LimitChoice,
  type RecipeVersion,
  SOFTWARE_VERSION,
  type SuspectImage,
} from '../../../shared/domain/index.ts';
import type { FitRequest } from '../../../shared/processes/jobs.ts';
import { sha256Of } from '../../files/index.ts';
import { type CalibrationResult, mapGrid, type TopScore } from '../../gaussian/index.ts';
import { compileRecipe, writeModel } from '../../graph/index.ts';
import type { Backbone } from './backbone.ts';
import type { GoodImages } from './goodImages.ts';
import type { Variations } from './variations.ts';

/** All that a recipe version is made from. */
export interface FittedRecipe {
  readonly request: Pick<FitRequest, 'recipe' | 'excluded'>;
  readonly backbone: Backbone;
  readonly good: GoodImages;
  readonly varied: Pick<Variations, 'perImage' | 'turns'>;
  readonly traits: GoodTraits;
  /** The number of the part that each good image shows. */
  readonly parts: readonly number[];
  readonly suspects: readonly SuspectImage[];
  /** Without a limit for a draft. */
  readonly calibration: Omit<CalibrationResult, 'limit'> & { readonly limit: LimitChoice | null };
  /** The score below which an image is odd. */
  readonly low: number;
  readonly createdAt: string;
}

export interface CompiledRecipe {
  readonly graph: Uint8Array;
  /** What `recipe.json` will hold. */
  readonly recipe: RecipeVersion;
}

const GRAPH_FILE = 'recipe.onnx';

/** How good images are decoded, and so those of the line. */
const SCALING = 'exact';

export function compileVersion(fitted: FittedRecipe): CompiledRecipe {
  const { backbone, calibration } = fitted;
  const graph = writeModel(
    compileRecipe({
      manifest: backbone.manifest,
      backbone: backbone.model,
      model: calibration.model,
      metadata: metadataOf(fitted),
    }),
  );
  return { graph, recipe: versionOf(fitted, sha256Of(graph)) };
}

function versionOf(fitted: FittedRecipe, sha256: string): RecipeVersion {
  const { request, backbone, good, varied, traits, parts, suspects, calibration, low, createdAt } = fitted;
  const { manifest } = backbone;
  const partCount = new Set(parts).size;
  const { model, heldOut, limit } = calibration;
  return {
    format: 2,
    ...request.recipe,
    createdAt,
    softwareVersion: SOFTWARE_VERSION,
    backbone: { id: manifest.id, sha256: manifest.sha256, licence: manifest.licence, source: manifest.source },
    preprocessing: {
      sizePx: manifest.sizePx,
      resize: 'squash',
      scaling: SCALING,
      ...(good.sampleMaximum !== null && { sampleMaximum: good.sampleMaximum }),
    },
    variations: { perImage: varied.perImage, turnsDegrees: turnsDegrees(varied) },
    limits: limit === null ? null : { fail: limit.value, review: null, low },
    reviewsOtherLight: true,
    limit,
    standardisation: {
      part: model.part.standardisation,
      patch: (model.patch.scores[0] as TopScore).standardisation,
      sizes: model.patch.scores.map(({ topShare, standardisation }) => ({ topShare, ...standardisation })),
      fine: model.fine.flatMap(({ gaussians: { level }, scores }) =>
        scores.map(({ standardisation }) => ({ level, ...standardisation })),
      ),
    },
    steepness: model.steepness,
    heldOut: good.images.flatMap(({ name, sha256: imageSha256 }, index) => {
      const scores = heldOut[index];
      if (scores === undefined) return [];
      const part = partCount < parts.length ? { part: parts[index] } : {};
      return [{ file: name, sha256: imageSha256, ...scores, ...part }];
    }),
    traits,
    parts: partCount,
    suspects: [...suspects],
    ...(calibration.looks && { looks: looksAmong(good, calibration.looks) }),
    excluded: [...(request.excluded ?? [])],
    anomalyMap: mapGrid(model),
    graph: { file: GRAPH_FILE, sha256 },
  };
}

const MOST_EXAMPLES = 3;

/** @param looks of every image, from 0; below 0 where an image is left out of the fit */
function looksAmong({ images }: GoodImages, looks: readonly number[]): GoodLook[] {
  const files = Map.groupBy(images.entries(), ([index]) => looks[index] ?? 0);
  return [...files]
    .filter(([look]) => look >= 0)
    .toSorted(([a], [b]) => a - b)
    .map(([, own]) => ({
      images: own.length,
      examples: own.slice(0, MOST_EXAMPLES).map(([, { name }]) => name),
    }));
}

/** What the ONNX file says of itself, for whoever runs it without Sigmaline. */
function metadataOf({ request, good, varied, calibration, createdAt }: FittedRecipe): Record<string, string> {
  const { limit } = calibration;
  return {
    recipe: request.recipe.id,
    'recipe-name': request.recipe.name,
    'recipe-version': String(request.recipe.version),
    created: createdAt,
    software: `Sigmaline ${SOFTWARE_VERSION}`,
    ...(limit === null
      ? { draft: 'yes' }
      : {
          'limit-fail': String(limit.value),
          'target-false-reject-rate': String(limit.target),
          'false-reject-rate-bound95': String(limit.bound95),
        }),
    'good-images': String(good.images.length),
    'variations-per-image': String(varied.perImage),
    'variations-turns-degrees': turnsDegrees(varied).join(' ') || 'none',
    'calibration-sha256': calibrationHash(good),
    scaling: SCALING,
    ...(good.sampleMaximum !== null && { 'sample-maximum': String(good.sampleMaximum) }),
  };
}

function turnsDegrees({ turns }: Pick<Variations, 'turns'>): number[] {
  return turns.map((quarters) => 90 * quarters);
}

/** Names the set of good images, whatever their order and their names: SHA-256 of their sorted hashes, one a line. */
function calibrationHash({ images }: GoodImages): string {
  const lines = images.map(({ sha256 }) => `${sha256}\n`).toSorted();
  return sha256Of(lines.join(''));
}
