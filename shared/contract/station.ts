import { z } from 'zod';
import { conditionSchema } from '../domain/condition.ts';
import { dispositionStateSchema } from '../domain/disposition.ts';
import { downtimePeriodSchema } from '../domain/downtime.ts';
import { detailSchema, errorFactSchema } from '../domain/errors.ts';
import { recipeIdSchema, sourceIdSchema } from '../domain/ids.ts';
import { languageSchema } from '../domain/language.ts';
import { openRecipeChangeSchema, proposedRecipeSchema } from '../domain/recipeChange.ts';
import { sourceOptionsSchema } from '../domain/sourceOptions.ts';
import { laneGoalSchema, stationSettingsSchema } from '../domain/stationSettings.ts';
import { protectionSchema } from './access.ts';
import { lastingBypassSchema } from './bypass.ts';
import { defineEvents, defineRequests, ENGINEERS, EVERYONE, READERS } from './define.ts';
import { waitingNoteSchema } from './handover.ts';
import { waitingPartsSchema } from './review.ts';

export const sourceStatusSchema = z.object({
  id: sourceIdSchema,
  name: z.string(),
  folder: z.string(),
  recipeId: recipeIdSchema,
  options: sourceOptionsSchema,
  /** `unreachable`: the folder cannot be listed at present; `unready`: its recipe cannot be used. */
  state: z.enum(['watching', 'unreachable', 'unready']),
  lastListedAt: z.iso.datetime().nullable(),
  /** When its last image came, if the next one is overdue by several of its cycles: the verdict of that image is not current any more. */
  quietSince: z.iso.datetime().nullable(),
  /** How often a part comes, as it was learnt or set; null while it is not known. */
  cycleSeconds: z.number().positive().nullable(),
  /**
   * Since when its next part is due, or is there and waits for more than a second for its verdict: none of its verdicts up to then is that of the part
   * at the line any more. Null while the last one is; of a source without a known cycle a verdict stands for a minute.
   */
  waitingSince: z.iso.datetime().nullable(),
  /**
   * The number of its newest record, where that passed when the line had gone on: its image was overtaken by one that arrived later, its part by one that began later, its view came too late for its part, or its file
   * was completed after its error had gone. Its verdict is never that of the part at the line.
   */
  overtaken: z.number().int().positive().nullable(),
  /** Since when it does not inspect, and why; null while it does. */
  downtime: downtimePeriodSchema.pick({ reason: true }).extend({ since: z.iso.datetime() }).nullable(),
  /** Files seen and not yet recorded. */
  backlog: z.number().int().nonnegative(),
  /** Seconds since the oldest of them was seen; null where there is none. */
  oldestWaitingSeconds: z.number().nullable(),
  /** What the lanes hold of its parts if they judge nothing else; null while too few are known. */
  capacity: z
    .object({
      partsPerMinute: z.number().positive(),
      /** Lanes had pauses between the parts that it was measured on: they hold so many at least. */
      isLeast: z.boolean(),
      /** How many of the newest parts it was measured on. */
      parts: z.number().int(),
    })
    .nullable(),
  /** From arrival to verdict, of the newest live parts; null while too few are known. */
  delay: z
    .object({ medianMs: z.number(), p99Ms: z.number(), parts: z.number().int(), since: z.iso.datetime() })
    .nullable(),
  /** In the last minutes; null while it is not known. */
  arrivalsPerMinute: z.number().nullable(),
  /** Its images take longer to be decoded than to be judged, and their kind of file is why; null where that is not so, or too few are known. */
  slowDecoding: z.object({ kind: z.enum(['png', 'webp']), decodeMs: z.number(), networkMs: z.number() }).nullable(),
  /** A change of its recipe by hand that nobody has confirmed yet; null where there is none. */
  recipeChange: openRecipeChangeSchema.nullable(),
  /** A recipe that its last parts fit better; null where none is known. */
  proposedRecipe: proposedRecipeSchema.nullable(),
});
export type SourceStatus = z.infer<typeof sourceStatusSchema>;

export const laneStatusSchema = z.object({
  id: z.number().int(),
  state: z.enum(['starting', 'idle', 'busy', 'failed']),
  /** What it judged the last image on, what processor that is, and why it was chosen; null before the first. */
  executionProvider: z.string().nullable(),
  executionDevice: z.string().nullable(),
  /** Why it runs there: text where an earlier version found it out. */
  executionReason: detailSchema.nullable(),
  /** Of its networks. */
  threads: z.number().int(),
  /** What its process holds of the machine's memory, rounded; null before it has told. */
  memoryBytes: z.number().nullable(),
});

/** Something people must be told even when they were not there. */
export const noticeSchema = errorFactSchema.extend({
  id: z.number().int(),
  at: z.iso.datetime(),
  /** When an engineer acknowledged it; null until then, and it is shown until then. */
  acknowledgedAt: z.iso.datetime().nullable(),
});

/** The parts of a shift. */
export const shiftCountsSchema = z.object({
  startedAt: z.iso.datetime(),
  /** Left out where the shift has none. */
  name: z.string().optional(),
  pass: z.number().int(),
  review: z.number().int(),
  fail: z.number().int(),
  error: z.number().int(),
  /** What was decided about those that did not pass. */
  dispositions: z.record(dispositionStateSchema, z.number().int()),
  /** Whether its parts were judged by several recipes. */
  mixesRecipes: z.boolean(),
  /** Verdicts of images that came later than their source's deadline. */
  late: z.number().int(),
  /** How many images were judged, where these are more than the parts: parts have several views. */
  images: z.number().int().optional(),
  /** In how many of its seconds at least one source did not inspect, up to now. */
  downtimeSeconds: z.number().int().nonnegative(),
  /** How many of its errors are parts that were not inspected because inspection was switched off, and for how many of its seconds it was, up to now. */
  bypassed: z.number().int().nonnegative(),
  bypassedSeconds: z.number().int().nonnegative(),
});

