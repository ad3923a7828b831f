import { z } from 'zod';
import { calibrationSettingsSchema } from '../domain/calibrationSettings.ts';
import { errorFactSchema } from '../domain/errors.ts';
import { recipeIdSchema } from '../domain/ids.ts';
import { placementSchema } from '../domain/imageArea.ts';
import { recordFilterSchema } from '../domain/recordFilter.ts';
import { CALIBRATION_ERRORS, GROUP_ERRORS } from './calibration.ts';
import { defineEvents, defineRequests, ENGINEERS, TESTERS } from './define.ts';
import { errorReportSchema } from './errorReport.ts';

/** The steps of the calibration wizard, in their order. */
export const BENCH_STEPS = ['images', 'area', 'mask', 'speed', 'fit', 'limit', 'verify', 'approve'] as const;
export const benchStepSchema = z.enum(BENCH_STEPS);
export type BenchStep = z.infer<typeof benchStepSchema>;

const draftId = z.object({ id: z.uuid() });
const versionSchema = z.object({ id: recipeIdSchema, version: z.number().int().positive() });

/** A piece of a file that comes over the contract. */
export const pieceSchema = z.object({
  /** Names the file while it comes. */
  upload: z.uuid(),
  file: z.string().min(1).max(255),
  offset: z.number().int().nonnegative(),
  content: z.base64().max(700_000),
  isLast: z.boolean(),
});

/** A calibration in the making. It lies in the data folder until it is removed. */
export const benchDraftSchema = z.object({
  id: z.uuid(),
  /** Counts changes of its settings, its step and what was fitted: who changes an older one is refused. Images may come and go meanwhile. */
  revision: z.number().int().nonnegative(),
  createdAt: z.iso.datetime(),
  changedAt: z.iso.datetime(),
  step: benchStepSchema,
  settings: calibrationSettingsSchema,
  /** The version whose settings it began with, and how many of its good images could be taken; null where it began empty. */
  begunFrom: versionSchema
    .extend({ images: z.number().int().nonnegative(), taken: z.number().int().nonnegative() })
    .nullable(),
  /** The version that was fitted from it last, as its limit is now. */
  fitted: versionSchema.nullable(),
  /** The fit that goes on. */
  runId: z.uuid().nullable(),
  images: z.object({
    /** In the calibration: without those that were removed or cannot be read. */
    good: z.number().int().nonnegative(),
    /** How many parts they show. */
    parts: z.number().int().nonnegative(),
    waiting: z.number().int().nonnegative(),
    removed: z.number().int().nonnegative(),
    failed: z.number().int().nonnegative(),
  }),
  /** The source from which images are collected, and how many it is to give still. */
  collecting: z.object({ sourceId: z.uuid(), left: z.number().int().positive() }).nullable(),
});
export type BenchDraft = z.infer<typeof benchDraftSchema>;

export const benchImageSchema = z.object({
  /** Names it within its draft, and in its pictures' addresses: `/bench/DRAFT/KEY/thumbnail` and `/bench/DRAFT/KEY/image`. */
  key: z.string().regex(/^[0-9a-f]{16}$/),
  file: z.string(),
  from: z.enum(['folder', 'upload', 'record', 'source']),
  /** The record it belongs to. */
  number: z.number().int().positive().nullable(),
  /** A person released this part. */
  released: z.boolean(),
  state: z.enum(['waiting', 'examined', 'failed']),
  removed: z.boolean(),
  widthPx: z.number().int().nullable(),
  heightPx: z.number().int().nullable(),
  /** Which part it shows, as a number; the same for all images of one part. */
  part: z.number().int().nullable(),
  /** What is odd about it, the most telling first: `bench.duplicate`, `bench.near-duplicate`, `bench.blurred`, `bench.darker` ... */
  marks: z.array(errorFactSchema),
  /** Why it cannot be read. */
  problem: errorFactSchema.nullable(),
});
export type BenchImage = z.infer<typeof benchImageSchema>;

/** Where the part was found in an image; `problem` where it was not. */
export const benchPlacementSchema = z.object({
  key: z.string(),
  placement: placementSchema.nullable(),
  problem: errorFactSchema.nullable(),
});
export type BenchPlacement = z.infer<typeof benchPlacementSchema>;

const STORING_ERRORS = ['station.data-folder', 'station.disk-full'] as const;
const CHANGE_ERRORS = ['bench.not-found', 'bench.changed-meanwhile', 'bench.fitting', ...STORING_ERRORS] as const;
const FOLDER_ERRORS = ['folder.relative', 'folder.not-found', 'folder.unreadable', 'folder.not-a-folder'] as const;

