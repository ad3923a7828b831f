import { z } from 'zod';
import { errorFactSchema } from './errors.ts';

/** How much a condition matters: screens decide by it, and by nothing else, what they do with the condition. */
export const SEVERITIES = ['alarm', 'warning', 'note'] as const;
/** `alarm`: parts go uninspected, records cannot be written, or verdicts cannot be believed. `warning`: somebody has to act soon. `note`: worth knowing. */
export const severitySchema = z.enum(SEVERITIES);
export type Severity = z.infer<typeof severitySchema>;

/** What a condition is about. A name is the one that people gave the thing. */
export const subjectSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('station') }),
  z.object({ kind: z.literal('source'), id: z.string(), name: z.string() }),
  z.object({ kind: z.literal('recipe'), id: z.string() }),
  z.object({ kind: z.literal('connection'), id: z.string(), name: z.string() }),
]);
export type Subject = z.infer<typeof subjectSchema>;

/** Something that is wrong with the station or with one of its sources. The sentence is made where people read it, from code and details. */
export const conditionSchema = errorFactSchema.extend({
  subject: subjectSchema,
  severity: severitySchema,
  since: z.iso.datetime(),
  /** It tells of something that is over: it ends once somebody has read it. */
  endsWhenRead: z.literal(true).optional(),
});
export type Condition = z.infer<typeof conditionSchema>;

const STATION: Subject = { kind: 'station' };

export const stationSubject = (): Subject => STATION;
export const sourceSubject = ({ id, name }: { readonly id: string; readonly name: string }): Subject => ({
  kind: 'source',
  id,
  name,
});

export function keyOfSubject(subject: Subject): string {
  return subject.kind === 'station' ? subject.kind : `${subject.kind} ${subject.id}`;
}
