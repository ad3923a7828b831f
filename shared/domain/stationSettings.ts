import { z } from 'zod';
import { LONGEST_BYPASS_MINUTES } from './bypass.ts';
import { listedWordsSchema } from './disposition.ts';
import { exportContentsSchema, scheduledExportsSchema } from './exportContents.ts';
import { keepingSettingsSchema } from './keeping.ts';
import { languageSchema } from './language.ts';
import { paperSchema } from './report.ts';
import { haveOneBeginning, shiftBeginningSchema } from './shiftPlan.ts';

/** Words to choose from, in the order of the screen: none twice, whether upper or lower case. */
export const wordListSchema = z
  .array(listedWordsSchema)
  .min(1)
  .max(60)
  .refine((words) => new Set(words.map((each) => each.toLowerCase())).size === words.length);

/** What lanes are for: the shortest time to the verdict of one part, or the most parts a minute. */
export const laneGoalSchema = z.enum(['latency', 'throughput']);
export type LaneGoal = z.infer<typeof laneGoalSchema>;

/** What an engineer decides about the station itself. */
export const stationSettingsSchema = z.object({
  stationName: z.string().trim().min(1).max(80),
  /** Of screens and people that have chosen none; null for the browser's. */
  language: languageSchema.nullable(),
  /** Local times of day at which a shift begins. */
  shiftStarts: z
    .array(shiftBeginningSchema)
    .min(1)
    .max(24)
    .refine((starts) => !haveOneBeginning(starts), { message: 'two shifts begin at one time' }),
  /** Which time of a part decides in which shift it counts: when its file arrived, when it was judged, or when its file was written. */
  shiftsBy: z.enum(['arrival', 'judgement', 'file']),
  /** What decides how many inference processes run side by side, and with how many threads. */
  lanes: laneGoalSchema,
  /** What networks run on; `auto` takes the first of those here that agrees with the CPU. */
  executionProvider: z.union([z.literal('auto'), z.string().regex(/^[a-z]+$/)]),
  /** Which of the waiting files goes first. */
  judgeFirst: z.enum(['oldest', 'newest']),
  /** Copies of the records. */
  backups: z.object({
    /** Where they go, best on another disk; null for the data folder's own place. */
    folder: z.string().min(1).nullable(),
    /** One is made so often while there are new records. */
    everyMinutes: z.number().int().min(1).max(1440),
    /** The newest of each of so many hours, and of each of so many days, is kept. */
    hourly: z.number().int().min(1).max(240),
    daily: z.number().int().min(1).max(400),
  }),
  /** Signed heads of the audit trail, which show later whether anything below them was changed. */
  checkpoints: z.object({
    /** Where they go besides the database, best on a share or a stick; null for nowhere. */
    folder: z.string().min(1).nullable(),
    /** One is made after so many entries, and at each end of a shift. */
    everyEntries: z.number().int().min(100).max(1_000_000),
  }),
  /** Reviews of the audit trail: one is due so many days after the last; null where none is asked for. */
  reviews: z.object({ everyDays: z.number().int().min(1).max(400).nullable() }),
  /** What people choose from when they decide about a part, in the order of the screen. */
  dispositions: z.object({ reasons: wordListSchema, defects: wordListSchema }),
  /** Switching inspection off: for how long at most, and what people choose from to say why. */
  bypass: z.object({ mostMinutes: z.number().int().min(1).max(LONGEST_BYPASS_MINUTES), reasons: wordListSchema }),
  /** Reports as PDF. */
  reports: z.object({
    paper: paperSchema,
    /** Whether each shift gets its report when it ends. */
    atShiftEnd: z.boolean(),
    /** Where reports go besides the data folder, best on a share; null for nowhere. */
    folder: z.string().min(1).nullable(),
    /** Older ones are removed, in that folder too. */
    keepDays: z.number().int().min(1).max(4000),
    /** Whether they are signed with the certificate that an administrator gave. */
    sign: z.boolean(),
  }),
  /** Exports that are written by themselves. */
  exports: scheduledExportsSchema,
  /** What is removed by itself, and when; nothing without a rule. */
  keeping: keepingSettingsSchema,
});
export type StationSettings = z.infer<typeof stationSettingsSchema>;

const { shape } = stationSettingsSchema;

/** The same as the database holds them: one that is left out, or that an older station did not know, has its default. */
export const storedStationSettingsSchema = z.object({
  stationName: shape.stationName.default('Station'),
  language: shape.language.default(null),
  shiftStarts: shape.shiftStarts.default(['06:00', '14:00', '22:00']),
  shiftsBy: shape.shiftsBy.default('arrival'),
  lanes: shape.lanes.default('latency'),
  executionProvider: shape.executionProvider.default('auto'),
  judgeFirst: shape.judgeFirst.default('oldest'),
  backups: shape.backups.default({ folder: null, everyMinutes: 60, hourly: 24, daily: 14 }),
  checkpoints: shape.checkpoints.default({ folder: null, everyEntries: 10_000 }),
  reviews: shape.reviews.default({ everyDays: null }),
  dispositions: shape.dispositions.default({
    reasons: [
      'Really bad',
      'Good part',
      'Harmless mark',
      'Dust, oil or water',
      'Light or camera',
      'Part not in position',
      'Wrong product',
      'Cannot be told',
      'Other',
    ],
    defects: [
      'Scratch',
      'Dent',
      'Stain',
      'Crack',
      'Burr',
      'Missing',
      'Deformed',
      'Contamination',
      'Discoloured',
      'Other',
    ],
  }),
  bypass: shape.bypass.default({
    mostMinutes: 60,
    reasons: [
      'Camera or light is being cleaned',
      'Camera or light is defective',
      'Set-up or change of product',
      'Trial parts',
      'Good parts fail',
      'Trouble with the station',
      'Other',
    ],
  }),
  reports: shape.reports.default({ paper: 'a4', atShiftEnd: false, folder: null, keepDays: 400, sign: false }),
  exports: shape.exports.default({
    each: 'never',
    folder: null,
    contents: exportContentsSchema.parse({}),
    keepDays: 90,
  }),
  keeping: shape.keeping.default({ at: '03:00', rules: [] }),
});
