import type { ErrorReport, SigmalineError } from '../../../shared/domain/index.ts';
import type { InspectionResult } from '../../../shared/processes/lane.ts';
import {
  type FileJob,
  type InspectJob,
  type LaneClient,
  LaneJobError,
  type LaneOptions,
  openLane,
  type ProcessHost,
} from '../../hosts/index.ts';

export type LaneOutcome =
  | { readonly kind: 'judged'; readonly result: InspectionResult }
  | { readonly kind: 'refused'; readonly error: ErrorReport; readonly sha256: string | null }
  /** The lane ended or hung. Where the image is not `blamed`, it only waited behind the one that was at work. */
  | { readonly kind: 'lost'; readonly error: SigmalineError; readonly blamed: boolean };

export interface LaneStatus {
  readonly id: number;
  readonly state: 'starting' | 'idle' | 'busy' | 'failed';
  readonly executionProvider: string | null;
}

export interface LanePool {
  /** How many jobs are worth giving at once: the next image is read while one is judged. */
  readonly capacity: number;
  /** `alone`: no other image shares the lane meanwhile, so that a death of the lane is this image's. */
  inspect(job: InspectJob, options: { readonly alone: boolean }): Promise<LaneOutcome>;
  /** @throws LaneJobError where the lane refuses or ends */
  write(job: FileJob): Promise<void>;
  status(): LaneStatus[];
  /** The sentence that says why a lane cannot start; null where all could. */
  problem(): string | null;
  close(): void;
}

export interface LanePoolOptions {
  readonly host: ProcessHost;
  readonly count: number;
  readonly lane?: LaneOptions;
  readonly onChanged: () => void;
  readonly onTrouble: (error: unknown) => void;
}

interface Task {
  readonly alone: boolean;
  attempt(client: LaneClient): Promise<void>;
  failed(error: Error, blamed: boolean): void;
}

interface Lane {
  readonly id: number;
  client: LaneClient | null;
  startProblem: string | null;
  failedStarts: number;
  tasks: Task[];
  /** Whose fault it was that the lane went away; undefined while it is there. */
  culprit: Task | null | undefined;
}

/** One image is judged, one is being read, and one waits, so that the lane never does. */
const TASKS_PER_LANE = 3;
const FIRST_RESTART_DELAY_MS = 250;
const LONGEST_RESTART_DELAY_MS = 15_000;

/** Keeps `count` lanes running, replaces those that end, and spreads jobs over them. */
export function createLanePool({ host, count, lane: laneOptions, onChanged, onTrouble }: LanePoolOptions): LanePool {
  const waiting: Task[] = [];
  const restarts = new Set<NodeJS.Timeout>();
  let closed = false;

  const lanes = Array.from({ length: count }, (_, index): Lane => {
    return { id: index + 1, client: null, startProblem: null, failedStarts: 0, tasks: [], culprit: undefined };
  });
  for (const lane of lanes) void start(lane);

  async function start(lane: Lane): Promise<void> {
    try {
      const client = await openLane(host, laneOptions);
      if (closed) {
        client.close();
        return;
      }
      lane.client = client;
      lane.culprit = undefined;
      lane.startProblem = null;
      lane.failedStarts = 0;
      client.onGone(() => replace(lane));
      spread();
    } catch (thrown) {
      if (closed) return;
      lane.startProblem = thrown instanceof Error ? thrown.message : String(thrown);
      onTrouble(thrown);
      const delay = Math.min(LONGEST_RESTART_DELAY_MS, FIRST_RESTART_DELAY_MS * 2 ** lane.failedStarts);
      lane.failedStarts += 1;
      startLater(lane, delay);
    }
    onChanged();
  }

  function startLater(lane: Lane, delayMs: number): void {
    const clock = setTimeout(() => {
      restarts.delete(clock);
      void start(lane);
    }, delayMs);
    restarts.add(clock);
  }

  /** Runs before the jobs of the lane learn that it is gone: they ask whose fault it was. */
  function replace(lane: Lane): void {
    lane.client = null;
    if (lane.culprit === undefined) lane.culprit = lane.tasks[0] ?? null;
    if (!closed) startLater(lane, FIRST_RESTART_DELAY_MS);
    onChanged();
  }

  function spread(): void {
    for (;;) {
      const [task] = waiting;
      if (task === undefined) return;
      const free = lanes.filter((lane) => hasRoom(lane, task)).sort((a, b) => a.tasks.length - b.tasks.length)[0];
      if (free === undefined) return;
      waiting.shift();
      void work(free, task);
    }
  }

  function hasRoom(lane: Lane, task: Task): boolean {
    if (lane.client === null) return false;
    if (lane.tasks.length === 0) return true;
    return lane.tasks.length < TASKS_PER_LANE && !task.alone && !lane.tasks.some((other) => other.alone);
  }

  async function work(lane: Lane, task: Task): Promise<void> {
    const { client } = lane;
    if (client === null) return;
    lane.tasks.push(task);
    onChanged();
    try {
      await task.attempt(client);
    } catch (thrown) {
      // The clock ends a lane that hangs; only the job that hung is to blame.
      if (thrown instanceof LaneJobError && thrown.code === 'lane.timeout' && lane.culprit === undefined) {
        lane.culprit = task;
      }
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      task.failed(error, !closed && lane.culprit === task);
    } finally {
      lane.tasks = lane.tasks.filter((other) => other !== task);
      onChanged();
      spread();
    }
  }

  function enqueue(task: Task): void {
    if (closed) task.failed(closing(), false);
    else {
      waiting.push(task);
      spread();
    }
  }

  return {
    capacity: count * TASKS_PER_LANE,
    inspect(job, { alone }) {
      return new Promise((resolve, reject) => {
        enqueue({
          alone,
          attempt: async (client) => resolve({ kind: 'judged', result: await client.inspect(job) }),
          failed: (error, blamed) => {
            if (!(error instanceof LaneJobError)) reject(error);
            else if (error.isLaneFailure) resolve({ kind: 'lost', error, blamed });
            else resolve({ kind: 'refused', error, sha256: error.sha256 });
          },
        });
      });
    },
    write(job) {
      return new Promise((resolve, reject) => {
        enqueue({
          alone: false,
          attempt: async (client) => resolve(await client.write(job)),
          failed: reject,
        });
      });
    },
    status: () => lanes.map(statusOf),
    problem: () => lanes.find((lane) => lane.startProblem !== null)?.startProblem ?? null,
    close() {
      closed = true;
      for (const clock of restarts) clearTimeout(clock);
      for (const lane of lanes) lane.client?.close();
      for (const task of waiting.splice(0)) task.failed(closing(), false);
    },
  };
}

function closing(): LaneJobError {
  return new LaneJobError({ code: 'lane.start', details: { reason: 'the station is closing' } }, null);
}

function statusOf(lane: Lane): LaneStatus {
  const executionProvider = lane.client?.executionProvider ?? null;
  if (lane.client !== null) return { id: lane.id, state: lane.tasks.length > 0 ? 'busy' : 'idle', executionProvider };
  return { id: lane.id, state: lane.startProblem === null ? 'starting' : 'failed', executionProvider };
}
