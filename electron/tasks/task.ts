/** The process of a task: one request in, progress and one answer out, then it ends. It may be killed at any time. */
import { reportOf } from '../../shared/domain/index.ts';
import { type TaskMessage, taskRequestSchema } from '../../shared/processes/task.ts';
import { connectToParent, type Job } from '../hosts/index.ts';
import { jobs } from './index.ts';

const parent = connectToParent();
const send = (message: TaskMessage): void => parent.send(message);
const known: readonly Job<unknown, unknown, unknown>[] = Object.values(jobs);

parent.onGone(() => process.exit(0));
parent.onMessage(async (message) => {
  // A request that is not valid cannot be answered: it ends this process, and the starter sees that.
  const { job: name, request: raw } = taskRequestSchema.parse(message);
  const job = known.find((candidate) => candidate.name === name);
  if (job === undefined) throw new Error(`There is no job ${name}`);
  const request = job.request.parse(raw);
  try {
    send({ kind: 'done', result: await job.run(request, (progress) => send({ kind: 'progress', progress })) });
  } catch (thrown) {
    send({ kind: 'failed', error: reportOf(thrown) });
  }
  endOnceSaid();
});
send({ kind: 'ready' });

/** Longer than any message takes to leave. */
const FAREWELL_MS = 2000;

/** Lets go of the connection, so that this process ends as soon as its last message has left. */
function endOnceSaid(): void {
  process.channel?.unref();
  setTimeout(() => process.exit(0), FAREWELL_MS).unref();
}
