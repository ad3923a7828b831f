import type { ErrorFact } from '../i18n/errors.ts';
import { amongGood, pValueOf } from './amongGood.ts';
import type { GateAction } from './fitSettings.ts';
import { deviationsFrom, differencesFrom, outsideGate, type SizedTraits } from './imageTraits.ts';
import type { Inspection } from './inspection.ts';
import type { RecipeVersion } from './recipe.ts';
import { decideVerdict, type Limits } from './verdict.ts';

interface JudgedImage {
  readonly score: number;
  /** The score if it were as bright as the good images; null where that was not asked. */
  readonly relitScore: number | null;
  readonly traits: SizedTraits;
}

type Judged = 'verdict' | 'reviewReason' | 'pValue' | 'amongGood' | 'imageDifferences' | 'imageDeviations';

type JudgingRecipe = Pick<RecipeVersion, 'limits' | 'heldOut' | 'traits' | 'reviewsOtherLight' | 'gate'>;

export interface ImageJudgement extends Pick<Inspection, Judged> {
  /** Why the gate of the recipe lets no score count, where the verdict is `error` for that. */
  readonly refusal: ErrorFact | null;
}

/** All that a recipe says of an image that a lane looked at. */
export function judgementOf(recipe: JudgingRecipe, image: JudgedImage): ImageJudgement {
  const differences = differencesFrom(recipe.traits, image.traits, recipe.gate);
  const ungated = verdictOf(recipe, image);
  const { verdict, reviewReason, refusal } = throughGate(
    recipe.gate?.action ?? 'off',
    ungated,
    outsideGate(differences),
  );
  // What the score of a refused image says of good parts is not known.
  const among = refusal === null && Number.isFinite(image.score) ? amongGood(recipe, image.score) : null;
  return {
    verdict,
    reviewReason,
    refusal,
    pValue: among === null ? null : pValueOf(among),
    amongGood: among,
    imageDifferences: differences,
    imageDeviations: deviationsFrom(recipe.traits, image.traits),
  };
}

/**
 * What a gate makes of a verdict: an image outside of the good ones' range never passes. A part that fails does so all the same: it is held back either
 * way, and the differences of its image are told beside it. docs/decisions/0062
 */
function throughGate(
  action: GateAction,
  judged: Pick<Inspection, 'verdict' | 'reviewReason'>,
  difference: ErrorFact | null,
): Pick<ImageJudgement, 'verdict' | 'reviewReason' | 'refusal'> {
  const { verdict, reviewReason } = judged;
  if (action === 'off' || difference === null || verdict === 'fail' || verdict === 'error')
    return { ...judged, refusal: null };
  if (action === 'error')
    return { verdict: 'error', reviewReason: null, refusal: { code: 'gate.error', details: { difference } } };
  // The light of a part that would fail without it, and a draft, have a reason of their own.
  const isTold = reviewReason !== null && reviewReason.code !== 'review.too-alike';
  const reason: ErrorFact = isTold ? reviewReason : { code: 'gate.review', details: { difference } };
  return { verdict: 'review', reviewReason: reason, refusal: null };
}

function verdictOf(recipe: JudgingRecipe, image: JudgedImage): Pick<Inspection, 'verdict' | 'reviewReason'> {
  const { limits } = recipe;
  if (!Number.isFinite(image.score)) return { verdict: 'error', reviewReason: null };
  if (limits === null) return { verdict: 'review', reviewReason: { code: 'review.draft', details: {} } };
  const verdict = decideVerdict(image.score, limits);
  const reviewReason = verdict === 'fail' ? reasonOfLight(recipe, limits, image) : reasonOfLowScore(limits, image);
  return { verdict: reviewReason === null ? verdict : 'review', reviewReason };
}

/** A part that would pass in the light of the good images fails because of the light: somebody has to look at it. */
function reasonOfLight(
  { traits, reviewsOtherLight }: JudgingRecipe,
  limits: Limits,
  image: JudgedImage,
): ErrorFact | null {
  const good = traits?.measures.brightness;
  if (!reviewsOtherLight || good === undefined || image.relitScore === null || image.relitScore > limits.fail)
    return null;
  const { brightness } = image.traits.measures;
  const code = brightness > good.mean ? 'review.brighter' : 'review.darker';
  const [found, low, high] = [brightness, good.lowest, good.highest].map(Math.round);
  return { code, details: { found: found ?? 0, low: low ?? 0, high: high ?? 0 } };
}

/** A part more ordinary than any good one is odd: an empty image, or a picture that takes the place of the part's. */
function reasonOfLowScore({ low }: Limits, { score }: JudgedImage): ErrorFact | null {
  if (low === undefined || score >= low) return null;
  return { code: 'review.too-alike', details: { found: score.toFixed(1), low: low.toFixed(1) } };
}

/** Places and finer levels have the other half. */
const MOSTLY_WHOLE = 0.5;

/** Whether a part failed mostly for what it is as a whole: its map then shows what each place adds to that, not where a defect is. */
export function isUnusualAsWhole({ verdict, partShare }: Pick<Inspection, 'verdict' | 'partShare'>): boolean {
  return verdict === 'fail' && partShare !== null && partShare >= MOSTLY_WHOLE;
}

/** A defect is somewhere; another product, or another recipe, is nearly everywhere: docs/method.md has the figures. */
const NEARLY_EVERY_PLACE = 0.8;

/** Whether a part that failed looks like another product than that of its recipe. */
export function looksForeign({ verdict, unusualShare }: Pick<Inspection, 'verdict' | 'unusualShare'>): boolean {
  return verdict === 'fail' && unusualShare !== null && unusualShare >= NEARLY_EVERY_PLACE;
}

/** What a part that failed is unusual in, where that is not some place of it; null for all other parts. */
export function unusualBeyondPlace(part: Pick<Inspection, 'verdict' | 'unusualShare' | 'partShare'>): ErrorFact | null {
  if (looksForeign(part)) return { code: 'line.foreign', details: {} };
  return isUnusualAsWhole(part) ? { code: 'line.whole', details: {} } : null;
}
