import { z } from 'zod';
import type { ErrorFact } from './errors.ts';
import { type RecipeId, recipeIdSchema, sourceIdSchema } from './ids.ts';
import { incompleteVerdictSchema } from './part.ts';

/** How a source's camera says that a file is whole. */
export const completionSchema = z.discriminatedUnion('kind', [
  /** By the end of its format and a size that does not change any more. */
  z.object({ kind: z.literal('content') }),
  /** By an empty file beside it, whose name is the image's with this ending: "part-7.png.done". */
  z.object({ kind: z.literal('sidecar'), ending: z.string().regex(/^\.[\w.-]{1,31}$/) }),
  /** By its last name: while it is written, its name ends so. */
  z.object({ kind: z.literal('rename'), ending: z.string().regex(/^[._~-][\w.~-]{0,31}$/) }),
]);
export type Completion = z.infer<typeof completionSchema>;

/** What becomes of an image file once its record is committed. */
export const afterwardsSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('leave') }),
  /** Moved to folder/YYYY/MM/DD, by the local day on which it was recorded. */
  z.object({ kind: z.literal('archive'), folder: z.string().min(1) }),
  z.object({ kind: z.literal('delete'), days: z.number().int().min(0).max(3650) }),
]);
export type Afterwards = z.infer<typeof afterwardsSchema>;

/** Which recipe judges a file, by the word that the group `recipe` of the source's pattern finds in its path. */
export const recipeByNameSchema = z.object({
  table: z
    .array(z.object({ word: z.string().trim().min(1).max(200), recipeId: recipeIdSchema }))
    .min(1)
    .max(200)
    .refine((rows) => new Set(rows.map(({ word }) => word.normalize('NFC'))).size === rows.length),
  /** What becomes of a file whose path names none of them: an error, or it is judged by the recipe of its source. */
  otherwise: z.enum(['error', 'source']).default('error'),
});
export type RecipeByName = z.infer<typeof recipeByNameSchema>;

/** @param word what the pattern found; null where it found nothing. @returns `source` for the one of the source, `unknown` where none may judge the file */
export function recipeNamedBy(
  { table, otherwise }: RecipeByName,
  word: string | null,
): RecipeId | 'source' | 'unknown' {
  const named = table.find((row) => row.word.normalize('NFC') === word?.normalize('NFC'));
  return named?.recipeId ?? (otherwise === 'source' ? 'source' : 'unknown');
}

const viewNameSchema = z.string().trim().min(1).max(40);

/** Parts that need several images: which views they have, and how images are put together to parts. */
export const partViewsSchema = z.object({
  /** As the group `view` of the pattern finds them in a file's path, each with the recipe that judges it; null for the one of the source. */
  names: z
    .array(z.object({ name: viewNameSchema, recipeId: recipeIdSchema.nullable() }))
    .min(2)
    .max(6)
    .refine((names) => new Set(names.map(({ name }) => name.normalize('NFC'))).size === names.length),
  together: z.discriminatedUnion('by', [
    /** Images of the same serial and lot. */
    z.object({ by: z.literal('serial') }),
    /** Images that arrived within so long of the first one. */
    z.object({ by: z.literal('arrival'), withinSeconds: z.number().min(0.05).max(3600) }),
  ]),
  /** How long a part waits for its views from the first record on. */
  waitSeconds: z.number().min(0.1).max(86_400).default(10),
  /** What a part is when that time is over and a view is missing, unless a view of it is worse. */
  incomplete: incompleteVerdictSchema.default('review'),
});
export type PartViews = z.infer<typeof partViewsSchema>;

/** All images of a source show one view of parts whose other views come from other sources. */
const oneViewSchema = z.object({
  name: viewNameSchema,
  /** The source that says how parts are put together; null where this one does. */
  source: sourceIdSchema.nullable(),
});

