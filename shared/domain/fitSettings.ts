import { z } from 'zod';

/** What an image outside of the range of the good ones gets, whatever its score says. It never passes. */
export const gateActionSchema = z.enum(['off', 'review', 'error']);
export type GateAction = z.infer<typeof gateActionSchema>;

/** The image-quality gate of a recipe: how far outside of the good images' own range an image may lie, and what it gets beyond. */
export const gateSettingsSchema = z.object({
  action: gateActionSchema.default('review'),
  /** 1 is the usual width; 2 lets images lie twice as far outside. */
  tolerance: z.number().min(0.5).max(10).default(1),
});
export type GateSettings = z.infer<typeof gateSettingsSchema>;

/** What few engineers change; null takes what holds for every product. */
export const advancedSettingsSchema = z.object({
  /** Variations of each good image that the Gaussians are fitted on as well: 0 to 4. */
  variations: z.number().int().min(0).max(4).nullable().default(null),
  /** Share of the highest patch distances whose mean is the patch score. */
  topShare: z.number().gt(0).max(0.5).nullable().default(null),
  /** Share of the variance that NPCA leaves away before a level's Gaussian: the trailing components remain. */
  npcaVariance: z.number().gt(0).lt(1).nullable().default(null),
});
export type AdvancedSettings = z.infer<typeof advancedSettingsSchema>;

/** `found` has each kind of good parts judged by means of its own, `one` takes all for one kind. */
export const kindsChoiceSchema = z.enum(['found', 'one']);
export type KindsChoice = z.infer<typeof kindsChoiceSchema>;
