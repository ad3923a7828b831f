/**
 * The inference process: paths and recipe folders in, scores and file names out. It may be killed at any time; whoever started it asks
 * again. Keep three requests on their way to keep it busy: one runs, one is decoded, one waits.
 *
 * SIGMALINE_LANE_THREADS sets the threads of the network, SIGMALINE_LANE_PROVIDER what it runs on (cpu, webgpu, cuda ...).
 */
import { type LaneMessage, laneRequestSchema } from '../../shared/processes/lane.ts';
import { connectToParent } from '../hosts/index.ts';
import { prepareDecoder } from './imaging/index.ts';
import { JobQueue } from './jobQueue.ts';
import { stagedJob } from './jobs/index.ts';
import { networkProvider } from './provider.ts';
import { openRecipeSession, SessionCache } from './session/index.ts';
import { networkThreads } from './threads.ts';

/** Sessions of large backbones take some hundred megabytes each. */
const SESSIONS_KEPT = 3;
const DECODER_THREADS = 2;

const parent = connectToParent();
const send = (message: LaneMessage): void => parent.send(message);
const threads = networkThreads(process.env);
const executionProvider = networkProvider(process.env);
const sessions = new SessionCache(
  (folder, recipe) => openRecipeSession(folder, recipe, { threads, executionProvider }),
  SESSIONS_KEPT,
);
const queue = new JobQueue(send);

prepareDecoder(DECODER_THREADS);
parent.onGone(() => process.exit(0));
parent.onMessage((message) => {
  // A request that is not valid cannot be answered: it ends this process, and the starter sees that.
  const { id, job } = laneRequestSchema.parse(message);
  queue.add(id, stagedJob(job, sessions));
});
send({ kind: 'ready', executionProvider });
