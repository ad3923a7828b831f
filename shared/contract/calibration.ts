import { z } from 'zod';
import { errorFactSchema } from '../domain/errors.ts';
import { gateSettingsSchema } from '../domain/fitSettings.ts';
import { recipeIdSchema } from '../domain/ids.ts';
import { goodTraitsSchema } from '../domain/imageTraits.ts';
import { signatureInputSchema } from '../domain/person.ts';
import {
  edgeImageSchema,
  excludedImageSchema,
  heldOutImageSchema,
  limitChoiceSchema,
  precisionChoiceSchema,
  recipeListSchema,
  recipeSummarySchema,
  recipeUseSchema,
} from '../domain/recipe.ts';
import { defineEvents, defineRequests, ENGINEERS, EVERYONE, READERS } from './define.ts';
import { errorReportSchema } from './errorReport.ts';

export const calibrationProgressSchema = z.object({
  runId: z.uuid(),
  phase: z.enum(['reading', 'varying', 'fitting', 'quantising', 'compiling']),
  done: z.number().int().nonnegative(),
  total: z.number().int().positive(),
  /** Milliseconds until the whole run ends, as the pace so far tells; null or left out while nobody can say. */
  remainingMs: z.number().nonnegative().nullable().optional(),
});
export type CalibrationProgress = z.infer<typeof calibrationProgressSchema>;

/** What keeps a calibration from starting, whoever asks for it. */
export const CALIBRATION_ERRORS = [
  'calibration.running',
  'calibration.too-few-images',
  'folder.relative',
  'folder.not-found',
  'folder.unreadable',
  'folder.not-a-folder',
  'folder.no-images',
  'backbone.not-found',
  'backbone.corrupt',
  'recipe.corrupt',
  'station.data-folder',
] as const;

export const GROUP_ERRORS = ['calibration.group', 'calibration.group-unmatched'] as const;

export const calibrationRequests = defineRequests({
  /** Starts a run and returns at once; `calibration.progress` and `calibration.ended` tell the rest. */
  'calibration.start': {
    input: z.object({
      recipeName: z.string().trim().min(1).max(80),
      goodFolder: z.string().min(1),
      /** Null takes that of the version in use, for a new recipe the built-in one: no calibration changes the backbone by itself. */
      backboneId: z.string().nullable(),
      target: z.number(),
      /** Whether too few good images for the target give a draft, without a limit: every part is for a person to look at. */
      draft: z.boolean().optional(),
      /** Whether the recipe is computed in 8-bit integers too: `auto`, which is usual, where it then separates no worse. */
      precision: precisionChoiceSchema.optional(),
      /** A part pattern whose `serial` tells which images show the same part; without it the images themselves tell. */
      group: z.string().min(1).max(500).optional(),
      /** Whether the parts of this recipe that people released are further good images. Never taken without being asked for. */
      released: z.boolean().optional(),
      /** Images of the folder that are no good parts. */
      without: z.array(excludedImageSchema).optional(),
    }),
    output: z.object({ runId: z.uuid() }),
    changes: true,
    roles: ENGINEERS,
    errors: [...CALIBRATION_ERRORS, ...GROUP_ERRORS, 'calibration.too-few-for-draft', 'target.invalid', 'recipe.name'],
  },
  /** How many parts of a recipe people released, by whether their image is still there. */
  'calibration.released': {
    input: z.object({ recipeName: z.string().trim().min(1).max(80) }),
    output: z.object({ images: z.number().int().nonnegative(), gone: z.number().int().nonnegative() }),
    roles: ENGINEERS,
    errors: [],
  },
  /** What a pattern would tell of the images of a folder, with the first of them as an example. */
  'calibration.tryGroup': {
    input: z.object({ goodFolder: z.string().min(1), group: z.string().min(1).max(500) }),
    output: z.object({
      images: z.number().int().positive(),
      parts: z.number().int().positive(),
      file: z.string(),
      serial: z.string(),
    }),
    roles: ENGINEERS,
    errors: [
      ...GROUP_ERRORS,
      'folder.relative',
      'folder.not-found',
      'folder.unreadable',
      'folder.not-a-folder',
      'folder.no-images',
    ],
  },
  'calibration.cancel': {
    input: z.object({ runId: z.uuid() }),
    output: z.object({}),
    changes: true,
    roles: ENGINEERS,
    errors: ['calibration.unknown-run'],
  },
});

