import { z } from 'zod';
import { advancedSettingsSchema, gateSettingsSchema, kindsChoiceSchema } from './fitSettings.ts';
import { imageAreaSchema, WHOLE_IMAGE } from './imageArea.ts';
import { excludedImageSchema, precisionChoiceSchema } from './recipe.ts';

/** Everything that a calibration asks for besides its images: what the wizard keeps, and what the command line reads from a file. */
export const calibrationSettingsSchema = z.object({
  recipe: z.string().trim().max(80),
  /** Null takes that of the version in use, for a new recipe the built-in one. */
  backbone: z.string().nullable().default(null),
  precision: precisionChoiceSchema.default('auto'),
  area: imageAreaSchema.default(WHOLE_IMAGE),
  /** Target false-reject rate. */
  target: z.number().gt(0).lt(1).default(0.05),
  /** Share of good parts that a person is to look at as well; the band lies below the limit. Null for none. */
  reviewTarget: z.number().gt(0).lt(1).nullable().default(null),
  /** Whether too few good images for the target give a draft, without a limit. */
  draft: z.boolean().default(false),
  /** A part pattern whose `serial` tells which images show the same part; null finds it by the images. */
  group: z.string().min(1).max(500).nullable().default(null),
  kinds: kindsChoiceSchema.default('found'),
  gate: gateSettingsSchema.prefault({}),
  advanced: advancedSettingsSchema.prefault({}),
  /** Images that are no good parts, by file name. */
  without: z.array(excludedImageSchema).default([]),
});
export type CalibrationSettings = z.infer<typeof calibrationSettingsSchema>;
