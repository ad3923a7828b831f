import { z } from 'zod';
import { sourceIdSchema } from './ids.ts';
import { feedItemSchema } from './inspection.ts';
import { type Verdict, verdictSchema } from './verdict.ts';

/** What a part is whose views did not all come in time. */
export const incompleteVerdictSchema = verdictSchema.extract(['review', 'error']);

/** `waiting` for a view; `complete`; `incomplete`: its time is over, and a view is missing. */
export const partStateSchema = z.enum(['waiting', 'complete', 'incomplete']);
export type PartState = z.infer<typeof partStateSchema>;

/** Which verdict of two is the worse one: what is surely bad, what nobody has seen, what a person is to look at, what is good. */
const WORST_FIRST: readonly Verdict[] = ['fail', 'error', 'review', 'pass'];

export interface ViewsOfPart {
  /** The names of the views that the part has when it is whole. */
  readonly expected: readonly string[];
  /** What came; a view that nobody expects is judged all the same, and makes no part whole. */
  readonly views: readonly { readonly view: string; readonly verdict: Verdict }[];
  /** Whether the time in which its views may come was over before all of them were there. */
  readonly isOver: boolean;
  readonly incomplete: z.infer<typeof incompleteVerdictSchema>;
}

export interface JudgedPart {
  readonly state: PartState;
  /** Of a part that waits the worst of what came, and never `pass`: null says that nothing speaks against it so far. */
  readonly verdict: Verdict | null;
  /** In the order in which views are expected. */
  readonly missing: readonly string[];
}

/** The verdict of a part: that of its worst view. A part of which a view is missing is never a pass, nor is one of which a view came late: that may show another part of the same serial. */
export function partOf({ expected, views, isOver, incomplete }: ViewsOfPart): JudgedPart {
  const missing = expected.filter((name) => !views.some(({ view }) => view === name));
  const isWhole = missing.length === 0;
  const verdicts = views.map(({ verdict }) => verdict);
  if (isOver)
    return { state: isWhole ? 'complete' : 'incomplete', verdict: worstOf([...verdicts, incomplete]), missing };
  const worst = worstOf(verdicts);
  if (!isWhole) return { state: 'waiting', verdict: worst === 'pass' ? null : worst, missing };
  return { state: 'complete', verdict: worst, missing };
}

/** @returns `error` where there is none: nothing was seen of the part */
export function worstOf(verdicts: readonly Verdict[]): Verdict {
  return WORST_FIRST.find((verdict) => verdicts.includes(verdict)) ?? 'error';
}

/** A part of several views as screens show it. */
export const partSchema = z.object({
  /** That of the record of its first view. */
  number: z.number().int().positive(),
  sourceId: sourceIdSchema,
  serial: z.string().nullable(),
  lot: z.string().nullable(),
  state: partStateSchema,
  verdict: verdictSchema.nullable(),
  missing: z.array(z.string()),
  /** Whether a view came when its time was over: it is no pass, and not the part at the line any more. */
  reopened: z.boolean(),
  /** In the order in which views are expected, then those that nobody expects. */
  views: z.array(
    z.object({
      /** Empty where the file's path tells none. */
      view: z.string(),
      /** Null while it has not come. */
      record: feedItemSchema.nullable(),
    }),
  ),
  /** Counts the changes of all parts: a lower one tells of earlier. */
  change: z.number().int().positive(),
});
export type Part = z.infer<typeof partSchema>;
