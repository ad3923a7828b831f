import { z } from 'zod';
import { errorFactSchema } from '../domain/errors.ts';
import { recipeIdSchema } from '../domain/ids.ts';
import { placementSchema } from '../domain/imageArea.ts';
import { recordFilterSchema } from '../domain/recordFilter.ts';
import { verdictSchema } from '../domain/verdict.ts';
import { defineEvents, defineRequests, ENGINEERS, READERS } from './define.ts';
import { foundRecordSchema } from './records.ts';

const count = z.number().int().nonnegative();
const comparisonId = z.object({ id: z.number().int().positive() });

/** What another version would have said of inspections that a version judged. It has no say. */
export const comparisonSchema = z.object({
  id: z.number().int().positive(),
  /** Of stored inspections, or of those that come until a time: the version judges in the shadow of the one that is in use. */
  kind: z.enum(['stored', 'shadow']),
  recipeId: recipeIdSchema,
  /** The version that judged, and the one that judges as well. */
  against: z.number().int().positive(),
  version: z.number().int().positive(),
  startedAt: z.iso.datetime(),
  /** When a shadow ends. */
  until: z.iso.datetime().nullable(),
  by: z.string().nullable(),
  state: z.enum(['running', 'done', 'stopped', 'failed']),
  error: errorFactSchema.nullable(),
  total: count,
  judged: count,
  /** Their image is not there any more, or could not be judged. */
  lacking: count,
  /** A shadow that cannot keep up leaves inspections out. */
  skipped: count,
  /** How many had the first verdict, and would have the second. */
  changes: z.array(z.object({ from: verdictSchema, to: verdictSchema, count: z.number().int().positive() })),
  /** Median milliseconds of one image by each version, one after the other in the same process; null before there are any. */
  imageMs: z.object({ against: z.number(), version: z.number() }).nullable(),
});
export type Comparison = z.infer<typeof comparisonSchema>;

export const comparedRecordSchema = z.object({
  record: foundRecordSchema,
  verdict: verdictSchema,
  score: z.number().nullable(),
  /** The version's own limit; null for a draft. */
  limit: z.number().nullable(),
  /** Whether `/comparison/ID/NUMBER` has its heatmap. */
  hasMap: z.boolean(),
});
export type ComparedRecord = z.infer<typeof comparedRecordSchema>;

/** More nobody looks through, and a night is enough for them. */
const MOST_COMPARED = 20_000;
const LONGEST_SHADOW_HOURS = 31 * 24;

const asked = z.object({ recipe: recipeIdSchema, version: z.number().int().positive() });
const STARTING = {
  output: comparisonSchema,
  changes: true,
  roles: ENGINEERS,
  errors: ['recipe.not-found', 'recipe.version-not-found', 'recipe.corrupt', 'comparison.same', 'comparison.running'],
} as const;

export const comparisonRequests = defineRequests({
  /** The newest first. */
  'comparison.list': {
    input: z.object({}),
    output: z.object({ comparisons: z.array(comparisonSchema) }),
    roles: READERS,
    errors: [],
  },
  /** Has a version judge stored inspections of another one, by default the one in use: the newest that the filter finds. */
  'comparison.start': {
    ...STARTING,
    input: asked.extend({
      against: z.number().int().positive().optional(),
      filter: recordFilterSchema.prefault({}),
      most: z.number().int().positive().max(MOST_COMPARED).default(500),
    }),
    errors: [...STARTING.errors, 'comparison.nothing'],
  },
  /** Has a version judge as well what the version in use judges from now on. */
  'comparison.shadow': {
    ...STARTING,
    input: asked.extend({ hours: z.number().positive().max(LONGEST_SHADOW_HOURS) }),
  },
  'comparison.stop': {
    input: comparisonId,
    output: comparisonSchema,
    changes: true,
    roles: ENGINEERS,
    errors: ['comparison.not-found'],
  },
  'comparison.remove': {
    input: comparisonId,
    output: z.object({}),
    changes: true,
    roles: ENGINEERS,
    errors: ['comparison.not-found', 'comparison.running'],
  },
  /** The inspections whose verdict would change, or all, the newest first. */
  'comparison.records': {
    input: comparisonId.extend({
      from: verdictSchema.nullable().default(null),
      to: verdictSchema.nullable().default(null),
      onlyChanged: z.boolean().default(true),
      /** The number of the last record of the page before. */
      before: z.number().int().positive().nullable().default(null),
      limit: z.number().int().positive().max(200).default(50),
    }),
    output: z.object({ records: z.array(comparedRecordSchema), hasMore: z.boolean() }),
    roles: READERS,
    errors: ['comparison.not-found'],
  },
  'comparison.locateMap': {
    input: comparisonId.extend({ number: z.number().int().positive() }),
    output: z.object({ path: z.string(), placement: placementSchema.nullable() }),
    roles: READERS,
    channel: 'host',
    errors: ['comparison.not-found', 'image.not-found'],
  },
});

export const comparisonEvents = defineEvents({ 'comparison.changed': z.object({ comparison: comparisonSchema }) });
