import { z } from 'zod';
import { ERROR_CODES } from '../i18n/errors.ts';
import { amongGoodSchema } from './amongGood.ts';
import { type Detail, detailText, errorDetailsSchema, errorFactSchema } from './errors.ts';
import { inspectionIdSchema, recipeIdSchema, sourceIdSchema } from './ids.ts';
import { placementSchema } from './imageArea.ts';
import { imageDeviationsSchema } from './imageTraits.ts';
import { limitsSchema, verdictSchema } from './verdict.ts';

/** What the feed shows of one inspection. */
export const feedItemSchema = z.object({
  id: inspectionIdSchema,
  /** Counts records of the station without a gap, from 1. */
  number: z.number().int().positive(),
  /** When it was judged. */
  recordedAt: z.iso.datetime(),
  /** When the station saw the file first, and when the file was last written by its own time; null in records of version 0.1.0. */
  arrivedAt: z.iso.datetime().nullable(),
  fileTime: z.iso.datetime().nullable(),
  sourceName: z.string(),
  /** Path of the image relative to its source, with forward slashes. */
  file: z.string(),
  verdict: verdictSchema,
  /** Null where the verdict is `error`. */
  score: z.number().nullable(),
  limit: z.number().nullable(),
  hasThumbnail: z.boolean(),
  /** What the source's pattern found in the file's path; null where it names none. */
  serial: z.string().nullable(),
  recipeId: recipeIdSchema.nullable(),
  /** How much later than its source's deadline the verdict came, 0 where it was in time; null without a deadline, and in records of earlier versions. */
  lateMs: z.number().int().nonnegative().nullable(),
  /** Why it could not be judged: the code of its error; null where it was. */
  errorCode: z.string().nullable(),
});
export type FeedItem = z.infer<typeof feedItemSchema>;

/** Why an image could not be judged. The sentence is made where people read it; records of version 0.1.0 hold theirs, and no details. */
export const inspectionErrorSchema = z.object({
  code: z.string(),
  details: errorDetailsSchema,
  sentence: z.string().nullable(),
});
type InspectionError = z.infer<typeof inspectionErrorSchema>;

/** A code that only another version of Sigmaline knows stands for itself. */
export function inspectionErrorSentence(error: InspectionError): string {
  return detailText(inspectionErrorDetail(error));
}

/** The same as a detail of another sentence. */
export function inspectionErrorDetail({ code, details, sentence }: InspectionError): Detail {
  if (sentence !== null) return sentence;
  const known = ERROR_CODES.find((candidate) => candidate === code);
  return known === undefined ? code : { code: known, details };
}

/** One inspection: everything its record holds. Fields that an error left unknown are null. */
export const inspectionSchema = feedItemSchema.extend({
  /** What the station was called then; null in records of version 0.1.0. */
  stationName: z.string().nullable(),
  sourceId: sourceIdSchema,
  lot: z.string().nullable(),
  view: z.string().nullable(),
  /** The first record of the very same bytes, under whatever name and in whatever source. */
  sameContentAs: inspectionIdSchema.nullable(),
  /** The error record that was written while this file stayed incomplete. */
  followsError: inspectionIdSchema.nullable(),
  sha256: z.string().nullable(),
  recipeVersion: z.number().int().positive().nullable(),
  backboneId: z.string().nullable(),
  limits: limitsSchema.nullable(),
  partDistance: z.number().nullable(),
  patchScore: z.number().nullable(),
  mapMaximum: z.number().nullable(),
  /** Where the anomaly map lies in the image; null where it covers all of it, as in records of earlier versions. */
  placement: placementSchema.nullable(),
  /** Position of the map's maximum in the image, as shares of its width and height (0..1). */
  mapMaximumX: z.number().nullable(),
  mapMaximumY: z.number().nullable(),
  imageWidthPx: z.number().int().nullable(),
  imageHeightPx: z.number().int().nullable(),
  /** From the lane's first byte read to its answer, in milliseconds. */
  durationMs: z.number().nullable(),
  executionProvider: z.string().nullable(),
  /** The processor that the provider ran on, and why this provider was chosen. */
  executionDevice: z.string().nullable(),
  executionReason: z.string().nullable(),
  softwareVersion: z.string(),
  /** The share of good parts that its recipe's limit may reject: the 95 % bound; null in records of earlier versions. */
  falseRejectBound: z.number().nullable(),
  /** In what the image was unlike the good images of its recipe, the most telling first; null where it was not compared with them. */
  imageDifferences: z.array(errorFactSchema).nullable(),
  /** The share of good parts that are as unusual, as far as the calibration tells; null in records of earlier versions, like all that follows here. */
  pValue: z.number().nullable(),
  amongGood: amongGoodSchema.nullable(),
  /** How far its measures lie from those of the good images. */
  imageDeviations: imageDeviationsSchema.nullable(),
  /** The share of places that are unusual for their place, in the light of the good images where that was asked. */
  unusualShare: z.number().nullable(),
  /** How much of the score is due to the part as a whole, 0..1. */
  partShare: z.number().nullable(),
  /** Which of the looks of the recipe's good parts it has, from 1; null where the recipe knows only one. */
  look: z.number().int().positive().nullable(),
  /** Why a person is to look at it, where not the score alone says so. */
  reviewReason: errorFactSchema.nullable(),
  error: inspectionErrorSchema.nullable(),
});
export type Inspection = z.infer<typeof inspectionSchema>;
