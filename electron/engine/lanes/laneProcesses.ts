import type { LaneRuntime } from '../../../shared/processes/lane.ts';
import { type LaneOptions, openLane, type ProcessHost } from '../../hosts/index.ts';
import { RunningLane } from './runningLane.ts';

/** All processes of lanes: those that judge, the one that gets ready to take a lane over, and those that end when their images are done. */
export interface LaneProcesses {
  all(): readonly RunningLane[];
  /** ONNX Runtime as the first that started has loaded it; null where it does not tell. */
  readonly runtime: Promise<LaneRuntime | null>;
  /** What that offers; nothing until one has started. */
  offeredProviders(): readonly string[];
  /** Null where the lanes were closed meanwhile. @throws SigmalineError `lane.start` */
  launch(options: LaneOptions): Promise<RunningLane | null>;
  close(): void;
}

export interface LaneProcessesOptions {
  readonly host: ProcessHost;
  readonly signal: AbortSignal;
  /** Called before the tasks learn that the process is gone. */
  readonly onGone: (running: RunningLane) => void;
  /** A process has got a task, or has done one. */
  readonly onChanged: () => void;
}

export function createLaneProcesses({ host, signal, onGone, onChanged }: LaneProcessesOptions): LaneProcesses {
  const processes = new Set<RunningLane>();
  const firstRuntime = Promise.withResolvers<LaneRuntime | null>();
  let offered: readonly string[] = [];
  return {
    all: () => [...processes],
    runtime: firstRuntime.promise,
    offeredProviders: () => offered,
    async launch(options) {
      const client = await openLane(host, options);
      if (signal.aborted) {
        client.close();
        return null;
      }
      firstRuntime.resolve(client.runtime);
      offered = client.runtime?.offeredProviders ?? offered;
      const running = new RunningLane(client, {
        onGone() {
          processes.delete(running);
          onGone(running);
        },
        onChanged,
      });
      processes.add(running);
      return running;
    },
    close() {
      for (const { client } of processes) client.close();
    },
  };
}
