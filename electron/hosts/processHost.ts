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
  /** What libraries in it print is nobody's business, where the platform lets it be told apart: it fails by design now and then, and says so by messages. */
  readonly isQuiet?: boolean;
}

/** Starts our processes: plain Node by child_process, or Electron's utilityProcess. */
export interface ProcessHost {
  start(role: ProcessRole, options?: StartOptions): HostedProcess;
}
