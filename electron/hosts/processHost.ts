/** Which of our processes to start. */
export type ProcessRole = 'engine' | 'lane' | 'task' | 'connector';

/** A process that was started and exchanges messages with its starter. */
export interface HostedProcess {
  readonly pid: number | undefined;
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** `code` is null where a signal ended it. Called once, also where it could not be started. */
  onExit(listener: (code: number | null) => void): void;
  kill(): void;
}

/** Starts our processes. */
export interface ProcessHost {
  /** @param options `isQuiet`: what libraries in it print is nobody's business: it fails by design now and then, and says so by messages */
  start(role: ProcessRole, options?: { readonly isQuiet?: boolean }): HostedProcess;
}

/** ms by a clock that nobody sets, and that is the same one in all processes of a machine. */
export function steadyMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
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

/** The starter of this process, as a lane, a task or the engine sees it. */
export interface Parent {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** The starter has gone: nobody will ever read another answer. */
  onGone(listener: () => void): void;
}

export function connectToParent(): Parent {
  return {
    send(message) {
      // A starter that was killed is noticed by `onGone`; what could not be sent to it any more is nobody's trouble.
      if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
    },
    onMessage: (listener) => process.on('message', listener),
    onGone: (listener) => process.once('disconnect', listener),
  };
}
