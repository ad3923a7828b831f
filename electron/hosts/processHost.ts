/** Which of our processes to start. */
export type ProcessRole = 'engine' | 'lane' | 'task';

/** A process that was started and exchanges messages with its starter. */
export interface HostedProcess {
  readonly pid: number | undefined;
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** `code` is null where a signal ended it. Called once, also where it could not be started. */
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
}

export interface StartOptions {
  /** What libraries in it print is nobody's business: it fails by design now and then, and says so by messages. */
  readonly isQuiet?: boolean;
}

/** Starts our processes. */
export interface ProcessHost {
  start(role: ProcessRole, options?: StartOptions): HostedProcess;
}

/** Resolves when the process has ended; by force after the grace time. */
export function endOf(process: HostedProcess, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => process.kill(), graceMs);
    process.onExit(() => {
      clearTimeout(force);
      resolve();
    });
  });
}

export interface RestartTiming {
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
}

/** Doubles with every end in a row, so that a process that cannot start does not keep the machine busy. */
export function restartDelayMs(endsBefore: number, { firstDelayMs, longestDelayMs }: RestartTiming): number {
  return Math.min(longestDelayMs, firstDelayMs * 2 ** endsBefore);
}
