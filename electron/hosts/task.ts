import { type ErrorReport, SigmalineError } from '../../shared/domain/index.ts';
import type { ProcessHost, ProcessRole } from './processHost.ts';

/** How long a process that has answered may take to end before it is ended. */
const GRACE_MS = 5000;

/** What every process that does one task says: that it is ready for its request, and how it went. It may say more in between. */
interface Spoken {
  readonly kind: string;
}

export interface Task<Message extends Spoken> {
  readonly role: ProcessRole;
  readonly request: unknown;
  /** The message that was meant, undefined where it is none. */
  readonly read: (raw: unknown) => Message | undefined;
  /** Called with what is said between `ready` and the answer. */
  readonly onMessage?: (message: Message) => void;
  readonly crashed: (reason: string) => SigmalineError;
  readonly cancelled: () => SigmalineError;
  /** Ends the process at once; nothing it wrote is of use then. */
  readonly signal?: AbortSignal | undefined;
}

type Done<Message> = Extract<Message, { kind: 'done' }>;
type Failed = { readonly kind: 'failed'; readonly error: ErrorReport };

/**
 * Runs a process that does one task to its end: it says `ready`, gets the request, and answers `done` or `failed`.
 *
 * @throws SigmalineError the process's own code, or that of `crashed` or `cancelled`
 */
export function runTask<Message extends Spoken>(host: ProcessHost, task: Task<Message>): Promise<Done<Message>> {
  return new Promise((resolve, reject) => {
    if (task.signal?.aborted) {
      reject(task.cancelled());
      return;
    }
    const process = host.start(task.role);
    let outcome: Done<Message> | SigmalineError | undefined;
    let grace: NodeJS.Timeout | undefined;

    const cancel = (): void => {
      outcome = task.cancelled();
      process.kill();
    };
    task.signal?.addEventListener('abort', cancel, { once: true });

    const conclude = (found: Done<Message> | SigmalineError): void => {
      outcome ??= found;
      grace ??= setTimeout(() => process.kill(), GRACE_MS);
    };

    process.onMessage((raw) => {
      const message = task.read(raw);
      if (message === undefined || outcome !== undefined) return;
      if (message.kind === 'ready') process.send(task.request);
      else if (isDone(message)) conclude(message);
      else if (isFailed(message)) conclude(new SigmalineError(message.error));
      else task.onMessage?.(message);
    });

    // What it wrote may be renamed or removed only when the process has let go of its files.
    process.onExit((code) => {
      clearTimeout(grace);
      task.signal?.removeEventListener('abort', cancel);
      const reason = code === null ? 'it was ended by a signal' : `exit code ${code}`;
      const result = outcome ?? task.crashed(reason);
      if (result instanceof SigmalineError) reject(result);
      else resolve(result);
    });
  });
}

function isDone<Message extends Spoken>(message: Message): message is Done<Message> {
  return message.kind === 'done';
}

function isFailed(message: Spoken): message is Failed {
  return message.kind === 'failed';
}
