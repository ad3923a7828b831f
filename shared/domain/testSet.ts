import { z } from 'zod';
import { listedWordsSchema } from './disposition.ts';
import { betaQuantile, binomialTail, clopperPearson } from './distributions.ts';
import { errorFactSchema } from './errors.ts';
import { recipeIdSchema, sourceIdSchema } from './ids.ts';
import { verdictSchema } from './verdict.ts';

const count = z.number().int().nonnegative();
const shareSchema = z.number().min(0).max(1);

/** What a person says that an image shows; the class of a defect where they know it, from the station's list. */
export const testLabelSchema = z
  .object({ truth: z.enum(['good', 'defect']), defect: listedWordsSchema.nullable() })
  .refine(({ truth, defect }) => truth === 'defect' || defect === null);
export type TestLabel = z.infer<typeof testLabelSchema>;

/** A share of parts, observed, and what it may be at most with a confidence of 95 %; null where that is not asked. */
const rateCriterionSchema = z.object({ most: shareSchema, bound: z.number().gt(0).lt(1).nullable() });
export type RateCriterion = z.infer<typeof rateCriterionSchema>;

/** What a version has to keep to, written before it is tested. */
export const testCriteriaSchema = z.object({
  /** Good parts that fail or cannot be judged. */
  falseRejects: rateCriterionSchema,
  /** Good parts that a person would have to look at; null where that does not matter. */
  reviewed: shareSchema.nullable(),
  /** Defective parts that pass; null for a set without any. */
  misses: rateCriterionSchema.nullable(),
  /** Classes of defects that have a share of their own. */
  classes: z.array(z.object({ defect: listedWordsSchema, most: shareSchema })).max(50),
  /** So many parts at least. */
  goodParts: z.number().int().positive(),
  defectParts: count,
});
export type TestCriteria = z.infer<typeof testCriteriaSchema>;

export const testSetSchema = z.object({
  id: z.number().int().positive(),
  name: z.string(),
  recipeId: recipeIdSchema,
  createdAt: z.iso.datetime(),
  by: z.string().nullable(),
  /** Nothing changes once it is locked; nothing is run before. A withdrawn one says nothing about versions any more. */
  state: z.enum(['open', 'locked', 'withdrawn']),
  criteria: testCriteriaSchema.nullable(),
  /** When and by whom the criteria were first written as they are; `copiedFrom` names the set that this one took them from. Null without criteria, and for sets of older versions. */
  criteriaWritten: z
    .object({ at: z.iso.datetime(), by: z.string().nullable(), copiedFrom: z.string().nullable() })
    .nullable(),
  /** The source from which images are collected, and how many it is to give still. */
  collecting: z.object({ sourceId: sourceIdSchema, left: z.number().int().positive() }).nullable(),
  /** How many people label each image. */
  labelsEach: z.union([z.literal(1), z.literal(2)]),
  locked: z.object({ at: z.iso.datetime(), by: z.string().nullable(), hash: z.string() }).nullable(),
  withdrawn: z.object({ at: z.iso.datetime(), by: z.string().nullable(), reason: z.string() }).nullable(),
  counts: z.object({
    images: count,
    /** With a label that holds. */
    good: count,
    defect: count,
    goodParts: count,
    defectParts: count,
    unlabelled: count,
    /** Two people say different things. */
    differing: count,
    excluded: count,
    challenge: count,
  }),
});
export type TestSet = z.infer<typeof testSetSchema>;

export const testImageSchema = z.object({
  id: z.number().int().positive(),
  file: z.string(),
  sha256: z.string(),
  from: z.enum(['folder', 'upload', 'record', 'source']),
  /** The record that it belongs to. */
  number: z.number().int().positive().nullable(),
  /** Which part it shows; every image without one shows a part of its own. */
  serial: z.string().nullable(),
  /** A part with a known defect that is shown again and again. */
  isChallenge: z.boolean(),
  /** What holds; null while it does not. */
  label: testLabelSchema.nullable(),
  /** What whoever asks has said. */
  own: testLabelSchema.nullable(),
  /** Who has labelled it so far. */
  labelledBy: z.array(z.string()),
  /** What people say who do not agree, for whoever resolves it. */
  differing: z.array(z.object({ by: z.string(), label: testLabelSchema })),
  excluded: z.object({ reason: z.string(), by: z.string().nullable() }).nullable(),
});
export type TestImage = z.infer<typeof testImageSchema>;

/** Mistakes among parts: the observed share, its exact two-sided 95 % interval, and the one-sided 95 % upper bound. Without any part nothing is observed. */
export const observedShareSchema = z.object({
  mistakes: count,
  parts: count,
  observed: shareSchema.nullable(),
  low: shareSchema,
  high: shareSchema,
  bound95: shareSchema,
});
export type ObservedShare = z.infer<typeof observedShareSchema>;

