import { z } from 'zod';
import { SigmalineError } from './errors.ts';
import { advancedSettingsSchema, gateSettingsSchema, kindsChoiceSchema } from './fitSettings.ts';
import { imageAreaSchema, WHOLE_IMAGE } from './imageArea.ts';
import { excludedImageSchema, precisionChoiceSchema } from './recipe.ts';

/** Everything that a calibration asks for besides its images: what the wizard keeps, and what the command line reads from a file. */
export const calibrationSettingsSchema = z.object({
  recipe: z.string().trim().max(80).default('').describe('Name of the recipe; empty while it has none.'),
  backbone: z
    .string()
    .nullable()
    .default(null)
    .describe('Null takes that of the version in use, for a new recipe the built-in one.'),
  precision: precisionChoiceSchema.default('auto').describe('Whether the network also runs in 8-bit integers.'),
  area: imageAreaSchema.default(WHOLE_IMAGE).describe('Which part of the images is looked at.'),
  target: z.number().gt(0).lt(1).default(0.05).describe('Target false-reject rate: 0.05 is 5 %.'),
  reviewTarget: z
    .number()
    .gt(0)
    .lt(1)
    .nullable()
    .default(null)
    .describe('Share of good parts above the lower end of the review band; larger than the target. Null for none.'),
  draft: z
    .boolean()
    .default(false)
    .describe('Whether too few good images for the target give a draft, without a limit.'),
  group: z
    .string()
    .min(1)
    .max(500)
    .nullable()
    .default(null)
    .describe(
      'A part pattern whose "serial" tells which images show the same part; null finds it by the images themselves.',
    ),
  kinds: kindsChoiceSchema
    .default('found')
    .describe('"found" judges each kind of good parts by means of its own, "one" takes all for one kind.'),
  gate: gateSettingsSchema.prefault({}).describe("What an image outside of the good images' own range gets."),
  advanced: advancedSettingsSchema.prefault({}).describe('What few engineers change; null takes the usual value.'),
  without: z.array(excludedImageSchema).default([]).describe('Images that are no good parts, by file name.'),
});
export type CalibrationSettings = z.infer<typeof calibrationSettingsSchema>;

/**
 * What a file of settings holds, with the defaults of what it leaves out.
 *
 * @param file its name, for the error
 * @throws SigmalineError `settings.file`, `settings.file-key` for a key that no setting has
 */
export function parseCalibrationSettings(text: string, file: string): CalibrationSettings {
  const refuse = (reason: string, cause: unknown): never => {
    throw new SigmalineError('settings.file', { file, reason }, cause);
  };
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (cause) {
    return refuse('it is not JSON', cause);
  }
  const parsed = calibrationSettingsSchema.safeParse(content);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return refuse(`${issue?.path.join('.') || 'its content'}: ${issue?.message}`, parsed.error);
  }
  const key = unknownKey(content, parsed.data);
  if (key !== null) throw new SigmalineError('settings.file-key', { file, key });
  return parsed.data;
}

/** The first key of `content`, however deep, that its schema did not know and so left out; null where there is none. */
function unknownKey(content: unknown, known: unknown): string | null {
  if (typeof content !== 'object' || content === null || typeof known !== 'object' || known === null) return null;
  for (const [key, value] of Object.entries(content)) {
    if (!Object.hasOwn(known, key)) return key;
    const below = unknownKey(value, (known as Record<string, unknown>)[key]);
    if (below !== null) return `${key}.${below}`;
  }
  return null;
}

/** The JSON Schema of such a file, for editors and for programs that write one. */
export function calibrationSettingsJsonSchema(): unknown {
  return z.toJSONSchema(calibrationSettingsSchema, {
    io: 'input',
    override({ jsonSchema }) {
      if (jsonSchema.type === 'object') jsonSchema.additionalProperties = false;
    },
  });
}
