import { type ChildProcess, spawn, spawnSync } from 'node:child_process';

interface Limits {
  /** How long it may take. */
  readonly limitMs: number;
  /** How long it may clean up, once it was asked to end. */
  readonly graceMs: number;
}

interface Ended {
  readonly code: number;
  /** It took longer than it may, and was ended with all that it had started. */
  readonly isLate: boolean;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
const IS_WINDOWS = process.platform === 'win32';

/**
 * Runs a program and waits for its end, or for its limit: a worker that hangs would hold up the program, and who waits for it, for ever. The program leads a group of
 * processes of its own, which ends with it where it is late, and where this process is asked to end.
 *
 * @param hear gets what it says; left out, it says it where this process does
 */
export async function runLimited(
  command: string,
  programArguments: readonly string[],
  { limitMs, graceMs }: Limits,
  { cwd, hear }: { readonly cwd?: string; readonly hear?: (bytes: Buffer) => void } = {},
): Promise<Ended> {
  const output = hear === undefined ? 'inherit' : 'pipe';
  const child = spawn(command, programArguments, {
    ...(cwd === undefined ? {} : { cwd }),
    stdio: ['ignore', output, output],
    shell: IS_WINDOWS,
    detached: !IS_WINDOWS,
  });
  if (hear !== undefined) for (const stream of [child.stdout, child.stderr]) stream?.on('data', hear);
  let isLate = false;
  const over = Promise.withResolvers<number>();
  const end = (): void => {
    endGroup(child, 'SIGTERM');
    setTimeout(() => {
      endGroup(child, 'SIGKILL');
      over.resolve(1);
    }, graceMs);
  };
  const clock = setTimeout(() => {
    isLate = true;
    end();
  }, limitMs);
  for (const signal of SIGNALS) process.once(signal, end);
  child.once('error', (error) => {
    console.error(error.message);
    over.resolve(1);
  });
  // What it says may arrive after its end, and whoever it started may go on. One that is late is over when its whole group is.
  child.once(hear === undefined ? 'exit' : 'close', (code: number | null) => {
    if (!isLate) over.resolve(code ?? 1);
  });
  const code = await over.promise;
  clearTimeout(clock);
  for (const signal of SIGNALS) process.removeListener(signal, end);
  return { code: isLate ? 1 : code, isLate };
}

function endGroup({ pid }: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) return;
  try {
    if (IS_WINDOWS) spawnSync('taskkill', ['/pid', String(pid), '/t', '/f']);
    else process.kill(-pid, signal);
  } catch {
    // Nobody of it is left.
  }
}