export const testOutcomeSchema = z.object({
  falseRejects: observedShareSchema,
  reviewed: observedShareSchema,
  misses: observedShareSchema,
  /** Of each class of defects that the set has; null for defects without one. */
  classes: z.array(observedShareSchema.extend({ defect: z.string().nullable() })),
  checks: z.array(
    z.object({
      criterion: z.enum([
        'goodParts',
        'defectParts',
        'falseRejects',
        'falseRejectBound',
        'reviewed',
        'misses',
        'missBound',
        'class',
      ]),
      defect: z.string().nullable(),
      wanted: z.number(),
      /** Null where there was no part. */
      found: z.number().nullable(),
      holds: z.boolean(),
    }),
  ),
  holds: z.boolean(),
});
export type TestOutcome = z.infer<typeof testOutcomeSchema>;

export const testRunSchema = z.object({
  id: z.number().int().positive(),
  setId: z.number().int().positive(),
  setName: z.string(),
  /** The set's when it was locked. */
  setHash: z.string(),
  recipeId: recipeIdSchema,
  version: z.number().int().positive(),
  /** SHA-256 of the version's graph, and the program and what its network ran on. */
  graphSha256: z.string(),
  software: z.string(),
  provider: z.string().nullable(),
  startedAt: z.iso.datetime(),
  by: z.string().nullable(),
  /** `looking`: every image is judged, and heatmaps are still to be looked at before anything counts. */
  state: z.enum(['running', 'looking', 'passed', 'failed', 'stopped', 'broken']),
  endedAt: z.iso.datetime().nullable(),
  error: errorFactSchema.nullable(),
  judged: count,
  total: count,
  /** Heatmaps that a person has to look at, and has. */
  toLook: count,
  looked: count,
  /** Once every image is judged. */
  outcome: testOutcomeSchema.nullable(),
});
export type TestRun = z.infer<typeof testRunSchema>;

export const testResultSchema = z.object({
  image: testImageSchema.pick({ id: true, file: true, serial: true, isChallenge: true }),
  label: testLabelSchema,
  verdict: verdictSchema,
  score: z.number().nullable(),
  limit: z.number().nullable(),
  error: errorFactSchema.nullable(),
  hasMap: z.boolean(),
  /** A good part that failed, or a defective one that passed. */
  isMistake: z.boolean(),
  /** Whether a person has to look at it before the run counts. */
  mustBeLooked: z.boolean(),
  looked: z.object({ at: z.iso.datetime(), by: z.string().nullable() }).nullable(),
});
export type TestResult = z.infer<typeof testResultSchema>;

/** What the tests of a version say about it. */
export interface TestStanding {
  readonly outcome: 'none' | 'open' | 'passed' | 'failed';
  /** When that was known, and who ran the test. */
  readonly at: string | null;
  readonly by: string | null;
  /** Who labelled the images of the sets, by name. */
  readonly labelledBy: readonly string[];
  /** What an open test lacks. */
  readonly missing: { readonly images: number; readonly looks: number };
}

/**
 * What trials tell of a share: how it was observed, its exact two-sided 95 % interval, and the one-sided 95 % upper bound, the largest p for which
 * P(X <= mistakes | parts, p) is at least 5 %. Source: as `clopperPearson`.
 *
 * @param mistakes 0..parts
 * @param parts without any nothing is observed: 0..1
 */
export function shareOf(mistakes: number, parts: number): ObservedShare {
  return {
    mistakes,
    parts,
    observed: parts === 0 ? null : mistakes / parts,
    ...clopperPearson(mistakes, parts, 0.95),
    bound95: mistakes === parts ? 1 : betaQuantile(0.95, mistakes + 1, parts - mistakes),
  };
}

/** An error lets no part through, but takes a good one from the line. */
export function isMistaken({ truth }: Pick<TestLabel, 'truth'>, verdict: z.infer<typeof verdictSchema>): boolean {
  return truth === 'good' ? verdict === 'fail' || verdict === 'error' : verdict === 'pass';
}

const CONFIDENCE = 0.95;
const MOST_PARTS = 1_000_000;

/**
 * How many parts show, with so many mistakes among them, that the true share is at most `bound`: the smallest n for which the one-sided 95 % upper
 * bound of Clopper and Pearson is no higher, P(X <= mistakes | n, bound) <= 5 %. Without a mistake ln(0.05) / ln(1 - bound): 59 for 5 %, 299 for 1 %.
 *
 * @param bound 0..1, exclusive
 */
export function partsToProve(bound: number, mistakes = 0): number {
  // P(X <= mistakes | parts, bound) is what the upper tail leaves.
  const isUnproved = (parts: number): boolean => 1 - binomialTail(mistakes + 1, parts, bound) > 1 - CONFIDENCE;
  let low = mistakes;
  let high = mistakes + 1;
  while (isUnproved(high) && high < MOST_PARTS) {
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (isUnproved(middle)) low = middle;
    else high = middle;
  }
  return high;
}

/** How many good and defective parts a set needs before its criteria can be met at all. */
export function partsNeeded({ falseRejects, misses, goodParts, defectParts }: TestCriteria): {
  readonly good: number;
  readonly defect: number;
} {
  const proving = (rate: RateCriterion | null): number =>
    rate === null || rate.bound === null ? 0 : partsToProve(rate.bound);
  return {
    good: Math.max(goodParts, proving(falseRejects)),
    defect: Math.max(misses === null ? 0 : 1, defectParts, proving(misses)),
  };
}
