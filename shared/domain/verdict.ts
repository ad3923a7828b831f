import { z } from 'zod';

export const verdictSchema = z.enum(['pass', 'review', 'fail', 'error']);
export type Verdict = z.infer<typeof verdictSchema>;

/** The scores above which an image is no longer a pass. `review` is null where the recipe has no review band. */
export const limitsSchema = z.object({
  fail: z.number(),
  review: z.number().nullable(),
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
  return 'pass';
}
