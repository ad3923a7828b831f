import { z } from 'zod';
import {
  decisionSchema,
  dispositionInputSchema,
  dispositionSchema,
  dispositionStateSchema,
  listedWordsSchema,
} from '../domain/disposition.ts';
import { inspectionIdSchema, recipeIdSchema, sourceIdSchema } from '../domain/ids.ts';
import { imageMeasuresSchema } from '../domain/imageTraits.ts';
import { feedItemSchema, inspectionSchema } from '../domain/inspection.ts';
import { repeatedSignatureInputSchema } from '../domain/person.ts';
import { recordCursorSchema, recordFilterSchema, recordOrderSchema } from '../domain/recordFilter.ts';
import { verdictSchema } from '../domain/verdict.ts';
import { defineEvents, defineRequests, EVERYONE } from './define.ts';

const countSchema = z.number().int().nonnegative();

/** What was decided last about a record that did not pass. */
export const decidedSchema = dispositionSchema
  .pick({ id: true, defect: true, person: true, name: true, at: true })
  .extend({ decision: decisionSchema, reason: listedWordsSchema });
export type Decided = z.infer<typeof decidedSchema>;

/** A line of what was found. */
export const foundRecordSchema = feedItemSchema.extend({
  sourceId: sourceIdSchema,
  lot: z.string().nullable(),
  view: z.string().nullable(),
  recipeVersion: z.number().int().positive().nullable(),
  /** Null where nobody has decided. */
  disposition: decidedSchema.nullable(),
});
export type FoundRecord = z.infer<typeof foundRecordSchema>;

export const inspectedCountsSchema = z.object({
  verdicts: z.record(verdictSchema, countSchema),
  dispositions: z.record(dispositionStateSchema, countSchema),
});

/** Records of before this version are indexed while the station works, the newest first. */
const indexedSchema = z.object({
  /** The number of the first record that was searched, and how many there are in all. */
  from: z.number().int().positive(),
  total: countSchema,
});

/** The median, and what one in twenty exceeds. */
const quantilesSchema = z.object({ median: z.number(), p95: z.number() });

const pointSchema = inspectedCountsSchema.extend({
  /** A time, a lot, a recipe's or a source's name. */
  label: z.string(),
  /** Opens exactly its records. */
  filter: recordFilterSchema,
  /** Scores in sigma; null where none was judged. */
  score: quantilesSchema.nullable(),
});
export type TrendPoint = z.infer<typeof pointSchema>;

export const savedFilterSchema = z.object({
  id: z.number().int().positive(),
  name: z.string().trim().min(1).max(60),
  filter: recordFilterSchema,
  order: recordOrderSchema,
});
export type SavedFilter = z.infer<typeof savedFilterSchema>;

/** Where a record stands in the audit trail. */
const chainPlaceSchema = z.object({
  sequence: z.number().int().positive(),
  at: z.iso.datetime(),
  /** SHA-256 in hexadecimal digits: of the record, and of the entry. */
  recordHash: z.string(),
  entryHash: z.string(),
  /** The size of the first checkpoint that covers it; null while none does. */
  checkpoint: z.number().int().positive().nullable(),
});

/** All that is known of one record. */
export const recordDetailSchema = z.object({
  inspection: inspectionSchema,
  sameContentAs: z.number().int().positive().nullable(),
  followsError: z.number().int().positive().nullable(),
  /** Null where the record passed, about which nobody decides. */
  state: dispositionStateSchema.nullable(),
  /** The oldest first. */
  history: z.array(dispositionSchema),
  calibration: z
    .object({
      /** The held-out scores of the good images, rising; and the share of them below the record's score (0..1). */
      scores: z.array(z.number()),
      percentile: z.number().nullable(),
      target: z.number().nullable(),
    })
    .nullable(),
  /** A part of the same recipe and source that passed with an ordinary score, to compare with. */
  typical: inspectionIdSchema.nullable(),
  /** Other views of the part and earlier or later records of its serial; records of the same bytes. The newest first, at most 50. */
  sameSerial: z.array(foundRecordSchema),
  sameContent: z.array(foundRecordSchema),
  /** Null in records that are still to be adopted by the audit trail. */
  chain: chainPlaceSchema.nullable(),
  /** On hold: retention removes nothing of it. */
  onHold: z.boolean(),
});
export type RecordDetail = z.infer<typeof recordDetailSchema>;

const judgedSchema = z.object({
  verdict: verdictSchema,
  score: z.number().nullable(),
  provider: z.string().nullable(),
  mapSha256: z.string().nullable(),
});

