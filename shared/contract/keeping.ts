import { z } from 'zod';
import { heldSchema, keepingSettingsSchema, keptKindSchema } from '../domain/keeping.ts';
import { ADMINISTRATORS, defineEvents, defineRequests, EVERYONE, READERS } from './define.ts';

const countSchema = z.number().int().nonnegative();
const reasonSchema = z.string().trim().min(1).max(500);

const filesSchema = z.object({ what: keptKindSchema, files: countSchema, bytes: countSchema });

/** What a rule would remove now. A file that two rules name counts at the first. */
export const rulePreviewSchema = z.object({
  name: z.string(),
  files: z.array(filesSchema),
  /** Records that it leaves alone because of a hold. */
  held: countSchema,
  /** When the oldest and the newest of what it would remove were recorded or made; null where that is nothing. */
  oldest: z.iso.datetime().nullable(),
  newest: z.iso.datetime().nullable(),
});
export type RulePreview = z.infer<typeof rulePreviewSchema>;

/** One time that the rules were applied. */
export const keepingRunSchema = z.object({
  id: z.number().int().positive(),
  startedAt: z.iso.datetime(),
  /** Null while it is at work. */
  endedAt: z.iso.datetime().nullable(),
  cause: z.enum(['daily', 'disk', 'asked']),
  outcome: z.enum(['done', 'stopped', 'failed']).nullable(),
  removed: z.array(filesSchema.extend({ rule: z.string() })),
});
export type KeepingRun = z.infer<typeof keepingRunSchema>;

export const keepingStateSchema = keepingSettingsSchema.extend({
  /** `waiting`: parts wait to be judged, and they come first. */
  work: z.enum(['idle', 'looking', 'removing', 'waiting']),
  /** The newest first, at most twenty. */
  runs: z.array(keepingRunSchema),
});
export type KeepingState = z.infer<typeof keepingStateSchema>;

const whoSchema = z.object({
  at: z.iso.datetime(),
  person: z.string().nullable(),
  name: z.string().nullable(),
  reason: z.string(),
});

export const holdSchema = heldSchema.extend({
  id: z.number().int().positive(),
  /** How it is shown: a record by its number. */
  label: z.string(),
  placed: whoSchema,
  /** Null while it is in force. */
  lifted: whoSchema.nullable(),
});
export type Hold = z.infer<typeof holdSchema>;

export const listedBackupSchema = z.object({
  /** The name of its file. */
  id: z.string(),
  at: z.iso.datetime(),
  lastNumber: z.number().int().nullable(),
  bytes: countSchema,
  folder: z.string(),
});
export type ListedBackup = z.infer<typeof listedBackupSchema>;

const spanSchema = z.object({
  count: countSchema,
  first: z.number().int().nullable(),
  last: z.number().int().nullable(),
  from: z.iso.datetime().nullable(),
  to: z.iso.datetime().nullable(),
});

/** What a backup holds, and what it lacks against the present database. */
export const backupAccountSchema = z.object({
  at: z.iso.datetime(),
  bytes: countSchema,
  schema: z.number().int(),
  records: z.object({ last: countSchema, recordedAt: z.iso.datetime().nullable() }),
  entries: countSchema,
  people: countSchema,
  /** Versions of recipes that records of it name or that are in use in it, and that the data folder does not have. */
  missingRecipes: z.array(z.object({ id: z.string(), version: z.number().int() })),
  /**
   * How its audit chain stands to the present one: the beginning of it, the same, further than it, or another from some entry on; `unknown` where one of
   * them has none or cannot be read.
   */
  chain: z.enum(['prefix', 'same', 'ahead', 'diverges', 'unknown']),
  /** The last entry that both have; null where there is none. */
  commonEntries: z.number().int().nullable(),
  /** Null where the present database cannot be read. */
  lacks: z
    .object({
      records: spanSchema,
      entries: spanSchema,
      dispositions: countSchema,
      /** Other actions since, by area: people, settings, recipes ... */
      actions: z.array(z.object({ area: z.string(), count: countSchema })),
    })
    .nullable(),
});
export type BackupAccount = z.infer<typeof backupAccountSchema>;

export const restoredSchema = z.object({
  folder: z.string(),
  records: countSchema,
  entries: countSchema,
  missingRecipes: backupAccountSchema.shape.missingRecipes,
});

