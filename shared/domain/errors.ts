import { type ErrorCode, type ErrorDetails, formatError } from '../i18n/errors.ts';

export type { ErrorCode, ErrorDetails };

/** What crosses a process boundary instead of an exception. */
export interface ErrorReport {
  readonly code: ErrorCode;
  readonly message: string;
  readonly details: ErrorDetails;
}

/** Every failure that a person can meet: a stable code, the things it names, and a sentence with the remedy. */
export class SigmalineError extends Error {
  override readonly name = 'SigmalineError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails;

  constructor(code: ErrorCode, details: ErrorDetails = {}, cause?: unknown) {
    super(formatError(code, details), cause === undefined ? undefined : { cause });
    this.code = code;
    this.details = details;
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

/** The error that a report from another process stands for. */
export function errorFrom(report: ErrorReport): SigmalineError {
  return new SigmalineError(report.code, report.details);
}
