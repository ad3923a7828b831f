import { z } from 'zod';

export const verdictSchema = z.enum(['pass', 'review', 'fail', 'error']);
export type Verdict = z.infer<typeof verdictSchema>;

/**
 * The scores above which an image is no longer a pass, and the one below which it is not. `review` is null where the recipe has no review band; `low`, of recipes
 * since it was there, is not kept with a record, whose reason tells it.
 */
export const limitsSchema = z.object({
  fail: z.number(),
  review: z.number().nullable(),
  low: z.number().optional(),
});
export type Limits = z.infer<typeof limitsSchema>;

/**
 * The verdict of one score. A score that is not a finite number is an error, never a pass.
 *
 * @param score anomaly score in sigma of held-out good images
 */
export function decideVerdict(score: number, limits: Limits): Verdict {
  if (!Number.isFinite(score)) return 'error';
  if (score > limits.fail) return 'fail';
  if (limits.review !== null && score > limits.review) return 'review';
  if (limits.low !== undefined && score < limits.low) return 'review';
  return 'pass';
}