export const diagnosticsOptionsSchema = z.object({
  /** The end of the logs, in 10^6 bytes. */
  logMegabytes: z.number().int().min(1).max(100).default(5),
  /** Names of people, serials, lots and files stay as they are. */
  names: z.boolean().default(false),
  /** Images of the last so many errors. */
  images: z.number().int().min(0).max(50).default(0),
});
export type DiagnosticsOptions = z.output<typeof diagnosticsOptionsSchema>;

export const diagnosticsPartSchema = z.object({
  name: z.string(),
  bytes: countSchema,
  kind: z.enum([
    ...(['versions', 'settings', 'status', 'notices', 'faults', 'events', 'queues'] as const),
    ...(['database', 'providers', 'folder', 'log', 'image'] as const),
  ]),
});
export type DiagnosticsPart = z.infer<typeof diagnosticsPartSchema>;

const HOLDING = { changes: true, roles: ['quality', 'administrator'] } as const;

export const keepingRequests = defineRequests({
  'keeping.state': { input: z.object({}), output: keepingStateSchema, roles: READERS, errors: [] },
  /** What these rules would remove now; nothing is changed. It takes as long as looking at all the files they name. */
  'keeping.preview': {
    input: z.object({ rules: keepingSettingsSchema.shape.rules }),
    output: z.object({ rules: z.array(rulePreviewSchema) }),
    roles: READERS,
    errors: ['keeping.not-looked'],
  },
  /** Applies the rules now. Does nothing where that is being done. */
  'keeping.run': {
    input: z.object({}),
    output: keepingStateSchema,
    changes: true,
    roles: ['engineer', 'quality', 'administrator'],
    errors: ['keeping.clock'],
  },
  'keeping.stop': {
    input: z.object({}),
    output: keepingStateSchema,
    changes: true,
    roles: ['engineer', 'quality', 'administrator'],
    errors: [],
  },
  'hold.list': { input: z.object({}), output: z.array(holdSchema), roles: EVERYONE, errors: [] },
  /** From now on nothing of it is removed. */
  'hold.place': {
    input: z.object({ on: heldSchema, reason: reasonSchema }),
    output: holdSchema,
    ...HOLDING,
    errors: ['hold.in-force', 'inspection.not-found'],
  },
  'hold.lift': {
    input: z.object({ id: z.number().int().positive(), reason: reasonSchema }),
    output: holdSchema,
    ...HOLDING,
    errors: ['hold.not-in-force'],
  },
  /** The newest first. */
  'backup.list': { input: z.object({}), output: z.array(listedBackupSchema), roles: READERS, errors: [] },
  'restore.preview': {
    input: z.object({ backup: z.string() }),
    output: backupAccountSchema,
    roles: ADMINISTRATORS,
    errors: ['restore.no-backup', 'restore.crashed', 'storage.newer'],
  },
  /** Writes a new data folder. The present one stays as it is. */
  'restore.start': {
    input: z.object({ backup: z.string(), folder: z.string().min(1) }),
    output: restoredSchema,
    changes: true,
    roles: ADMINISTRATORS,
    errors: ['restore.no-backup', 'restore.folder', 'restore.crashed', 'restore.not-intact', 'storage.newer'],
  },
  /** Exactly what would be written. */
  'diagnostics.contents': {
    input: diagnosticsOptionsSchema.prefault({}),
    output: z.array(diagnosticsPartSchema),
    roles: ['engineer', 'quality', 'administrator'],
    errors: ['diagnostics.failed'],
  },
  'diagnostics.write': {
    input: diagnosticsOptionsSchema.prefault({}),
    output: z.object({ id: z.uuid(), fileName: z.string(), bytes: countSchema }),
    changes: true,
    roles: ['engineer', 'quality', 'administrator'],
    errors: ['diagnostics.failed'],
  },
  'diagnostics.locate': {
    input: z.object({ id: z.uuid() }),
    output: z.object({ path: z.string(), fileName: z.string() }),
    roles: ['engineer', 'quality', 'administrator'],
    channel: 'host',
    errors: ['resource.not-found'],
  },
});

export const keepingEvents = defineEvents({
  'keeping.changed': keepingStateSchema,
});
