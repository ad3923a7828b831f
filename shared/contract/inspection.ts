import { z } from 'zod';
import { inspectionIdSchema } from '../domain/ids.ts';
import { placementSchema } from '../domain/imageArea.ts';
import { inspectionSchema } from '../domain/inspection.ts';
import { defineRequests, EVERYONE } from './define.ts';

export const imageKindSchema = z.enum(['original', 'thumbnail', 'heatmap']);
export type ImageKind = z.infer<typeof imageKindSchema>;

export const inspectionRequests = defineRequests({
  'inspection.get': {
    input: z.object({ id: inspectionIdSchema }),
    output: z.object({
      inspection: inspectionSchema,
      /** The numbers of the records that this one names: people know records by them. */
      sameContentAs: z.number().int().positive().nullable(),
      followsError: z.number().int().positive().nullable(),
    }),
    roles: EVERYONE,
    signedOut: 'view',
    errors: ['inspection.not-found'],
  },
  /** Where the file behind an image address lies; `original` is a picture that a browser can show, `heatmap` the map that one is drawn from. */
  'inspection.locateImage': {
    input: z.object({ id: inspectionIdSchema, kind: imageKindSchema }),
    output: z.object({
      path: z.string(),
      mediaType: z.string(),
      /** Where the map of a `heatmap` lies in the image; null where it covers all of it. */
      placement: placementSchema.nullable(),
    }),
    roles: EVERYONE,
    signedOut: 'view',
    channel: 'host',
    errors: ['inspection.not-found', 'image.not-found', 'image.removed'],
  },
});
