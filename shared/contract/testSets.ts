import { z } from 'zod';
import { recipeIdSchema, sourceIdSchema } from '../domain/ids.ts';
import { placementSchema } from '../domain/imageArea.ts';
import { recordFilterSchema } from '../domain/recordFilter.ts';
import {
  testCriteriaSchema,
  testImageSchema,
  testLabelSchema,
  testResultSchema,
  testRunSchema,
  testSetSchema,
} from '../domain/testSet.ts';
import { pieceSchema } from './bench.ts';
import { defineEvents, defineRequests, READERS, TESTERS } from './define.ts';

const setId = z.object({ id: z.number().int().positive() });
const runId = z.object({ run: z.number().int().positive() });
const imageIds = setId.extend({ images: z.array(z.number().int().positive()).min(1).max(5000) });
const nameSchema = z.string().trim().min(1).max(80);
const reasonSchema = z.string().trim().min(1).max(500);

/** More nobody labels. */
const MOST_ADDED = 5000;

const CHANGE_ERRORS = ['test-set.not-found', 'test-set.locked'] as const;
const ADD_ERRORS = [
  ...CHANGE_ERRORS,
  'test-set.too-many',
  'test-set.defect',
  'image.unreadable',
  'station.data-folder',
] as const;
const RUN_ERRORS = ['test-run.not-found'] as const;
const added = z.object({
  added: z.number().int().nonnegative(),
  /** The same bytes are in the set already. */
  already: z.number().int().nonnegative(),
});