const DISPOSING = {
  changes: true,
  roles: EVERYONE,
  right: 'dispose',
  errors: [
    'inspection.not-found',
    'disposition.not-due',
    'disposition.part-waits',
    'disposition.changed',
    'disposition.unknown-words',
    'signature.needed',
    'signature.both',
    'signature.other-person',
    'signature.secret-due',
  ],
} as const;

export const recordRequests = defineRequests({
  /** A page of what a filter finds, in the order asked for. */
  'records.search': {
    input: z.object({
      filter: recordFilterSchema.prefault({}),
      order: recordOrderSchema.default({ by: 'time', descending: true }),
      /** The record where the page before ended; null begins at the beginning, or at the end for a page backwards. */
      after: recordCursorSchema.nullable().default(null),
      /** The page before the cursor; its records come in the order asked for all the same. */
      backwards: z.boolean().default(false),
      limit: z.number().int().min(1).max(200).default(60),
    }),
    output: z.object({ records: z.array(foundRecordSchema), hasMore: z.boolean(), indexed: indexedSchema }),
    roles: EVERYONE,
    errors: [],
  },
  'records.count': {
    input: z.object({ filter: recordFilterSchema.prefault({}) }),
    output: inspectedCountsSchema.extend({ indexed: indexedSchema }),
    roles: EVERYONE,
    errors: [],
  },
  /** Counts and scores of what a filter finds, by time or by what the records belong to; at most 400 points. */
  'records.trend': {
    input: z.object({
      filter: recordFilterSchema.prefault({}),
      by: z.enum(['hour', 'day', 'shift', 'lot', 'recipe', 'source']),
    }),
    output: z.object({ points: z.array(pointSchema), more: z.boolean() }),
    roles: EVERYONE,
    errors: [],
  },
  /** Why the records that a filter finds did not pass, and how fast they came and were judged. */
  'records.figures': {
    input: z.object({ filter: recordFilterSchema.prefault({}) }),
    output: z.object({
      /** Each record that did not pass counts once; the most frequent first. */
      causes: z.array(
        z.object({
          /** `error`: by the code of what could not be judged. `reason`: of the newest decision. `open`: nobody has decided. */
          kind: z.enum(['error', 'reason', 'open']),
          name: z.string().nullable(),
          parts: countSchema,
        }),
      ),
      /** From one part of a source to its next, while the line ran; null where too few are known. */
      cycleMs: quantilesSchema.nullable(),
      /** From arrival to verdict. */
      delayMs: quantilesSchema.nullable(),
    }),
    roles: EVERYONE,
    errors: [],
  },
  /** What the images of a source were like, by the recipe that judged it last: its measures over time against the range of the good images. */
  'measures.trend': {
    input: z.object({ source: sourceIdSchema, by: z.enum(['hour', 'shift', 'day']) }),
    output: z.object({
      /** The version whose range it is; null where nothing was measured lately. */
      recipe: z.object({ id: recipeIdSchema, version: z.number().int().positive() }).nullable(),
      /** The oldest first: when each began, and how many images it has. */
      points: z.array(z.object({ at: z.iso.datetime(), images: countSchema })),
      measures: z.array(
        z.object({
          measure: imageMeasuresSchema.keyof(),
          /** Of the good images; the range is open where an end is null. */
          mean: z.number(),
          low: z.number().nullable(),
          high: z.number().nullable(),
          /** Of each point, in the measure's own unit. */
          values: z.array(z.number().nullable()),
          /** If it leaves its range within a week at the pace of its last days. */
          forecast: z
            .object({ side: z.enum(['low', 'high']), days: z.number(), value: z.number(), perDay: z.number() })
            .nullable(),
        }),
      ),
    }),
    roles: EVERYONE,
    errors: [],
  },
  /** What filters can be chosen from, as far as lists are short enough to be shown. */
  'records.choices': {
    input: z.object({}),
    output: z.object({
      recipes: z.array(z.object({ id: recipeIdSchema, versions: z.array(z.number().int().positive()) })),
      sources: z.array(z.object({ id: sourceIdSchema, name: z.string() })),
      /** The newest first. */
      lots: z.array(z.string()),
      errors: z.array(z.string()),
      reasons: z.array(listedWordsSchema),
      defects: z.array(listedWordsSchema),
      people: z.array(z.object({ person: z.string(), name: z.string() })),
    }),
    roles: EVERYONE,
    errors: [],
  },
  'record.get': {
    input: z.object({ id: inspectionIdSchema }),
    output: recordDetailSchema,
    roles: EVERYONE,
    errors: ['inspection.not-found'],
  },
  /** Compares the record, its image and its map with its entry, the entry with the chain and the checkpoint above it, and dispositions with theirs. */
  'record.verify': {
    input: z.object({ id: inspectionIdSchema }),
    output: z.object({
      checks: z.array(
        z.object({
          what: z.enum(['record', 'entry', 'link', 'checkpoint', 'dispositions', 'image', 'map']),
          /** `gone`: there is nothing to compare with any more, or not yet. */
          state: z.enum(['holds', 'broken', 'gone']),
        }),
      ),
    }),
    roles: EVERYONE,
    errors: ['inspection.not-found'],
  },
  /** Judges the stored image with the stored version of the recipe once more. Nothing is recorded. */
  'record.judgeAgain': {
    input: z.object({ id: inspectionIdSchema }),
    output: z.object({
      recorded: judgedSchema,
      again: judgedSchema,
      /** Whether score and map are the same, bit for bit. */
      isSame: z.boolean(),
    }),
    roles: EVERYONE,
    errors: [
      'inspection.not-found',
      'image.not-found',
      'record.not-judged',
      'recipe.not-found',
      'recipe.version-not-found',
      'recipe.corrupt',
      'record.judge-failed',
    ],
  },
  'filters.list': { input: z.object({}), output: z.array(savedFilterSchema), roles: EVERYONE, errors: [] },
  /** One of the same name is replaced. */
  'filters.save': {
    input: savedFilterSchema.omit({ id: true }),
    output: z.array(savedFilterSchema),
    changes: true,
    roles: EVERYONE,
    errors: ['filters.too-many'],
  },
  'filters.remove': {
    input: savedFilterSchema.pick({ id: true }),
    output: z.array(savedFilterSchema),
    changes: true,
    roles: EVERYONE,
    errors: [],
  },
  /** What a person can choose from to decide, and what the policies ask for. */
  'disposition.words': {
    input: z.object({}),
    output: z.object({
      reasons: z.array(listedWordsSchema),
      defects: z.array(listedWordsSchema),
      /** The reason that people gave most often lately with each decision. */
      usual: z.partialRecord(decisionSchema, listedWordsSchema),
      /** Whether one decision, and one about many parts, needs a signature. */
      signsOne: z.boolean(),
      signsMany: z.boolean(),
    }),
    roles: EVERYONE,
    signedOut: 'view',
    errors: [],
  },
  /** What was decided last about a part; null where nobody has. */
  'disposition.newest': {
    input: z.object({ id: inspectionIdSchema }),
    output: z.object({
      disposition: decidedSchema.nullable(),
      /** Whether a decision is due: also where one was made, and a late view has opened the part again. */
      waits: z.boolean(),
    }),
    roles: EVERYONE,
    signedOut: 'view',
    errors: ['inspection.not-found'],
  },
  /** Decides about one part. */
  'disposition.make': {
    input: dispositionInputSchema.extend({
      id: inspectionIdSchema,
      /** The id of the newest disposition that the person saw; null where there was none. */
      seen: z.number().int().positive().nullable(),
      signature: repeatedSignatureInputSchema.optional(),
    }),
    output: dispositionSchema,
    ...DISPOSING,
  },
  /** Takes the newest decision about a part back: nobody has decided, and it waits again. What was decided stays in its history. */
  'disposition.takeBack': {
    input: z.object({
      id: inspectionIdSchema,
      /** The id of the disposition that is taken back. */
      seen: z.number().int().positive(),
      comment: z.string().trim().max(500).nullable().default(null),
      signature: repeatedSignatureInputSchema.optional(),
    }),
    output: dispositionSchema,
    ...DISPOSING,
  },
  /** Decides about many parts at once, all or none, with one signature over the hash of their list. */
  'disposition.makeMany': {
    input: dispositionInputSchema.omit({ region: true }).extend({
      records: z
        .array(z.object({ id: inspectionIdSchema, seen: z.number().int().positive().nullable() }))
        .min(1)
        .max(2000),
      signature: repeatedSignatureInputSchema.optional(),
    }),
    output: z.object({ made: countSchema }),
    ...DISPOSING,
    roles: ['quality', 'administrator'],
  },
});

export const recordEvents = defineEvents({
  /** Somebody decided about these records, or took that back. */
  'disposition.made': z.object({
    /** Null where a decision was taken back. */
    records: z.array(z.object({ id: inspectionIdSchema, disposition: decidedSchema.nullable() })),
  }),
});