export const stationStatusSchema = z.object({
  name: z.string(),
  /** Of screens and people that have none of their own; left out where that is the browser's. */
  language: languageSchema.optional(),
  softwareVersion: z.string(),
  /** An open station has no people: nobody's name is behind what is done at it. */
  protection: protectionSchema,
  startedAt: z.iso.datetime(),
  sources: z.array(sourceStatusSchema),
  lanes: z.array(laneStatusSchema),
  /** How the lanes share the machine, and what for. */
  laneSplit: z.object({
    goal: laneGoalSchema,
    lanes: z.number().int().positive(),
    threads: z.number().int().positive(),
    /** Physical ones that the station may use. */
    cores: z.number().int().positive(),
  }),
  /** How much of the lanes' time the parts need that arrived in the last minutes, 1 being all of it; null while it is not known. */
  load: z.object({ share: z.number(), minutes: z.number() }).nullable(),
  /** What ONNX Runtime offers on this machine to run networks on; empty until a lane has started. */
  executionProviders: z.array(z.string()),
  /** Files seen and not yet recorded. */
  backlog: z.number().int().nonnegative(),
  /** Seconds since the oldest of them was seen; null where there is none. */
  oldestWaitingSeconds: z.number().nullable(),
  disk: z.object({
    state: z.enum(['ok', 'low', 'full']),
    /** Which of the two decides on the state. */
    scarce: z.enum(['bytes', 'files']),
    freeBytes: z.number(),
    totalBytes: z.number(),
    /** How many more it can hold; 0 where it does not count them. */
    freeFiles: z.number(),
  }),
  /** Copies of the records that were checked. */
  backup: z.object({
    lastAt: z.iso.datetime().nullable(),
    folder: z.string(),
    /** A disk that fails takes such backups with it; null where it cannot be told. */
    onSameDisk: z.boolean().nullable(),
  }),
  /** Notices that nobody has acknowledged yet, the newest first. */
  notices: z.array(noticeSchema),
  shift: shiftCountsSchema,
  /** Parts that wait for a decision. */
  waiting: waitingPartsSchema,
  /** Where inspection is switched off now, the oldest first. */
  bypasses: z.array(lastingBypassSchema),
  /** Notes for the next shift that nobody has read yet, the oldest first. */
  handover: z.array(waitingNoteSchema),
  /** Everything that is wrong, the worst first. */
  conditions: z.array(conditionSchema),
  /** Whether the simulated line of the demo is delivering parts. */
  demo: z.enum(['off', 'preparing', 'running']),
});
export type StationStatus = z.infer<typeof stationStatusSchema>;

export const stationRequests = defineRequests({
  'station.status': {
    input: z.object({}),
    output: stationStatusSchema,
    roles: EVERYONE,
    signedOut: 'view',
    errors: [],
  },
  /** The last shifts that have ended, the newest first, with what was decided since. */
  'station.shifts': {
    input: z.object({ count: z.number().int().min(1).max(42) }),
    output: z.array(shiftCountsSchema.extend({ endedAt: z.iso.datetime() })),
    roles: EVERYONE,
    signedOut: 'view',
    errors: [],
  },
  /** All notices, the newest first, with those that were acknowledged. */
  'station.notices': {
    input: z.object({}),
    output: z.array(noticeSchema),
    roles: EVERYONE,
    signedOut: 'view',
    errors: [],
  },
  /** Somebody has read a condition that ends by it (`endsWhenRead`): what it tells of is over. One that goes on stays. */
  'condition.read': {
    input: conditionSchema.pick({ code: true, subject: true }),
    output: z.object({}),
    changes: true,
    roles: ENGINEERS,
    errors: [],
  },
  'notice.acknowledge': {
    input: z.object({ id: z.number().int() }),
    output: z.object({}),
    changes: true,
    roles: ENGINEERS,
    errors: ['notice.not-found'],
  },
});

export const clockRequests = defineRequests({
  /** The clock is right, says a person who saw the condition `clock.jumped` or `clock.moved` with this time in it. */
  'clock.confirm': {
    input: z.object({ to: z.iso.datetime() }),
    output: z.object({}),
    changes: true,
    roles: ENGINEERS,
    errors: ['clock.jumped-again'],
  },
});

export const stationEvents = defineEvents({
  /** Sent when anything in the status changed, at most four times a second. */
  'station.changed': stationStatusSchema,
});

export const settingsRequests = defineRequests({
  'settings.get': { input: z.object({}), output: stationSettingsSchema, roles: READERS, errors: [] },
  /**
   * The settings that are to be different from now on; the others stay. What was `seen` of them before tells whether somebody else changed one
   * meanwhile: then nothing is written.
   */
  'settings.change': {
    input: stationSettingsSchema.partial().extend({ seen: stationSettingsSchema.partial().optional() }),
    output: stationSettingsSchema,
    changes: true,
    roles: ENGINEERS,
    errors: [
      'station.data-folder',
      'settings.changed-meanwhile',
      'audit.checkpoint-relative',
      'audit.checkpoint-in-data',
    ],
  },
});

export const settingsEvents = defineEvents({
  /** The station's settings as they are from now on. */
  'settings.changed': stationSettingsSchema,
});

export const providerRequests = defineRequests({
  /** Forgets which providers failed on this machine and checks them all again, in the background. */
  'provider.retry': { input: z.object({}), output: z.object({}), changes: true, roles: ENGINEERS, errors: [] },
});
