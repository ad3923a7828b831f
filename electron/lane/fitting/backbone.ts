import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import {
  type BackboneManifest,
  backboneManifestSchema,
  comparedLevels,
  type Level,
  levelsBetween,
  messageOf,
  SigmalineError,
  type SquareMask,
  scoredLevels,
} from '../../../shared/domain/index.ts';
import { sha256Of } from '../../files/index.ts';
import { type FeatureMap, type ImageFeatures, keepPlaces } from '../../gaussian/index.ts';
import { compileExtractor, featureOutput, type OnnxModel, readModel, writeModel } from '../../graph/index.ts';
import { type FloatTensor, type OnnxSession, openOnnxSession, RECIPE_INPUT } from '../session/index.ts';
import { keptPlaces } from './squareMask.ts';

export interface Backbone {
  readonly manifest: BackboneManifest;
  readonly model: OnnxModel;
}

/** @throws SigmalineError backbone.corrupt */
export async function readBackbone(folder: string): Promise<Backbone> {
  const fail = (reason: string, cause?: unknown) =>
    new SigmalineError('backbone.corrupt', { backbone: basename(folder), reason }, cause);
  const manifest = await readManifest(folder).catch((cause: unknown) => {
    throw fail(`manifest.json: ${messageOf(cause)}`, cause);
  });
  const bytes = await readFile(join(folder, manifest.file)).catch((cause: unknown) => {
    throw fail(`${manifest.file}: ${messageOf(cause)}`, cause);
  });
  if (sha256Of(bytes) !== manifest.sha256) {
    throw fail(`the SHA-256 of ${manifest.file} differs`);
  }
  return { manifest, model: readModel(bytes) };
}

async function readManifest(folder: string): Promise<BackboneManifest> {
  const parsed = backboneManifestSchema.safeParse(JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new TypeError(`${issue?.path.join('.')}: ${issue?.message}`, { cause: parsed.error });
}

/** Turns pixels into the features that a score model is fitted on, by the front half of the recipe's own graph. */
export interface FeatureExtractor {
  /** @param pixels RGB of sizePx x sizePx, row by row */
  extract(pixels: Uint8Array): Promise<ImageFeatures>;
  release(): Promise<void>;
  /** What its network runs on. */
  readonly executionProvider: string;
}

export interface ExtractorOptions {
  readonly threads: number;
  /** Whether features hold all levels of the backbone, in the order of its manifest, beside those of the score. */
  readonly comparesLevels?: boolean;
  /** What of the square is ignored: features hold only the places that are looked at. */
  readonly mask?: SquareMask | null;
}

/** @throws SigmalineError backbone.corrupt where its levels are not what the manifest says */
export async function openExtractor(
  { manifest, model }: Backbone,
  { threads, comparesLevels = false, mask = null }: ExtractorOptions,
): Promise<FeatureExtractor> {
  const { part, patch, map, mapIsDrawnOnly = false } = manifest.scoring;
  const between = levelsBetween(manifest);
  const compared = comparesLevels ? comparedLevels(manifest) : [];
  const levels = usedLevels(manifest, comparesLevels);
  const numbers = levels.map(({ level }) => level);
  const session = await openOnnxSession(writeModel(compileExtractor(manifest, model, numbers)), { threads });
  const kept = new Map(
    mask === null ? [] : levels.map((level) => [level.level, keptPlaces(mask, manifest.sizePx, level)]),
  );
  return {
    async extract(pixels) {
      const all = await run(session, manifest, levels, pixels);
      const features = new Map(
        [...all].map(([level, map]) => {
          const places = kept.get(level);
          return [level, places === undefined ? map : keepPlaces(map, places)];
        }),
      );
      return {
        part: featureOf(features, part),
        patch: featureOf(features, patch),
        map: featureOf(features, map),
        mapIsDrawnOnly,
        between: between.map((level) => featureOf(features, level)),
        ...(comparesLevels && { levels: compared.map(({ level }) => featureOf(features, level)) }),
      };
    },
    release: () => session.release(),
    executionProvider: session.executionProvider,
  };
}

/** The levels that the score needs, and those that are compared. */
export function usedLevels(manifest: BackboneManifest, comparesLevels: boolean): readonly Level[] {
  const scored = new Set(scoredLevels(manifest));
  const compared = comparesLevels ? comparedLevels(manifest) : [];
  return manifest.levels.filter((level) => scored.has(level.level) || compared.includes(level));
}

async function run(
  session: OnnxSession,
  manifest: BackboneManifest,
  levels: readonly Level[],
  pixels: Uint8Array,
): Promise<Map<number, FeatureMap>> {
  const image = { type: 'uint8', shape: [1, manifest.sizePx, manifest.sizePx, 3], values: pixels } as const;
  const outputs = await session.run(
    { [RECIPE_INPUT]: image },
    levels.map(({ level }) => featureOutput(level)),
  );
  return new Map(
    levels.map((level) => [level.level, featureMapOf(manifest, level, outputs.get(featureOutput(level.level)))]),
  );
}

function featureMapOf(manifest: BackboneManifest, expected: Level, tensor: FloatTensor | undefined): FeatureMap {
  const { level, channels, height, width, output } = expected;
  const shape = [1, channels, height, width].join(' x ');
  const found = tensor?.shape.join(' x ');
  if (tensor === undefined || found !== shape) {
    const reason = `its output ${output} is ${found ?? 'missing'} instead of ${shape}`;
    throw new SigmalineError('backbone.corrupt', { backbone: manifest.id, reason });
  }
  return { level, channels, height, width, values: tensor.values };
}

function featureOf(features: ReadonlyMap<number, FeatureMap>, level: number): FeatureMap {
  const found = features.get(level);
  if (found === undefined) throw new RangeError(`level ${level} was not extracted`);
  return found;
}
