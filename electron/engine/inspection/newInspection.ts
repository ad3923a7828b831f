import {
  type ErrorFact,
  type Inspection,
  judgementOf,
  type RecipeVersion,
  recipeRunBy,
  SigmalineError,
  SOFTWARE_VERSION,
} from '../../../shared/domain/index.ts';
import { sizedTraitsOf } from '../../../shared/processes/lane.ts';
import { type LedgerEntry, type PartNames, RECIPE_UNKNOWN } from '../intake/index.ts';
import type { JudgedResult } from '../lanes/index.ts';
import type { NewInspection } from '../records/index.ts';

/** What is judged: a file of the ledger, where it came from, and by which recipe. */
export interface Subject {
  readonly entry: LedgerEntry;
  readonly stationName: string;
  readonly sourceName: string;
  /** Null where none can be used, and a by-pass has the image recorded all the same. */
  readonly recipe: RecipeVersion | null;
  /** What the file's path says of the part. */
  readonly part: PartNames;
  /** Folder of the day below maps/ and thumbnails/. */
  readonly filesFolder: string;
}

/** What only a score that counts says. */
const NO_SCORE = {
  score: null,
  partDistance: null,
  patchScore: null,
  placement: null,
  mapMaximum: null,
  mapMaximumX: null,
  mapMaximumY: null,
  unusualShare: null,
  partShare: null,
  look: null,
};

/** Nothing was to judge the image. */
const NO_RECIPE = { recipeId: null, recipeVersion: null, backboneId: null, limits: null, falseRejectBound: null };

/**
 * The record of an image that a lane judged. A score that is no number is an error, never a pass; where the gate of the recipe refuses the image it is an
 * error too, without a score, and says what the image was like.
 */
export function judgedInspection(
  judged: Subject & { readonly recipe: RecipeVersion },
  result: JudgedResult,
): NewInspection {
  const recipe = recipeRunBy(judged.recipe, result.executionProvider);
  const subject = { ...judged, recipe };
  const { refusal, ...judgement } = judgementOf(recipe, { ...result, traits: sizedTraitsOf(result) });
  if (judgement.verdict === 'error' && refusal === null) {
    const error = new SigmalineError('lane.not-finite', { output: 'score', file: subject.entry.path });
    return failedInspection(subject, error, result.sha256);
  }
  return {
    ...subjectFields(subject),
    ...judgement,
    sha256: result.sha256,
    score: result.score,
    partDistance: result.partDistance,
    patchScore: result.patchScore,
    placement: result.placement,
    mapMaximum: result.mapMaximum,
    mapMaximumX: result.mapMaximumX,
    mapMaximumY: result.mapMaximumY,
    unusualShare: result.unusualShare,
    partShare: result.partShare,
    look: result.look,
    ...(refusal !== null && NO_SCORE),
    imageWidthPx: result.imageWidthPx,
    imageHeightPx: result.imageHeightPx,
    durationMs: result.durationMs,
    executionProvider: result.executionProvider,
    executionDevice: result.executionDevice,
    executionReason: result.executionReason,
    error: refusal === null ? null : { ...refusal, sentence: null },
    filesFolder: subject.filesFolder,
    mapSha256: result.mapSha256 ?? null,
  };
}

/** The record of an image that could not be judged: it says why. */
export function failedInspection(subject: Subject, error: ErrorFact, sha256: string | null): NewInspection {
  return {
    ...subjectFields(subject),
    ...(subject.entry.recipeId === RECIPE_UNKNOWN && NO_RECIPE),
    ...NO_SCORE,
    verdict: 'error',
    sha256,
    imageWidthPx: null,
    imageHeightPx: null,
    durationMs: null,
    executionProvider: null,
    executionDevice: null,
    executionReason: null,
    imageDifferences: null,
    pValue: null,
    amongGood: null,
    imageDeviations: null,
    reviewReason: null,
    error: { code: error.code, details: error.details, sentence: null },
    filesFolder: null,
  };
}

function subjectFields({ entry, stationName, sourceName, recipe, part }: Subject) {
  return {
    id: entry.inspectionId,
    stationName,
    sourceId: entry.sourceId,
    sourceName,
    file: entry.path,
    arrivedAt: entry.seenAt,
    fileTime: new Date(entry.modifiedUs / 1000).toISOString(),
    ...part,
    ...(recipe === null
      ? NO_RECIPE
      : {
          recipeId: recipe.id,
          recipeVersion: recipe.version,
          backboneId: recipe.backbone.id,
          limits: recipe.limits === null ? null : { fail: recipe.limits.fail, review: recipe.limits.review },
          falseRejectBound: recipe.limit?.bound95 ?? null,
        }),
    softwareVersion: SOFTWARE_VERSION,
  } satisfies Partial<Inspection>;
}
