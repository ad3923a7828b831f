import { z } from 'zod';

/** What a calibration is to learn from, and what versions are tested with. All paths are absolute. */
export const findTestImagesRequestSchema = z.object({
  imagePaths: z.array(z.string()).readonly(),
  tests: z.array(
    z.object({
      /** Its place in the list of whoever asks. */
      id: z.number().int(),
      path: z.string(),
      sha256: z.string(),
      /** Where its likeness is kept from one time to the next: it may be lost. */
      likenessFile: z.string(),
    }),
  ),
});
export type FindTestImagesRequest = z.infer<typeof findTestImagesRequestSchema>;

export const findTestImagesResultSchema = z.object({
  found: z.object({ kind: z.enum(['same', 'near']), file: z.string(), test: z.number().int() }).nullable(),
});
export type FindTestImagesResult = z.infer<typeof findTestImagesResultSchema>;
