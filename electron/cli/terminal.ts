import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { SingleBar } from 'cli-progress';
import { CommanderError } from 'commander';
import { reportOf, SigmalineError } from '../../shared/domain/index.ts';

/** What a command says to a person goes to standard error; standard output is for its result. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** A command's result. */
export function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

export interface ProgressDisplay {
  update(title: string, done: number, total: number): void;
  /** Leaves the terminal as it was; to be called also after a failure. */
  end(): void;
}

const PLAIN_STEPS = 10;

/** A bar where standard error is a terminal, otherwise a plain line for every tenth of the way. */
export function showProgress(): ProgressDisplay {
  return process.stderr.isTTY ? progressBar() : progressLines();
}

function progressBar(): ProgressDisplay {
  let bar: SingleBar | null = null;
  let shown = '';
  const end = (): void => {
    bar?.stop();
    bar = null;
  };
  return {
    update(title, done, total) {
      if (bar === null || title !== shown) {
        end();
        shown = title;
        bar = new SingleBar({
          format: '{title} {bar} {value}/{total}  {eta_formatted} left',
          barCompleteChar: '█',
          barIncompleteChar: '░',
          barsize: 32,
          hideCursor: true,
          stopOnComplete: true,
        });
        bar.start(total, 0, { title: title.padEnd(24) });
      }
      bar.update(done);
    },
    end,
  };
}

function progressLines(): ProgressDisplay {
  let shown = '';
  let lastStep = -1;
  return {
    update(title, done, total) {
      const step = Math.floor((done / total) * PLAIN_STEPS);
      if (title === shown && step === lastStep) return;
      shown = title;
      lastStep = step;
      say(`${title}: ${done} of ${total}`);
    },
    end: () => undefined,
  };
}

/** A secret, which the terminal does not show; of a program, the first line of its input. @throws SigmalineError `usage.invalid` where there is none */
export async function askSecret(title: string): Promise<string> {
  const { stdin } = process;
  const nothing = new Writable({ write: (_, __, done) => done() });
  const lines = createInterface({ input: stdin, output: nothing, terminal: stdin.isTTY });
  if (stdin.isTTY) process.stderr.write(`${title}: `);
  try {
    for await (const line of lines) return line;
  } finally {
    lines.close();
    if (stdin.isTTY) say('');
  }
  throw wrongUse('A secret is needed: type it, or give it as the first line of the input.');
}

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
