/** The fitting process: one request in, progress and one recipe version out, then it ends. It may be killed at any time. */
import { reportOf } from '../../shared/domain/index.ts';
import { type FitterMessage, fitterRequestSchema } from '../../shared/processes/fitter.ts';
import { connectToParent } from '../hosts/index.ts';
import { fitRecipe } from './fitting/index.ts';
import { prepareDecoder } from './imaging/index.ts';

/** Longer than any message takes to leave. */
const FAREWELL_MS = 2000;

const parent = connectToParent();
const send = (message: FitterMessage): void => parent.send(message);

prepareDecoder();
parent.onGone(() => process.exit(0));
parent.onMessage(async (message) => {
  // A request that is not valid cannot be answered: it ends this process, and the starter sees that.
  const request = fitterRequestSchema.parse(message);
  try {
    send({ kind: 'done', ...(await fitRecipe(request, (progress) => send({ kind: 'progress', ...progress }))) });
  } catch (thrown) {
    send({ kind: 'failed', error: reportOf(thrown) });
  }
  endOnceSaid();
});
send({ kind: 'ready' });

/** Lets go of the connection, so that this process ends as soon as its last message has left; Electron's port needs the clock. */
function endOnceSaid(): void {
  process.channel?.unref();
  setTimeout(() => process.exit(0), FAREWELL_MS).unref();
}
