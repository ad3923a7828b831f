import type { z } from 'zod';
import { SigmalineError } from '../../shared/domain/index.ts';
import { type TaskRequest, taskMessageSchema } from '../../shared/processes/task.ts';
import { endOf, type ProcessHost } from './processHost.ts';

/** How long a process that has answered may take to end before it is ended. */
const GRACE_MS = 5000;

/** What a process of its own does once: asked for with one request, answered with one result. */
export interface Job<Request, Progress, Result> {
  readonly name: string;
  readonly request: z.ZodType<Request>;
  readonly progress: z.ZodType<Progress>;
  readonly result: z.ZodType<Result>;
  /** The error where its process ends without an answer. */
  crashed(reason: string): SigmalineError;
  cancelled(): SigmalineError;
  /** In the process of the task. Imports only here what the job needs: the process that asks for it loads none of that. */
  run(request: Request, report: (progress: Progress) => void): Promise<Result>;
}

export interface TaskOptions<Progress> {
  readonly onProgress?: (progress: Progress) => void;
  /** Ends the process at once; nothing it wrote is of use then. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a job in a process of its own, to its end.
 *
 * @throws SigmalineError the job's own code, or that of `crashed` or `cancelled`
 */
export function runTask<Request, Progress, Result>(
  host: ProcessHost,
  job: Job<Request, Progress, Result>,
  request: NoInfer<Request>,
  { onProgress, signal }: TaskOptions<NoInfer<Progress>> = {},
): Promise<Result> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(job.cancelled());
      return;
    }
    const process = host.start('task');
    let outcome: (() => void) | undefined;

    const cancel = (): void => {
      outcome = () => reject(job.cancelled());
      process.kill();
    };
    signal?.addEventListener('abort', cancel, { once: true });

    const conclude = (settle: () => void): void => {
      outcome = settle;
      void endOf(process, GRACE_MS);
    };

    process.onMessage((raw) => {
      const { data: message } = taskMessageSchema.safeParse(raw);
      if (message === undefined || outcome !== undefined) return;
      switch (message.kind) {
        case 'ready':
          process.send({ job: job.name, request } satisfies TaskRequest);
          return;
        case 'progress': {
          const progress = job.progress.safeParse(message.progress);
          if (progress.success) onProgress?.(progress.data);
          return;
        }
        case 'done': {
          const result = job.result.safeParse(message.result);
          if (result.success) conclude(() => resolve(result.data));
          return;
        }
        case 'failed':
          conclude(() => reject(new SigmalineError(message.error)));
          return;
      }
    });

    // What it wrote may be renamed or removed only when the process has let go of its files.
    process.onExit((code) => {
      signal?.removeEventListener('abort', cancel);
      const reason = code === null ? 'it was ended by a signal' : `exit code ${code}`;
      if (outcome === undefined) reject(job.crashed(reason));
      else outcome();
    });
  });
}
