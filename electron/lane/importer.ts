/** The process that adds a backbone: one request in, one complete backbone out, then it ends. A network that crashes its runtime takes only this along. */
import { reportOf } from '../../shared/domain/index.ts';
import { type ImporterMessage, importerRequestSchema } from '../../shared/processes/importer.ts';
import { connectToParent } from '../hosts/index.ts';
import { importBackbone } from './importing/index.ts';

/** Longer than any message takes to leave. */
const FAREWELL_MS = 2000;

const parent = connectToParent();
const send = (message: ImporterMessage): void => parent.send(message);

parent.onGone(() => process.exit(0));
parent.onMessage(async (message) => {
  // A request that is not valid cannot be answered: it ends this process, and the starter sees that.
  const request = importerRequestSchema.parse(message);
  try {
    send({ kind: 'done', manifest: await importBackbone(request) });
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