export const benchRequests = defineRequests({
  /** The newest first. */
  'bench.list': {
    input: z.object({}),
    output: z.object({ drafts: z.array(benchDraftSchema) }),
    roles: ENGINEERS,
    errors: [],
  },
  /** Begins a draft: empty, or with settings and good images of a version, as far as their files are still there. */
  'bench.begin': {
    input: z.object({ recipe: z.string().trim().max(80).optional(), from: versionSchema.optional() }),
    output: benchDraftSchema,
    changes: true,
    roles: ENGINEERS,
    errors: ['recipe.not-found', 'recipe.version-not-found', 'recipe.corrupt', ...STORING_ERRORS],
  },
  'bench.get': { input: draftId, output: benchDraftSchema, roles: ENGINEERS, errors: ['bench.not-found'] },
  'bench.change': {
    input: draftId.extend({
      revision: z.number().int().nonnegative(),
      step: benchStepSchema.optional(),
      settings: calibrationSettingsSchema.optional(),
      fitted: versionSchema.nullable().optional(),
    }),
    output: benchDraftSchema,
    roles: ENGINEERS,
    errors: [...CHANGE_ERRORS],
  },
  'bench.remove': { input: draftId, output: z.object({}), changes: true, roles: ENGINEERS, errors: [...CHANGE_ERRORS] },
  /** What a folder of the station's computer holds, for a person who looks for images; null begins with the places that such people know. */
  'bench.folders': {
    input: z.object({ path: z.string().nullable() }),
    output: z.object({
      path: z.string().nullable(),
      parent: z.string().nullable(),
      folders: z.array(z.object({ name: z.string(), path: z.string() })),
      /** Image files in this folder itself; null where there is none to count. */
      images: z.number().int().nonnegative().nullable(),
    }),
    roles: TESTERS,
    errors: [...FOLDER_ERRORS],
  },
  'bench.addFolder': {
    input: draftId.extend({ folder: z.string().min(1) }),
    output: z.object({ added: z.number().int().nonnegative() }),
    roles: ENGINEERS,
    errors: [...CHANGE_ERRORS, ...FOLDER_ERRORS, 'folder.no-images', 'bench.too-many'],
  },
  /** A piece of a file that was dropped on the page. The last one adds the image. */
  'bench.upload': {
    input: draftId.extend(pieceSchema.shape),
    output: z.object({}),
    roles: ENGINEERS,
    errors: [...CHANGE_ERRORS, 'bench.upload', 'bench.too-many'],
  },
  /** Images of stored inspections: the newest that the filter finds, as far as their files are still there. */
  'bench.addRecords': {
    input: draftId.extend({ filter: recordFilterSchema, most: z.number().int().positive().max(2000) }),
    output: z.object({ added: z.number().int().nonnegative(), gone: z.number().int().nonnegative() }),
    roles: ENGINEERS,
    errors: [...CHANGE_ERRORS, 'bench.too-many'],
  },
  /** Takes the next images that a source delivers while the line runs; null ends it. */
  'bench.collect': {
    input: draftId.extend({
      from: z.object({ sourceId: z.uuid(), most: z.number().int().positive().max(2000) }).nullable(),
    }),
    output: benchDraftSchema,
    roles: ENGINEERS,
    errors: [...CHANGE_ERRORS, 'source.not-found', 'bench.too-many'],
  },
  /** All images, in the order in which they came. */
  'bench.images': {
    input: draftId,
    output: z.object({ images: z.array(benchImageSchema) }),
    roles: ENGINEERS,
    errors: ['bench.not-found'],
  },
  'bench.takeOut': {
    input: draftId.extend({ keys: z.array(z.string()).min(1).max(2000), removed: z.boolean() }),
    output: benchDraftSchema,
    roles: ENGINEERS,
    errors: [...CHANGE_ERRORS],
  },
  /**
   * Where the part lies in every image, as the draft's area has it now, and makes `/bench/DRAFT/average` and `/bench/DRAFT/variation` (PNG of the square that
   * the network would see, before the mask): answered once that is done.
   */
  'bench.survey': {
    input: draftId,
    output: z.object({
      placements: z.array(benchPlacementSchema),
      /** SHA-256 of the image by which all others are aligned: a region that is drawn now lies on it, and is kept with it. */
      reference: z.string().optional(),
      /** Share of the places where good images differ as strongly as the colour scale tells. */
      restless: z.number().min(0).max(1).optional(),
      madeAt: z.iso.datetime(),
    }),
    roles: ENGINEERS,
    errors: [
      'bench.not-found',
      'calibration.image-failed',
      'bench.survey-failed',
      'lane.unwritable',
      'station.disk-full',
      'position.no-shape',
      'position.reference-gone',
    ],
  },
  /** Starts the fit of what the draft holds. `calibration.progress` and `calibration.ended` tell the rest, and `bench.changed` once the version is there. */
  'bench.fit': {
    input: draftId.extend({ revision: z.number().int().nonnegative() }),
    output: z.object({ runId: z.uuid() }),
    changes: true,
    roles: ENGINEERS,
    errors: [
      ...CHANGE_ERRORS,
      ...CALIBRATION_ERRORS,
      ...GROUP_ERRORS,
      'calibration.too-few-for-draft',
      'target.invalid',
      'target.review',
      'recipe.name',
      'bench.images-gone',
      'bench.waiting',
    ],
  },
  /** The command and the file of settings that do the same. */
  'bench.command': {
    input: draftId,
    output: z.object({ command: z.string(), settings: z.string() }),
    roles: ENGINEERS,
    errors: ['bench.not-found'],
  },
  /** Where a picture of a draft lies: of an image by its key, or `average` and `variation` of all. */
  'bench.locate': {
    input: draftId.extend({ key: z.string(), kind: z.enum(['thumbnail', 'image']) }),
    output: z.object({ path: z.string(), mediaType: z.string() }),
    roles: ENGINEERS,
    channel: 'host',
    errors: ['bench.not-found', 'image.not-found'],
  },
});

export const benchEvents = defineEvents({
  /** Its settings, or its images: `images` is how many were examined since. */
  'bench.changed': z.object({ draft: benchDraftSchema, images: z.boolean() }),
  'bench.removed': draftId,
  'bench.failed': draftId.extend({ error: errorReportSchema }),
});
