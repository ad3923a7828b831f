import { z } from 'zod';
import { recipeIdSchema, sourceIdSchema } from '../domain/ids.ts';
import { sourceOptionsSchema } from '../domain/sourceOptions.ts';
import { defineRequests, ENGINEERS, EVERYONE } from './define.ts';
import { sourceStatusSchema } from './station.ts';

const nameSchema = z.string().trim().min(1).max(80);

/** What a source can be refused for when it is added or changed: its recipe, its options, and settings that cannot be written. */
const SOURCE_ERRORS = [
  'recipe.not-found',
  'recipe.corrupt',
  'source.name-taken',
  'station.data-folder',
  'source.include',
  'source.exclude',
  'source.pattern',
  'source.pattern-groups',
  'source.recipe-group',
  'source.recipe-table',
  'source.view-group',
  'source.serial-group',
  'source.view-unknown',
  'source.view-source',
  'archive.relative',
  'archive.not-found',
  'archive.not-a-folder',
  'archive.unwritable',
  'archive.in-source',
  'archive.in-data',
] as const;

const FOLDER_ERRORS = ['folder.not-found', 'folder.unreadable', 'folder.not-a-folder', 'folder.relative'] as const;

const changeSchema = z.object({ name: nameSchema, recipeId: recipeIdSchema, options: sourceOptionsSchema }).partial();

export const sourceRequests = defineRequests({
  'source.list': {
    input: z.object({}),
    output: z.array(sourceStatusSchema),
    roles: EVERYONE,
    signedOut: 'view',
    errors: [],
  },
  'source.add': {
    input: z.object({
      name: nameSchema,
      folder: z.string().min(1),
      recipeId: recipeIdSchema,
      options: sourceOptionsSchema.prefault({}),
      /** What becomes of the files that lie in the folder already. Those that are left are never judged, unless they change. */
      existing: z.enum(['judge', 'leave']).default('judge'),
    }),
    output: sourceStatusSchema,
    changes: true,
    roles: ENGINEERS,
    errors: [
      ...FOLDER_ERRORS,
      'source.duplicate',
      'source.nested',
      'source.holds-data',
      'source.overlap',
      'source.holds-archive',
      ...SOURCE_ERRORS,
    ],
  },
  /** How many files of a folder would be judged if it became the folder of a source now. */
  'source.countExisting': {
    input: z.object({ folder: z.string().min(1), options: sourceOptionsSchema.prefault({}) }),
    output: z.object({ files: z.number().int().nonnegative() }),
    roles: ENGINEERS,
    errors: [...FOLDER_ERRORS, 'source.include', 'source.exclude'],
  },
  /** What is left out stays. The folder stays in any case: it is what makes a source this source. */
  'source.change': {
    input: changeSchema.extend({
      id: sourceIdSchema,
      /** What was seen of it before: where somebody else changed the same meanwhile, nothing is written. */
      seen: changeSchema.optional(),
    }),
    output: sourceStatusSchema,
    changes: true,
    roles: ENGINEERS,
    errors: ['source.not-found', 'source.view-shown', 'settings.changed-meanwhile', ...SOURCE_ERRORS],
  },
  /** What a part pattern would read from a path; from the newest record of a source where no path is given. */
  'source.tryPattern': {
    input: z.object({
      pattern: z.string().min(1).max(500),
      path: z.string().min(1).max(4096).nullable(),
      sourceId: sourceIdSchema.nullable(),
    }),
    output: z.object({
      /** Null where none was given and nothing was recorded yet. */
      path: z.string().nullable(),
      /** Null where the pattern does not fit. */
      part: z
        .object({
          serial: z.string().nullable(),
          lot: z.string().nullable(),
          view: z.string().nullable(),
          /** The word that the source's table gives a recipe to. */
          recipe: z.string().nullable(),
        })
        .nullable(),
    }),
    roles: ENGINEERS,
    errors: ['source.pattern', 'source.pattern-groups', 'source.pattern-slow'],
  },
  'source.remove': {
    input: z.object({ id: sourceIdSchema }),
    output: z.object({}),
    changes: true,
    roles: ENGINEERS,
    errors: ['source.not-found', 'source.view-shown', 'station.data-folder'],
  },
});
