import type { RecipeVersion } from '../../../shared/domain/index.ts';

/** What the ONNX file of a recipe says of its limits, by the names that `docs/recipes.md` explains. */
export function limitMetadata({ limit, review }: Pick<RecipeVersion, 'limit' | 'review'>): Record<string, string> {
  if (limit === null) return { draft: 'yes' };
  return {
    'limit-fail': String(limit.value),
    'target-false-reject-rate': String(limit.target),
    'false-reject-rate-bound95': String(limit.bound95),
    ...(review && { 'limit-review': String(review.value), 'target-review-rate': String(review.target) }),
  };
}

/** The metadata of a file with other limits. */
export function withLimits(
  metadata: Readonly<Record<string, string>>,
  limits: Pick<RecipeVersion, 'limit' | 'review'>,
): Record<string, string> {
  return {
    ...Object.fromEntries(Object.entries(metadata).filter(([key]) => !NAMES.has(key))),
    ...limitMetadata(limits),
  };
}

const NAMES: ReadonlySet<string> = new Set([
  'draft',
  'limit-fail',
  'target-false-reject-rate',
  'false-reject-rate-bound95',
  'limit-review',
  'target-review-rate',
]);
