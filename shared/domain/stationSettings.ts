import { z } from 'zod';

/** What an engineer decides about the station itself. */
export const stationSettingsSchema = z.object({
  stationName: z.string().trim().min(1).max(80),
  /** Local times of day at which a shift begins. */
  shiftStarts: z
    .array(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/))
    .min(1)
    .max(12),
  /** Inference processes that run side by side; `auto` takes what a short measurement found quickest. */
  lanes: z.union([z.literal('auto'), z.number().int().min(1).max(16)]),
  /** What networks run on; `auto` takes the first of those here that agrees with the CPU. */
  executionProvider: z.union([z.literal('auto'), z.string().regex(/^[a-z]+$/)]),
  /** Which of the waiting files goes first. */
  judgeFirst: z.enum(['oldest', 'newest']),
});
export type StationSettings = z.infer<typeof stationSettingsSchema>;
