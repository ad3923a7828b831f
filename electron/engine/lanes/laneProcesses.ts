import type { LaneRuntime } from '../../../shared/processes/lane.ts';
import { type LaneOptions, openLane, type ProcessHost } from '../../hosts/index.ts';
import { RunningLane } from './runningLane.ts';

export interface ProcessListeners {
  /** Called before the tasks learn that the process is gone. */
  readonly onGone: (running: RunningLane) => void;
  /** A process has got a task, or has done one. */
  readonly onChanged: () => void;
}

/** All processes of lanes: those that judge, the one that gets ready to take a lane over, and those that end when their images are done. */
export class LaneProcesses {
  readonly #host: ProcessHost;
  readonly #signal: AbortSignal;
  readonly #listeners: ProcessListeners;
  readonly #processes = new Set<RunningLane>();
  readonly #firstRuntime = Promise.withResolvers<LaneRuntime | null>();
  #offeredProviders: readonly string[] = [];

  constructor(host: ProcessHost, signal: AbortSignal, listeners: ProcessListeners) {
    this.#host = host;
    this.#signal = signal;
    this.#listeners = listeners;
  }

  all(): readonly RunningLane[] {
    return [...this.#processes];
  }

  /** ONNX Runtime as the first that started has loaded it; null where it does not tell. */
  get runtime(): Promise<LaneRuntime | null> {
    return this.#firstRuntime.promise;
  }

  /** What that offers; nothing until one has started. */
  get offeredProviders(): readonly string[] {
    return this.#offeredProviders;
  }

  /** Null where the lanes were closed meanwhile. @throws SigmalineError `lane.start` */
  async launch(options: LaneOptions): Promise<RunningLane | null> {
    const client = await openLane(this.#host, options);
    if (this.#signal.aborted) {
      client.close();
      return null;
    }
    this.#firstRuntime.resolve(client.runtime);
    this.#offeredProviders = client.runtime?.offeredProviders ?? this.#offeredProviders;
    const { onGone, onChanged } = this.#listeners;
    const running = new RunningLane(client, {
      onGone: () => {
        this.#processes.delete(running);
        onGone(running);
      },
      onChanged,
    });
    this.#processes.add(running);
    return running;
  }

  close(): void {
    for (const { client } of this.#processes) client.close();
  }
}
