import { z } from 'zod';
import { sourceIdSchema } from './ids.ts';
import { DOWNTIME_REASONS } from './inspecting.ts';

/** Without a part for so many of its usual cycles a source stands still: in intake, reports and figures alike. */
export const SILENT_CYCLES = 20;

/** A time in which a source did not inspect. Those of one source never overlap; a source that goes from one reason to another has one after the other. */
export const downtimePeriodSchema = z.object({
  sourceId: sourceIdSchema,
  /** What the source was called then. */
  sourceName: z.string(),
  reason: z.enum(DOWNTIME_REASONS),
  began: z.iso.datetime(),
  /** Null while it goes on. */
  ended: z.iso.datetime().nullable(),
});
export type DowntimePeriod = z.infer<typeof downtimePeriodSchema>;

/** A span of time, ISO times: [from, to). */
export interface TimeSpan {
  readonly from: string;
  readonly to: string;
}

/** How many whole seconds of a span any of these times cover: two at once count once. What goes on counts up to now. */
export function secondsCovered(
  periods: readonly Pick<DowntimePeriod, 'began' | 'ended'>[],
  { from, to }: TimeSpan,
  now: string,
): number {
  const [fromMs, toMs, nowMs] = [Date.parse(from), Date.parse(to), Date.parse(now)];
  const spans = periods
    .map(({ began, ended }) => ({
      beganMs: Math.max(fromMs, Date.parse(began)),
      endedMs: Math.min(toMs, ended === null ? nowMs : Date.parse(ended)),
    }))
    .sort((first, second) => first.beganMs - second.beganMs);
  let [totalMs, countedToMs] = [0, fromMs];
  for (const { beganMs, endedMs } of spans) {
    totalMs += Math.max(0, endedMs - Math.max(beganMs, countedToMs));
    countedToMs = Math.max(countedToMs, endedMs);
  }
  return Math.floor(totalMs / 1000);
}
