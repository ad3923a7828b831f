import { z } from 'zod';
import { errorReportSchema } from '../contract/errorReport.ts';
import { recipeIdSchema } from '../domain/ids.ts';
import { recipeVersionSchema } from '../domain/recipe.ts';

/** The one message a fitter gets. It writes a complete recipe version into `outputFolder` and ends. */
export const fitterRequestSchema = z.object({
  recipe: z.object({ id: recipeIdSchema, name: z.string(), version: z.number().int().positive() }),
  imagePaths: z.array(z.string()),
  /** Folder of the backbone: manifest.json and its ONNX file. */
  backboneFolder: z.string(),
  target: z.number(),
  /** Exists and is empty. */
  outputFolder: z.string(),
  /**
   * Whether the graph also gives the part distance of every level of the backbone. Only an evaluation asks for it: recipes on the line
   * compute nothing that no verdict takes.
   */
  comparesLevels: z.boolean().optional(),
});
export type FitterRequest = z.infer<typeof fitterRequestSchema>;

export const fitterMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('ready') }),
  z.object({
    kind: z.literal('progress'),
    phase: z.enum(['reading', 'varying', 'fitting', 'compiling']),
    done: z.number().int().nonnegative(),
    total: z.number().int().positive(),
  }),
  z.object({
    kind: z.literal('done'),
    recipe: recipeVersionSchema,
    /** Median milliseconds of the backbone alone for one image, and of all of fitting after the features were there. */
    backboneMs: z.number(),
    fitMs: z.number(),
    /** How many good images were left out because another one has the same content. */
    duplicates: z.number().int().nonnegative(),
  }),
  z.object({ kind: z.literal('failed'), error: errorReportSchema }),
]);
export type FitterMessage = z.infer<typeof fitterMessageSchema>;
