import {
  INT8_PROVIDER,
  messageOf,
  type RecipeVersion,
  recipeRunBy,
  SigmalineError,
} from '../../../shared/domain/index.ts';
import { unusualShare } from '../../gaussian/index.ts';
import {
  EXECUTION_PROVIDER,
  type FloatTensor,
  type OnnxOptions,
  type OnnxSession,
  openOnnxSession,
} from './onnxSession.ts';
import { corrupt, readGraph } from './recipeFolder.ts';

/** What a recipe says of one image. */
export interface RecipeScores {
  readonly score: number;
  readonly partDistance: number;
  readonly patchScore: number;
  /** How much of the score is due to the part as a whole, 0 to 1; null where the graph, of an earlier version, does not say. */
  readonly partShare: number | null;
  /** How many places of the finest level are unusual, as a share of all. */
  readonly unusualShare: number;
  /** Which look it has, from 1; null where there is only one. */
  readonly look: number | null;
  /** Empty where the graph does not compare levels. */
  readonly levelDistances: readonly number[];
  readonly anomalyMap: { readonly height: number; readonly width: number; readonly values: Float32Array };
}

/** A recipe's graph, open and ready to judge. */
export interface RecipeSession {
  readonly executionProvider: string;
  /** @param pixels RGB of sizePx x sizePx, row by row. Scores are given as they come, also those that are no numbers. */
  judge(pixels: Uint8Array): Promise<RecipeScores>;
  release(): Promise<void>;
}

export const RECIPE_INPUT = 'image';
const OUTPUTS = { score: 'score', part: 'part_distance', patch: 'patch_score', map: 'anomaly_map' } as const;
const PART_SHARE = 'part_share';
const UNUSUAL_SHARE = 'unusual_share';
const LEVEL_DISTANCES = 'level_distances';
const LOOK = 'look';

/** @throws SigmalineError recipe.corrupt; lane.provider-failed where not the CPU is to run it */
export async function openRecipeSession(
  folder: string,
  recipe: RecipeVersion,
  options: OnnxOptions,
): Promise<RecipeSession> {
  const { executionProvider: provider = EXECUTION_PROVIDER } = options;
  const isInt8 = provider === INT8_PROVIDER;
  if (isInt8 && recipe.int8 === undefined) {
    throw new SigmalineError('lane.provider-failed', { provider, reason: 'the recipe has no network in integers' });
  }
  const bytes = await readGraph(folder, recipeRunBy(recipe, provider));
  const executionProvider = isInt8 ? EXECUTION_PROVIDER : provider;
  const session = await openOnnxSession(bytes, { ...options, executionProvider }).catch((cause: unknown) => {
    // The very same bytes may be all right on the CPU.
    if (provider === EXECUTION_PROVIDER) throw corrupt(folder, messageOf(cause), cause);
    throw new SigmalineError('lane.provider-failed', { provider, reason: messageOf(cause) }, cause);
  });
  free(bytes);
  const missing = missingNames(session);
  if (missing.length > 0) {
    await session.release();
    throw corrupt(folder, `its graph lacks ${missing.join(', ')}`);
  }
  return { ...recipeSession(session, recipe), executionProvider: provider };
}

/** Gives back bytes that nobody reads any more: a lane at work makes so little rubbish that it would keep them for hours. */
function free({ buffer, byteLength }: Uint8Array): void {
  if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength) buffer.transfer(0);
}

function missingNames(session: OnnxSession): string[] {
  const outputs = Object.values(OUTPUTS).filter((name) => !session.outputNames.includes(name));
  return session.inputNames.includes(RECIPE_INPUT) ? outputs : [RECIPE_INPUT, ...outputs];
}

/** The one way in which a recipe's graph is fed and read, on the line and when the fitter checks what it compiled. */
export function recipeSession(session: OnnxSession, { preprocessing, anomalyMap }: RecipeShape): RecipeSession {
  const side = preprocessing.sizePx;
  const optional = [PART_SHARE, UNUSUAL_SHARE, LEVEL_DISTANCES, LOOK].filter((name) =>
    session.outputNames.includes(name),
  );
  const outputs = [...Object.values(OUTPUTS), ...optional];
  return {
    executionProvider: session.executionProvider,
    async judge(pixels) {
      const image = { type: 'uint8', shape: [1, side, side, 3], values: pixels } as const;
      const results = await session.run({ [RECIPE_INPUT]: image }, outputs);
      const { height, width } = anomalyMap;
      const map = exactly(height * width, results.get(OUTPUTS.map));
      return {
        score: single(results.get(OUTPUTS.score)),
        partDistance: single(results.get(OUTPUTS.part)),
        patchScore: single(results.get(OUTPUTS.patch)),
        partShare: results.has(PART_SHARE) ? single(results.get(PART_SHARE)) : null,
        // Maps of graphs that do not tell it are in sigma of each place.
        unusualShare: results.has(UNUSUAL_SHARE) ? single(results.get(UNUSUAL_SHARE)) : unusualShare(map),
        look: results.has(LOOK) ? single(results.get(LOOK)) : null,
        levelDistances: [...(results.get(LEVEL_DISTANCES)?.values ?? [])],
        anomalyMap: { height, width, values: map },
      };
    },
    release: () => session.release(),
  };
}

type RecipeShape = Pick<RecipeVersion, 'preprocessing' | 'anomalyMap'>;

function single(tensor: FloatTensor | undefined): number {
  return exactly(1, tensor)[0] ?? Number.NaN;
}

function exactly(count: number, tensor: FloatTensor | undefined): Float32Array {
  if (tensor?.values.length === count) return tensor.values;
  throw new RangeError(`the graph gave ${tensor?.values.length ?? 0} values where ${count} were expected`);
}
