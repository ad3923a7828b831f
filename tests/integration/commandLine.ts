import { AsyncLocalStorage } from 'node:async_hooks';
import { execFile } from 'node:child_process';
import { Readable } from 'node:stream';
import { runProgram } from '../../electron/cli/program.ts';
import { COMMAND_LINE } from './engine/testProcesses.ts';

export interface Ended {
  readonly code: number;
  /** What it printed as its result. */
  readonly output: string;
  /** What it said to a person. */
  readonly said: string;
}

/** A command as it is delivered, in a process of its own, which takes half a second of a processor before it does anything. */
export function startCommand(words: readonly string[], input = '', folder = process.cwd()): Promise<Ended> {
  return new Promise((resolve) => {
    const { stdin } = execFile(process.execPath, [COMMAND_LINE, ...words], { cwd: folder }, (error, output, said) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error === null ? 0 : -1, output, said });
    });
    stdin?.end(input);
  });
}

interface Running {
  readonly stdin: Readable;
  readonly stdout: string[];
  readonly stderr: string[];
}

const running = new AsyncLocalStorage<Running>();

for (const name of ['stdout', 'stderr'] as const) {
  const write = process[name].write.bind(process[name]) as (...given: unknown[]) => boolean;
  const collected = (text: string | Uint8Array, ...rest: unknown[]): boolean => {
    const texts = running.getStore()?.[name];
    return texts === undefined ? write(text, ...rest) : texts.push(text.toString()) > 0;
  };
  Object.assign(process[name], { write: collected });
}
const { stdin } = process;
Object.defineProperty(process, 'stdin', { configurable: true, get: () => running.getStore()?.stdin ?? stdin });

/** The same in the process of the test, one command after another: input, outputs and exit code are those that a process would have. */
export async function runCommand(words: readonly string[], input = ''): Promise<Ended> {
  const own: Running = { stdin: Readable.from([input]), stdout: [], stderr: [] };
  const { exitCode } = process;
  process.exitCode = 0;
  try {
    await running.run(own, () => runProgram(words));
    return { code: Number(process.exitCode), output: own.stdout.join(''), said: own.stderr.join('') };
  } finally {
    process.exitCode = exitCode;
  }
}

/** What a command prints as its result. @throws with what it `said` and its exit `code` where it fails */
export async function printedBy(ending: Promise<Ended>): Promise<string> {
  const ended = await ending;
  if (ended.code !== 0) throw Object.assign(new Error(`exit code ${ended.code}: ${ended.said}`), ended);
  return ended.output;
}

/** That and what it says to a person. @throws as `printedBy` does */
export async function saidBy(ending: Promise<Ended>): Promise<string> {
  return (await printedBy(ending)) + (await ending).said;
}
