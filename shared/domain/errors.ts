import { z } from 'zod';
import {
  type Detail,
  type DetailArguments,
  ERROR_CODES,
  type ErrorCode,
  type ErrorDetails,
  type ErrorFact,
  formatError,
  formatReport,
  readText,
} from '../i18n/errors.ts';

export type { Detail, ErrorCode, ErrorDetails, ErrorFact };

export const errorDetailsSchema: z.ZodType<ErrorDetails> = z.lazy(() => z.record(z.string(), detailSchema));

/** Text of somebody else, a number, or what has words in every language. */
export const detailSchema: z.ZodType<Detail> = z.lazy(() => z.union([z.string(), z.number(), errorFactSchema]));

export const errorFactSchema = z.object({
  code: z.custom<ErrorCode>((value) => (ERROR_CODES as readonly unknown[]).includes(value)),
  details: errorDetailsSchema,
});

/** What crosses a process boundary instead of an exception. */
export interface ErrorReport extends ErrorFact {
  readonly message: string;
}

/**
 * Every failure that a person can meet: a stable code, the things it names, and a sentence with the remedy. The compiler asks for exactly the
 * details that the sentence names; a report that another process sent is taken as it is.
 */
export class SigmalineError<Code extends ErrorCode = ErrorCode> extends Error {
  override readonly name = 'SigmalineError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: Code, ...rest: [...DetailArguments<Code>, cause?: unknown]);
  constructor(report: ErrorFact);
  constructor(what: ErrorCode | ErrorFact, details: ErrorDetails = {}, cause?: unknown) {
    const report = typeof what === 'string' ? { code: what, details } : what;
    super(formatReport(report.code, report.details), cause === undefined ? undefined : { cause });
    this.code = report.code;
    this.details = report.details;
  }
}

/** What a thrown value says. */
export function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** The report of any thrown value: its own code where it has one, `internal` where it was not foreseen. */
export function reportOf(thrown: unknown): ErrorReport {
  if (thrown instanceof SigmalineError) {
    return { code: thrown.code, message: thrown.message, details: thrown.details };
  }
  const reason = messageOf(thrown);
  return { code: 'internal', message: formatError('internal', { reason }), details: { reason } };
}

/** What a record or a condition keeps of a thrown value. */
export function factOf(thrown: unknown): ErrorFact {
  const { code, details } = reportOf(thrown);
  return { code, details };
}

/** What a sentence on the first of several things adds about the others. */
export function andMore(count: number): Detail {
  return count === 0 ? '' : { code: 'count.more', details: { count } };
}

/** A detail as text, in the language of whoever reads: one that is a fact itself is a sentence, and one that was kept as a text too. */
export function detailText(detail: ErrorDetails[string] | undefined): string {
  return typeof detail === 'object' ? sentenceOf(detail) : readText(String(detail ?? 'unknown'));
}

export function sentenceOf({ code, details }: ErrorFact): string {
  return formatReport(code, details);
}

/** What a check found, as a fact for any language; of an earlier version, which kept no details, its English text. */
export function findingFact(finding: {
  readonly code: string;
  readonly text: string;
  readonly details?: ErrorDetails | undefined;
}): ErrorFact {
  const { code, details, text } = finding;
  return errorFactSchema.safeParse({ code, details }).data ?? { code: 'audit.fault', details: { text } };
}

/** Closes an exhaustive `switch`: the compiler refuses a case that was forgotten, and the program refuses a value that should not exist. */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${JSON.stringify(value)}`);
}
