import { type DetailArguments, type ErrorCode, type ErrorDetails, formatError, formatReport } from '../i18n/errors.ts';

export type { ErrorCode, ErrorDetails };

/** What crosses a process boundary instead of an exception. */
export interface ErrorReport {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
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
  constructor(report: Pick<ErrorReport, 'code' | 'details'>);
  constructor(what: ErrorCode | Pick<ErrorReport, 'code' | 'details'>, details: ErrorDetails = {}, cause?: unknown) {
    const report = typeof what === 'string' ? { code: what, details } : what;
    super(formatReport(report.code, report.details), cause === undefined ? undefined : { cause });
    this.code = report.code;
    this.details = report.details;
  }
}

/** The report of any thrown value: its own code where it has one, `internal` where it was not foreseen. */
export function reportOf(thrown: unknown): ErrorReport {
  if (thrown instanceof SigmalineError) {
    return { code: thrown.code, message: thrown.message, details: thrown.details };
  }
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'internal', message: formatError('internal', { reason }), details: { reason } };
}
