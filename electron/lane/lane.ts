/**
 * The inference process: paths and recipe folders in, scores and file names out. It may be killed at any time; whoever started it asks
 * again. Keep three requests on their way to keep it busy: one runs, one is decoded, one waits;
 * and one more for each further image that it may decode at once (`mostDecoders`).
 *
 * SIGMALINE_LANE_THREADS sets the threads of the network where the starter does not, SIGMALINE_LANE_PROVIDER what it runs on (cpu, webgpu, cuda ...)
 * where a job does not say.
 */
import { type LaneMessage, laneRequestSchema } from '../../shared/processes/lane.ts';
import { connectToParent } from '../hosts/index.ts';
import { Decoders } from './decoding/index.ts';
import { prepareDecoder } from './imaging/index.ts';
import { JobQueue } from './jobQueue.ts';
import { type JobTools, stagedJob } from './jobs/index.ts';
import { networkProvider, networkThreads } from './network.ts';
import { offeredProviders, openRecipeSession, RUNTIME_VERSION, SessionCache } from './session/index.ts';

/** A line changes between few products; sessions of large backbones take some hundred megabytes each, and memory ends them sooner. */
const SESSIONS_KEPT = 8;
/** Of the memory that the lane may take; the rest is for images and for what one more session takes. */
const SESSIONS_SHARE = 0.6;

const parent = connectToParent();
const send = (message: LaneMessage): void => parent.send(message);
const ownProvider = networkProvider(process.env);
let threads = networkThreads(process.env);
let sessionsBytes = Number.POSITIVE_INFINITY;

const sessions = new SessionCache(
  (folder, recipe, executionProvider = ownProvider) =>
    openRecipeSession(folder, recipe, { threads, executionProvider }),
  SESSIONS_KEPT,
  { hasRoom: () => process.memoryUsage.rss() < sessionsBytes },
);
const decoders = new Decoders(threads);
const tools: JobTools = {
  sessions,
  decoders,
  configure(wished) {
    threads = wished.threads ?? threads;
    decoders.setThreads(threads);
    if (wished.memoryBytes !== null) sessionsBytes = wished.memoryBytes * SESSIONS_SHARE;
  },
};
const queue = new JobQueue(
  (answer) => send({ ...answer, memoryBytes: process.memoryUsage.rss() }),
  () => decoders.ahead,
);

prepareDecoder();
parent.onGone(() => process.exit(0));
parent.onMessage((message) => {
  // A request that is not valid cannot be answered: it ends this process, and the starter sees that.
  const { id, job } = laneRequestSchema.parse(message);
  queue.add(id, stagedJob(job, tools));
});
send({
  kind: 'ready',
  executionProvider: ownProvider,
  runtime: { version: RUNTIME_VERSION, offeredProviders: [...offeredProviders()] },
});