export const calibrationEvents = defineEvents({
  'calibration.progress': calibrationProgressSchema,
  /** Exactly one of `recipe` and `error` is not null. */
  'calibration.ended': z.object({
    runId: z.uuid(),
    recipe: recipeSummarySchema.nullable(),
    error: errorReportSchema.nullable(),
  }),
});

const versionSchema = z.object({ id: recipeIdSchema, version: z.number().int().positive() });

/** What a version says of its good images, each judged by a fit that has not seen it. */
export const calibrationAnalysisSchema = z.object({
  /** The highest score first. */
  images: z.array(
    heldOutImageSchema.extend({
      /** In the order in which the images were read, from 0. */
      order: z.number().int().nonnegative(),
      /** Which kind of good parts it is, from 0; null where there is one kind. */
      kind: z.number().int().nonnegative().nullable(),
      /** Whether `/held-out/ID/VERSION/ORDER/thumbnail` and `.../heatmap` show it. */
      hasPictures: z.boolean(),
    }),
  ),
  /** Degrees of freedom of the chi-square distribution that squared part distances would have, were features normal and the Gaussian known: for reference only. */
  chiSquareDegrees: z.number().int().positive().nullable(),
  /** Whether later images differ from earlier ones: a fact to be told, or null. */
  drift: errorFactSchema.nullable(),
  /** The limits that the images support, the largest target first. */
  limits: z.array(limitChoiceSchema),
});
export type CalibrationAnalysis = z.infer<typeof calibrationAnalysisSchema>;

