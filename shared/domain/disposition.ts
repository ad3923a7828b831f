import { z } from 'zod';
import { regionSchema } from './imageArea.ts';
import { signatureSchema } from './person.ts';
import type { Verdict } from './verdict.ts';

/** What a person decided about a part that did not pass. `released`: the reject was false, the part is good. */
export const decisionSchema = z.enum(['confirmed', 'released', 'rework', 'scrap']);
export type Decision = z.infer<typeof decisionSchema>;

/** What a line of the history says: a decision, or that the one before was taken back. */
const madeDecisionSchema = z.enum([...decisionSchema.options, 'undecided']);
export type MadeDecision = z.infer<typeof madeDecisionSchema>;

/** What holds after it; null where nobody has decided any more. */
export function heldBy(decision: MadeDecision): Decision | null {
  return decision === 'undecided' ? null : decision;
}

/** The same of every record that did not pass: `open` while nobody has decided. */
export const dispositionStateSchema = z.enum(['open', ...decisionSchema.options]);
export type DispositionState = z.infer<typeof dispositionStateSchema>;

/** What is to be done about a record; null where nothing is, because it passed. */
export function dispositionStateOf({
  verdict,
  decision,
}: {
  readonly verdict: Verdict;
  /** Of its newest disposition. */
  readonly decision?: Decision | null | undefined;
}): DispositionState | null {
  return verdict === 'pass' ? null : (decision ?? 'open');
}

/** The name of a reason or of a class of defects, as an engineer wrote it. Dispositions keep the words, whatever the list says later. */
export const listedWordsSchema = z.string().trim().min(1).max(60);

/** What a person says of a part. */
export const dispositionInputSchema = z.object({
  decision: decisionSchema,
  reason: listedWordsSchema,
  comment: z.string().trim().max(500).nullable().default(null),
  /** What kind of fault it is: scratch, dent, stain ... */
  defect: listedWordsSchema.nullable().default(null),
  /** Where the person saw the fault. */
  region: regionSchema.nullable().default(null),
});

/** One line of the history of a record's dispositions; never changed. */
export const dispositionSchema = dispositionInputSchema.extend({
  decision: madeDecisionSchema,
  /** Empty where a decision was taken back. */
  reason: z.string().max(60),
  /** Counts the station's dispositions from 1, without a gap. */
  id: z.number().int().positive(),
  at: z.iso.datetime(),
  /** Sign-in id, printed name and role; null at an open station. */
  person: z.string().nullable(),
  name: z.string().nullable(),
  role: z.string().nullable(),
  signature: signatureSchema.nullable(),
  /** With how many other records it was decided at once. */
  together: z.number().int().nonnegative(),
  /** The number of its entry in the audit trail. */
  entry: z.number().int().positive(),
});
export type Disposition = z.infer<typeof dispositionSchema>;
