import { EventEmitter } from 'node:events';
import type { Frame } from '../../shared/contract/index.ts';
import { type ErrorReport, type Growth, growingMs, reportOf } from '../../shared/domain/index.ts';
import {
  type EngineMessage,
  type EngineRequest,
  engineMessageSchema,
  type Line,
} from '../../shared/processes/engine.ts';
import { endOf, type HostedProcess, type ProcessHost } from './processHost.ts';

export interface SupervisionOptions {
  readonly host: ProcessHost;
  readonly start: Extract<EngineRequest, { kind: 'start' }>;
  readonly timing: Growth & {
    /** An engine that ran this long was well: its end counts as the first one. */
    readonly settledAfterMs: number;
  };
  readonly stopGraceMs: number;
  /** After so many intervals without a word from the engine it counts as hanging. */
  readonly watch?: { readonly intervalMs: number; readonly silentIntervals: number };
  /** The engine said why it cannot work. It is tried again all the same. */
  readonly onFailure: (error: ErrorReport) => void;
  readonly log: (line: string) => void;
}

/** 0 is the number of no other frame, so nobody waits for this answer. */
const SIGN_OF_LIFE: Frame = { kind: 'ping', id: 0 };
const WATCH = { intervalMs: 10_000, silentIntervals: 6 };

/**
 * Starts the engine and starts it again, later each time, whenever it ends without having been asked to, or hangs. Its users see it open or not, never
 * a particular process.
 */
export class EngineSupervisor {
  readonly #options: SupervisionOptions;
  readonly #listeners = new EventEmitter<{
    open: [];
    close: [];
    window: [unknown];
    board: [unknown];
    host: [unknown];
  }>();
  #process: HostedProcess | null = null;
  #openedAt: number | null = null;
  #failures = 0;
  #restart: NodeJS.Timeout | undefined;
  #watch: NodeJS.Timeout | undefined;
  #silentIntervals = 0;
  #isStopping = false;

  constructor(options: SupervisionOptions) {
    this.#options = options;
    this.#launchOrRetry();
  }

  get isOpen(): boolean {
    return this.#openedAt !== null;
  }

  /** Does nothing while the engine is away: whoever waits for an answer learns of it by `onClose`. */
  send(channel: Line, frame: unknown): void {
    if (this.isOpen) this.#tell({ kind: 'frame', channel, frame });
  }

  forget(channel: Line): void {
    if (this.isOpen) this.#tell({ kind: 'windowClosed', channel });
  }

  onFrame(channel: Line, listener: (frame: unknown) => void): void {
    this.#listeners.on(channel, listener);
  }

  onOpen(listener: () => void): void {
    this.#listeners.on('open', listener);
  }

  onClose(listener: () => void): void {
    this.#listeners.on('close', listener);
  }

  /** Lets the engine finish what it is doing; ends it by force after the grace time. */
  async stop(): Promise<void> {
    clearTimeout(this.#restart);
    this.#isStopping = true;
    if (this.#process === null) return;
    const ended = endOf(this.#process, this.#options.stopGraceMs);
    this.#tell({ kind: 'stop' });
    await ended;
  }

  #tell(request: EngineRequest): void {
    this.#process?.send(request);
  }

  #launch(): void {
    const launched = this.#options.host.start('engine');
    this.#process = launched;
    launched.onMessage((raw) => {
      const message = engineMessageSchema.safeParse(raw);
      if (message.success) this.#receive(message.data);
    });
    launched.onExit((code) => this.#ended(code));
    this.#tell(this.#options.start);
  }

  #receive(message: EngineMessage): void {
    this.#silentIntervals = 0;
    switch (message.kind) {
      case 'started':
        this.#openedAt = performance.now();
        this.#watchForHanging();
        this.#listeners.emit('open');
        return;
      case 'failed':
        // It cannot work as it is. Its end, which leads to the next try, must not depend on itself.
        this.#options.onFailure(message.error);
        this.#process?.kill();
        return;
      case 'frame':
        this.#listeners.emit(message.channel, message.frame);
        return;
    }
  }

  /**
   * Asks the engine for signs of life: a process that hangs is as bad for the line as one that ended, and nobody starts it again. Intervals are counted,
   * not the time that passed, so that a machine that wakes from sleep finds no engine guilty.
   */
  #watchForHanging(): void {
    const { intervalMs, silentIntervals } = this.#options.watch ?? WATCH;
    clearInterval(this.#watch);
    this.#watch = setInterval(() => {
      this.#silentIntervals += 1;
      if (this.#silentIntervals <= silentIntervals) {
        this.#tell({ kind: 'frame', channel: 'host', frame: SIGN_OF_LIFE });
        return;
      }
      clearInterval(this.#watch);
      this.#options.log('The engine hangs; it is ended by force.');
      this.#process?.kill();
    }, intervalMs);
  }

  #ended(code: number | null): void {
    const openedAt = this.#openedAt;
    clearInterval(this.#watch);
    this.#process = null;
    this.#openedAt = null;
    if (openedAt !== null) this.#listeners.emit('close');
    if (this.#isStopping) return;
    const { timing, log } = this.#options;
    if (openedAt !== null && performance.now() - openedAt >= timing.settledAfterMs) this.#failures = 0;
    const delayMs = growingMs(this.#failures, timing);
    this.#failures += 1;
    log(`The engine ended (${code === null ? 'killed' : `exit code ${code}`}); it starts again in ${delayMs} ms.`);
    this.#restart = setTimeout(() => this.#launchOrRetry(), delayMs);
  }

  #launchOrRetry(): void {
    try {
      this.#launch();
    } catch (thrown) {
      this.#options.onFailure(reportOf(thrown));
      this.#ended(null);
    }
  }
}