/** How far apart images of one part may arrive where nothing but that puts them together; 0 elsewhere. */
export function togetherSeconds(views: Pick<PartViews, 'together'> | null): number {
  return views?.together.by === 'arrival' ? views.together.withinSeconds : 0;
}

/** What to say of views that are put together by arrival where images of neighbours may come so near to each other; null where they cannot, or no cycle is known. */
export function mixOfViews(views: Pick<PartViews, 'together'> | null, cycleSeconds: number | null): ErrorFact | null {
  const withinSeconds = togetherSeconds(views);
  if (cycleSeconds === null || withinSeconds <= cycleSeconds / 2) return null;
  return {
    code: 'source.views-mix',
    details: { withinSeconds, cycleSeconds: Math.max(0.1, Math.round(cycleSeconds * 10) / 10) },
  };
}

/** A view by its name, however the letters of it are made up. */
export function viewNamed({ names }: Pick<PartViews, 'names'>, view: string | null) {
  return names.find(({ name }) => name.normalize('NFC') === view?.normalize('NFC')) ?? null;
}

const filePatternsSchema = z.array(z.string().trim().min(1).max(200)).max(32).default([]);

/** How the files of one source are found, read and treated. A field that is left out has its default. */
export const sourceOptionsSchema = z.object({
  /** Patterns of paths relative to the folder ("*.png", "camera-2/**"); none means every file. One without a slash speaks of names in any folder. */
  include: filePatternsSchema,
  exclude: filePatternsSchema,
  /** Leaves out what systems, network storage and half-finished copies put beside images (`@eaDir`, `Thumbs.db`, `*.part`). */
  leaveOutSystemFiles: z.boolean().default(true),
  /** How many folders deep files are looked for; 0 is the folder itself alone, null all the way down. */
  depth: z.number().int().min(0).max(64).nullable().default(null),
  /** A regular expression for relative paths, whose named groups `serial`, `lot`, `view` and `recipe` say what a file shows. */
  pattern: z.string().min(1).max(500).nullable().default(null),
  /** Null where the source has one recipe for all of its files. */
  recipeByName: recipeByNameSchema.nullable().default(null),
  /** Null where each image shows a part of its own. */
  views: partViewsSchema.nullable().default(null),
  /** Null where the file's path says which view an image shows. */
  oneView: oneViewSchema.nullable().default(null),
  completion: completionSchema.default({ kind: 'content' }),
  /** A file that stays incomplete for so long becomes an error record. It is judged all the same if it is completed later. */
  incompleteAfterSeconds: z.number().min(1).max(86_400).default(60),
  /** Between two listings of the folder. A folder that takes long to list is listed less often. */
  lookEverySeconds: z.number().min(0.5).max(3600).default(2),
  /** How often a part comes; null has it learnt from the images. After several times as long without one, the last verdict is not current any more. */
  cycleSeconds: z.number().min(0.1).max(86_400).nullable().default(null),
  /** How soon after its arrival an image's verdict is needed; a later one counts as late. Null where nothing waits for it. */
  deadlineSeconds: z.number().min(0.05).max(3600).nullable().default(null),
  /** A part that did not pass stays on the operator's screen until somebody disposes of it. Inspection goes on meanwhile. */
  holdOnFail: z.boolean().default(false),
  afterwards: afterwardsSchema.default({ kind: 'leave' }),
});
export type SourceOptions = z.infer<typeof sourceOptionsSchema>;

/**
 * By what a source chooses among several recipes: the names of its files, or the views that they show. Then none of them is exchanged by hand: the others
 * would stay. Null where one recipe judges all of its files.
 */
export function choosesRecipeBy({
  recipeByName,
  views,
  oneView,
}: Pick<SourceOptions, 'recipeByName' | 'views' | 'oneView'>): 'name' | 'view' | null {
  if (recipeByName !== null) return 'name';
  return oneView === null && views?.names.some(({ recipeId }) => recipeId !== null) === true ? 'view' : null;
}
