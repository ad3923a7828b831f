import { CommanderError } from 'commander';
import { reportOf, SigmalineError } from '../../shared/domain/index.ts';
import { say } from './terminal.ts';

export const EXIT = { done: 0, failed: 1, wrongUse: 2 } as const;

/** Tells a person what went wrong and gives the exit code for it. */
export function exitCodeOf(thrown: unknown): number {
  if (thrown instanceof CommanderError) {
    // Commander has printed its own message; help and version come as errors with exit code 0.
    return thrown.exitCode === 0 ? EXIT.done : EXIT.wrongUse;
  }
  const { code, message } = reportOf(thrown);
  say(`error: ${message} [${code}]`);
  if (!(thrown instanceof SigmalineError) && thrown instanceof Error && thrown.stack !== undefined) say(thrown.stack);
  return code === 'usage.invalid' ? EXIT.wrongUse : EXIT.failed;
}

export function wrongUse(reason: string): SigmalineError {
  return new SigmalineError('usage.invalid', { reason });
}