export const testSetRequests = defineRequests({
  /** The newest first. */
  'testSet.list': {
    input: z.object({}),
    output: z.object({ sets: z.array(testSetSchema), runs: z.array(testRunSchema) }),
    roles: READERS,
    errors: [],
  },
  /** An empty one, or with the images, labels and criteria of another. */
  'testSet.create': {
    input: z.object({ name: nameSchema, recipe: recipeIdSchema, from: z.number().int().positive().optional() }),
    output: testSetSchema,
    changes: true,
    roles: TESTERS,
    errors: ['test-set.not-found', 'test-set.name', 'recipe.not-found', 'station.data-folder'],
  },
  'testSet.change': {
    input: setId.extend({ name: nameSchema.optional(), criteria: testCriteriaSchema.optional() }),
    output: testSetSchema,
    changes: true,
    roles: TESTERS,
    errors: [...CHANGE_ERRORS, 'test-set.name'],
  },
  /** One that is not locked. */
  'testSet.remove': { input: setId, output: z.object({}), changes: true, roles: TESTERS, errors: [...CHANGE_ERRORS] },
  /** Takes copies of the images of a folder, with what they show where whoever adds them says so. */
  'testSet.addFolder': {
    input: setId.extend({ folder: z.string().min(1), label: testLabelSchema.nullable().default(null) }),
    output: added,
    changes: true,
    roles: TESTERS,
    errors: [
      ...ADD_ERRORS,
      'folder.relative',
      'folder.not-found',
      'folder.unreadable',
      'folder.not-a-folder',
      'folder.no-images',
      'station.disk-full',
    ],
  },
  /** Images of stored inspections: the newest that the filter finds, as far as their files are still there. */
  'testSet.addRecords': {
    input: setId.extend({
      filter: recordFilterSchema.prefault({}),
      most: z.number().int().positive().max(MOST_ADDED).default(200),
      label: testLabelSchema.nullable().default(null),
    }),
    output: added.extend({ gone: z.number().int().nonnegative() }),
    changes: true,
    roles: TESTERS,
    errors: [...ADD_ERRORS, 'station.disk-full'],
  },
  /** A piece of a file that was dropped on the page. The last one adds a copy of the image, with what whoever drops it says that it shows. */
  'testSet.upload': {
    input: setId.extend({ ...pieceSchema.shape, label: testLabelSchema.nullable().default(null) }),
    output: z.object({}),
    changes: true,
    roles: TESTERS,
    errors: [...ADD_ERRORS, 'bench.upload', 'station.disk-full'],
  },
  /** Takes copies of the next images that a source delivers while the line runs, without a label; null ends it. Locking ends it too. */
  'testSet.collect': {
    input: setId.extend({
      from: z.object({ sourceId: sourceIdSchema, most: z.number().int().positive().max(MOST_ADDED) }).nullable(),
    }),
    output: testSetSchema,
    changes: true,
    roles: TESTERS,
    errors: [...CHANGE_ERRORS, 'test-set.too-many', 'source.not-found'],
  },
  'testSet.images': {
    input: setId,
    output: z.object({ images: z.array(testImageSchema) }),
    roles: READERS,
    errors: ['test-set.not-found'],
  },
  /** What whoever asks says that images show; null takes it back. */
  'testSet.label': {
    input: imageIds.extend({ label: testLabelSchema.nullable() }),
    output: testSetSchema,
    changes: true,
    roles: TESTERS,
    errors: [...CHANGE_ERRORS, 'test-set.defect', 'image.not-found'],
  },
  /** Which part images show, and whether it is a challenge part; what is left out stays. */
  'testSet.describe': {
    input: imageIds.extend({
      serial: z.string().trim().min(1).max(80).nullable().optional(),
      isChallenge: z.boolean().optional(),
    }),
    output: testSetSchema,
    changes: true,
    roles: TESTERS,
    errors: [...CHANGE_ERRORS, 'image.not-found'],
  },
  /** Takes images out of the test, with a reason, or back into it with null. They stay in the set, where everybody sees it. */
  'testSet.exclude': {
    input: imageIds.extend({ reason: reasonSchema.nullable() }),
    output: testSetSchema,
    changes: true,
    roles: TESTERS,
    errors: [...CHANGE_ERRORS, 'image.not-found'],
  },
  /** From then on nothing changes, and versions can be tested. */
  'testSet.lock': {
    input: setId,
    output: testSetSchema,
    changes: true,
    roles: TESTERS,
    errors: [
      ...CHANGE_ERRORS,
      'test-set.no-criteria',
      'test-set.unlabelled',
      'test-set.differing',
      'test-set.too-few-good',
      'test-set.too-few-defects',
      'test-set.class-missing',
      'test-set.altered',
    ],
  },
  /** Takes a locked set, and all that was run with it, out of what counts, with a reason. */
  'testSet.withdraw': {
    input: setId.extend({ reason: reasonSchema }),
    output: testSetSchema,
    changes: true,
    roles: TESTERS,
    errors: ['test-set.not-found', 'test-set.not-locked', 'test-run.running'],
  },
  'testSet.locate': {
    input: setId.extend({ image: z.number().int().positive(), kind: z.enum(['thumbnail', 'image']) }),
    output: z.object({ path: z.string(), mediaType: z.string() }),
    roles: READERS,
    channel: 'host',
    errors: ['test-set.not-found', 'image.not-found'],
  },
  /** Has a version judge all images of a locked set, beside the line. `testRun.changed` tells the rest. */
  'testRun.start': {
    input: setId.extend({ version: z.number().int().positive() }),
    output: testRunSchema,
    changes: true,
    roles: TESTERS,
    errors: [
      'test-set.not-found',
      'test-set.not-locked',
      'test-run.running',
      'test-run.draft',
      'test-run.calibration-image',
      'recipe.not-found',
      'recipe.version-not-found',
      'recipe.corrupt',
    ],
  },
  'testRun.stop': { input: runId, output: testRunSchema, changes: true, roles: TESTERS, errors: [...RUN_ERRORS] },
  'testRun.results': {
    input: runId,
    output: z.object({ run: testRunSchema, results: z.array(testResultSchema) }),
    roles: READERS,
    errors: [...RUN_ERRORS],
  },
  /** Whoever asks has looked at the heatmap of an image. With the last one the run counts. */
  'testRun.look': {
    input: runId.extend({ image: z.number().int().positive() }),
    output: testRunSchema,
    changes: true,
    roles: TESTERS,
    errors: [...RUN_ERRORS, 'test-run.not-judged', 'image.not-found'],
  },
  'testRun.locateMap': {
    input: runId.extend({ image: z.number().int().positive() }),
    output: z.object({ path: z.string(), placement: placementSchema.nullable() }),
    roles: READERS,
    channel: 'host',
    errors: [...RUN_ERRORS, 'image.not-found'],
  },
});

export const testSetEvents = defineEvents({
  'testSet.changed': z.object({ set: testSetSchema }),
  'testSet.removed': setId,
  'testRun.changed': z.object({ run: testRunSchema }),
});