export const recipeRequests = defineRequests({
  'recipe.list': { input: z.object({}), output: recipeListSchema, roles: EVERYONE, signedOut: 'view', errors: [] },
  /** Where the picture of one of its suspects lies, by its place in their list. */
  'recipe.locateSuspect': {
    input: versionSchema.extend({ place: z.number().int().nonnegative() }),
    output: z.object({ path: z.string(), mediaType: z.string() }),
    roles: READERS,
    channel: 'host',
    errors: ['recipe.not-found', 'recipe.version-not-found', 'recipe.corrupt', 'image.not-found'],
  },
  'recipe.analysis': {
    input: versionSchema,
    output: calibrationAnalysisSchema,
    roles: READERS,
    errors: ['recipe.not-found', 'recipe.version-not-found', 'recipe.corrupt'],
  },
  /** Where a picture of one of the images of its calibration lies, by its order. */
  'recipe.locateHeldOut': {
    input: versionSchema.extend({ order: z.number().int().nonnegative(), kind: z.enum(['thumbnail', 'heatmap']) }),
    output: z.object({ path: z.string(), mediaType: z.string() }),
    roles: READERS,
    channel: 'host',
    errors: ['recipe.not-found', 'recipe.version-not-found', 'recipe.corrupt', 'image.not-found'],
  },
  /** What the image-quality gate of a version lets through: what the good images were, which ranges follow from, and those at their edges. */
  'recipe.gate': {
    input: versionSchema,
    output: z.object({
      /** Null for versions of before there were gates, as `good` is for those that do not say what their images were. */
      gate: gateSettingsSchema.nullable(),
      good: goodTraitsSchema.nullable(),
      edges: z.array(edgeImageSchema.omit({ picture: true })),
    }),
    roles: READERS,
    errors: ['recipe.not-found', 'recipe.version-not-found', 'recipe.corrupt'],
  },
  /** Where the picture of one of these lies, by its place in their list. */
  'recipe.locateEdge': {
    input: versionSchema.extend({ place: z.number().int().nonnegative() }),
    output: z.object({ path: z.string(), mediaType: z.string() }),
    roles: READERS,
    channel: 'host',
    errors: ['recipe.not-found', 'recipe.version-not-found', 'recipe.corrupt', 'image.not-found'],
  },
  /** Makes a new version with another limit, without fitting anew: its scores stay what they are. */
  'recipe.changeLimit': {
    input: versionSchema.extend({
      target: z.number().gt(0).lt(1),
      /** Share of good parts in the review band below the limit; null for none. */
      reviewTarget: z.number().gt(0).lt(1).nullable(),
    }),
    output: recipeSummarySchema,
    changes: true,
    roles: ENGINEERS,
    errors: [
      'recipe.not-found',
      'recipe.version-not-found',
      'recipe.corrupt',
      'calibration.too-few-images',
      'calibration.too-few-parts',
      'calibration.degenerate',
      'onnx.unreadable',
      'target.invalid',
      'target.review',
      'target.review-empty',
      'station.data-folder',
    ],
  },
  /** Has a recipe judge by this version from now on: images that wait, and all that come. */
  'recipe.use': {
    input: versionSchema.extend({
      /** The version that was seen to be in use: where somebody else chose another meanwhile, nothing is changed. */
      seen: z.number().int().positive().optional(),
      /** Whether a draft, which has no limit, is to take the place of a version that has one. */
      draft: z.boolean().optional(),
      /** Why, as where a version of before is used again; it stands in the audit entry. */
      reason: z.string().trim().min(1).max(500).optional(),
      /** Needed if the policies say so. */
      signature: signatureInputSchema.optional(),
    }),
    output: recipeUseSchema,
    changes: true,
    roles: ENGINEERS,
    errors: [
      'recipe.not-found',
      'recipe.version-not-found',
      'recipe.corrupt',
      'recipe.changed-meanwhile',
      'recipe.draft-unasked',
      'recipe.not-approved',
      'recipe.retired',
      'signature.needed',
      'signature.both',
      'signature.other-person',
    ],
  },
  /** Tells of a version that another program made: it is used at once where the recipe judges no source, else it waits for `recipe.use`. */
  'recipe.offer': {
    input: versionSchema,
    output: recipeUseSchema,
    changes: true,
    roles: ENGINEERS,
    errors: ['recipe.not-found', 'recipe.version-not-found', 'recipe.corrupt'],
  },
});

export const recipeEvents = defineEvents({
  /** There is another version of a recipe, or another one is used. */
  'recipe.changed': z.object({ id: recipeIdSchema }),
});

export const backboneRequests = defineRequests({
  /** The networks that a recipe can be calibrated with. */
  'backbone.list': {
    input: z.object({}),
    output: z.object({
      backbones: z.array(
        z.object({
          id: z.string(),
          name: z.string(),
          /** Otherwise it was added to this station. */
          isBuiltIn: z.boolean(),
          sizePx: z.number().int().positive(),
          bytes: z.number().int().nonnegative(),
          /** What judging an image took with it on this station lately, in milliseconds; null where it has not judged lately. */
          imageMs: z.number().nullable(),
        }),
      ),
      unusable: z.array(z.object({ id: z.string(), problem: errorFactSchema })),
    }),
    roles: READERS,
    errors: [],
  },
  /** What a backbone takes for one image on this machine's processor: it is run some times, beside the line. */
  'backbone.measure': {
    input: z.object({ id: z.string() }),
    output: z.object({ imageMs: z.number() }),
    roles: ENGINEERS,
    errors: ['backbone.not-found', 'backbone.corrupt', 'backbone.crashed'],
  },
});

export const demoRequests = defineRequests({
  /** Calibrates the sample product where that was not done yet, and lets a simulated camera deliver its parts. */
  'demo.start': {
    input: z.object({}),
    output: z.object({}),
    changes: true,
    roles: ENGINEERS,
    errors: ['demo.running', ...CALIBRATION_ERRORS],
  },
  'demo.stop': { input: z.object({}), output: z.object({}), changes: true, roles: ENGINEERS, errors: [] },
});
