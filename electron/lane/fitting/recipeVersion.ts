import { cpus } from 'node:os';
import {
  type EdgeImage,
  type GoodLook,
  type GoodTraits,
  gateSettingsSchema,
  type LimitChoice,
  type PrecisionReport,
  type RecipeVersion,
  SOFTWARE_VERSION,
  type SuspectImage,
} from '../../../shared/domain/index.ts';
import type { FitRequest } from '../../../shared/processes/jobs.ts';
import { sha256Of } from '../../files/index.ts';
import { type FittedScores, type LimitChoices, mapGrid, type TopScore } from '../../gaussian/index.ts';
import { compileRecipe, limitMetadata, writeModel } from '../../graph/index.ts';
import type { Backbone } from './backbone.ts';
import type { GoodImages } from './goodImages.ts';
import type { Variations } from './variations.ts';

/** A network, and what was fitted on its features. */
export interface FittedNetwork {
  readonly backbone: Backbone;
  /** Without limits for a draft. */
  readonly calibration: FittedScores & { readonly [Name in keyof LimitChoices]: LimitChoice | null };
  /** Of all good images, by this fit, which has seen them. */
  readonly scores: readonly number[];
  /** The score below which an image is odd. */
  readonly low: number;
}

/** All that a recipe version is made from. */
export interface FittedRecipe extends FittedNetwork {
  readonly request: Pick<FitRequest, 'recipe' | 'excluded' | 'released' | 'gate' | 'area' | 'kinds' | 'advanced'>;
  /** The same in 8-bit integers, where these may judge. */
  readonly int8: FittedNetwork | null;
  readonly precision: PrecisionReport;
  readonly good: GoodImages;
  readonly varied: Pick<Variations, 'perImage' | 'turns'>;
  readonly traits: GoodTraits;
  readonly edges: readonly EdgeImage[];
  /** The number of the part that each good image shows. */
  readonly parts: readonly number[];
  readonly suspects: readonly SuspectImage[];
  readonly createdAt: string;
  /** The execution provider that computed the features. */
  readonly executionProvider: string;
}

export interface CompiledRecipe {
  readonly graph: Uint8Array;
  readonly int8Graph: Uint8Array | null;
  /** What `recipe.json` will hold. */
  readonly recipe: RecipeVersion;
}

const GRAPH_FILE = 'recipe.onnx';
const INT8_GRAPH_FILE = 'recipe.int8.onnx';

/** How good images are decoded, and so those of the line. */
const SCALING = 'exact';

export function compileVersion(fitted: FittedRecipe): CompiledRecipe {
  const graph = graphOf(fitted, fitted, {});
  const int8Graph = fitted.int8 === null ? null : graphOf(fitted, fitted.int8, { precision: 'int8' });
  return { graph, int8Graph, recipe: versionOf(fitted, graph, int8Graph) };
}

function graphOf(fitted: FittedRecipe, network: FittedNetwork, more: Readonly<Record<string, string>>): Uint8Array {
  const { backbone, calibration } = network;
  return writeModel(
    compileRecipe({
      manifest: backbone.manifest,
      backbone: backbone.model,
      model: calibration.model,
      metadata: { ...metadataOf(fitted, network), ...more },
    }),
  );
}

function versionOf(fitted: FittedRecipe, graph: Uint8Array, int8Graph: Uint8Array | null): RecipeVersion {
  const { request, backbone, good, varied, traits, edges, parts, suspects, calibration, int8, precision, createdAt } =
    fitted;
  const { manifest } = backbone;
  return {
    format: 2,
    ...request.recipe,
    createdAt,
    softwareVersion: SOFTWARE_VERSION,
    fittedOn: { provider: fitted.executionProvider, device: cpus()[0]?.model.trim() || 'unknown processor' },
    backbone: { id: manifest.id, sha256: manifest.sha256, licence: manifest.licence, source: manifest.source },
    preprocessing: {
      sizePx: manifest.sizePx,
      resize: 'squash',
      scaling: SCALING,
      ...(good.sampleMaximum !== null && { sampleMaximum: good.sampleMaximum }),
    },
    variations: { perImage: varied.perImage, turnsDegrees: turnsDegrees(varied) },
    ...judgedBy(fitted, fitted, { file: GRAPH_FILE, sha256: sha256Of(graph) }),
    reviewsOtherLight: true,
    gate: request.gate ?? gateSettingsSchema.parse({}),
    traits,
    edges: [...edges],
    parts: new Set(parts).size,
    suspects: [...suspects],
    ...(calibration.looks && { looks: looksAmong(good, calibration.looks) }),
    excluded: [...(request.excluded ?? [])],
    ...(request.released && { released: [...request.released] }),
    ...(request.kinds && { kinds: request.kinds }),
    ...(request.advanced && { advanced: request.advanced }),
    ...(request.area && { area: request.area }),
    ...(good.reference !== null && { partReference: good.reference }),
    ...(good.mask !== null && { mask: good.mask }),
    anomalyMap: mapGrid(calibration.model),
    precision,
    ...(int8 !== null &&
      int8Graph !== null && {
        int8: judgedBy(fitted, int8, { file: INT8_GRAPH_FILE, sha256: sha256Of(int8Graph) }),
      }),
  };
}

/** What the features of one network say of good parts. */
function judgedBy(
  { good, parts }: FittedRecipe,
  { calibration, low }: FittedNetwork,
  graph: RecipeVersion['graph'],
): NonNullable<RecipeVersion['int8']> {
  const { model, heldOut, limit, review } = calibration;
  const partCount = new Set(parts).size;
  return {
    limits: limit === null ? null : { fail: limit.value, review: review?.value ?? null, low },
    limit,
    ...(review && { review }),
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
    graph,
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
function metadataOf(
  { request, good, varied, createdAt }: FittedRecipe,
  { calibration }: FittedNetwork,
): Record<string, string> {
  return {
    recipe: request.recipe.id,
    'recipe-name': request.recipe.name,
    'recipe-version': String(request.recipe.version),
    created: createdAt,
    software: `Sigmaline ${SOFTWARE_VERSION}`,
    ...limitMetadata(calibration),
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
