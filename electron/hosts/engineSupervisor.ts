import type { Frame } from '../../shared/contract/index.ts';
import { type ErrorReport, type Growth, growingMs, reportOf } from '../../shared/domain/index.ts';
import { type EngineMessage, type EngineRequest, engineMessageSchema } from '../../shared/processes/engine.ts';
import { createEngineWatch, type EngineWatch, type WatchTiming } from './engineWatch.ts';
import { endOf, type HostedProcess, type ProcessHost } from './processHost.ts';

type EngineStart = Extract<EngineRequest, { kind: 'start' }>;
export type EngineChannel = Extract<EngineMessage, { kind: 'frame' }>['channel'];

/** The engine as the rest of the main process sees it: open or not, never a particular process. */
export interface SupervisedEngine {
  readonly isOpen: boolean;
  /** Does nothing while the engine is away: whoever waits for an answer learns of it by `onClose`. */
  send(channel: EngineChannel, frame: unknown): void;
  forgetWindow(): void;
  onFrame(channel: EngineChannel, listener: (frame: unknown) => void): void;
  onOpen(listener: () => void): void;
  onClose(listener: () => void): void;
  /** Lets the engine finish what it is doing; ends it by force after the grace time. */
  stop(): Promise<void>;
}

export interface SupervisionOptions {
  readonly host: ProcessHost;
  readonly start: EngineStart;
  readonly timing: Growth & {
    /** An engine that ran this long was well: its end counts as the first one. */
    readonly settledAfterMs: number;
  };
  readonly stopGraceMs: number;
  readonly watch?: WatchTiming;
  /** The engine said why it cannot work. It is tried again all the same. */
  readonly onFailure: (error: ErrorReport) => void;
  readonly log: (line: string) => void;
}

/** 0 is the number of no other frame, so nobody waits for this answer. */
const SIGN_OF_LIFE: Frame = { kind: 'ping', id: 0 };
const WATCH_TIMING: WatchTiming = { intervalMs: 10_000, silentIntervals: 6 };

/** Starts the engine and starts it again, later each time, whenever it ends without having been asked to. */
export function superviseEngine(options: SupervisionOptions): SupervisedEngine {
  return new EngineSupervisor(options);
}

class EngineSupervisor implements SupervisedEngine {
  readonly #options: SupervisionOptions;
  readonly #openListeners: (() => void)[] = [];
  readonly #closeListeners: (() => void)[] = [];
  readonly #watch: EngineWatch;
  readonly #frameListeners: Record<EngineChannel, ((frame: unknown) => void)[]> = { window: [], host: [] };
  #process: HostedProcess | null = null;
  #openedAt: number | null = null;
  #failures = 0;
  #restart: NodeJS.Timeout | undefined;
  #isStopping = false;

  constructor(options: SupervisionOptions) {
    this.#options = options;
    this.#watch = createEngineWatch(options.watch ?? WATCH_TIMING, {
      ask: () => this.#tell({ kind: 'frame', channel: 'host', frame: SIGN_OF_LIFE }),
      onSilent: () => {
        options.log('The engine hangs; it is ended by force.');
        this.#process?.kill();
      },
    });
    this.#launchOrRetry();
  }

  get isOpen(): boolean {
    return this.#openedAt !== null;
  }

  send(channel: EngineChannel, frame: unknown): void {
    if (this.isOpen) this.#tell({ kind: 'frame', channel, frame });
  }

  forgetWindow(): void {
    if (this.isOpen) this.#tell({ kind: 'windowClosed' });
  }

  onFrame(channel: EngineChannel, listener: (frame: unknown) => void): void {
    this.#frameListeners[channel].push(listener);
  }

  onOpen(listener: () => void): void {
    this.#openListeners.push(listener);
  }

  onClose(listener: () => void): void {
    this.#closeListeners.push(listener);
  }

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
    this.#watch.heard();
    switch (message.kind) {
      case 'started':
        this.#openedAt = performance.now();
        this.#watch.begin();
        for (const listener of this.#openListeners) listener();
        return;
      case 'failed':
        // It cannot work as it is. Its end, which leads to the next try, must not depend on itself.
        this.#options.onFailure(message.error);
        this.#process?.kill();
        return;
      case 'frame':
        for (const listener of this.#frameListeners[message.channel]) listener(message.frame);
        return;
    }
  }

  #ended(code: number | null): void {
    const openedAt = this.#openedAt;
    this.#watch.end();
    this.#process = null;
    this.#openedAt = null;
    if (openedAt !== null) for (const listener of this.#closeListeners) listener();
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
