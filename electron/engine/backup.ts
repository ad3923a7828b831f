/**
 * The process that copies and checks the database, so that neither the operator nor the line waits for it: one request in, one answer out, then it ends.
 * It may be killed at any time: a backup has its name only when it is whole.
 */
import { setPriority } from 'node:os';
import { reportOf } from '../../shared/domain/index.ts';
import { type BackupMessage, type BackupRequest, backupRequestSchema } from '../../shared/processes/backup.ts';
import { connectToParent } from '../hosts/index.ts';
import { checkStationDatabase, copyDatabase } from './storage/index.ts';

/** Longer than any message takes to leave. */
const FAREWELL_MS = 2000;
/** Behind everything that a part waits for. */
const LOW_PRIORITY = 10;

const parent = connectToParent();
const send = (message: BackupMessage): void => parent.send(message);

parent.onGone(() => process.exit(0));
parent.onMessage(async (message) => {
  // A request that is not valid cannot be answered: it ends this process, and the starter sees that.
  const request = backupRequestSchema.parse(message);
  try {
    send(await answer(request));
  } catch (thrown) {
    send({ kind: 'failed', error: reportOf(thrown) });
  }
  // Lets go of the connection, so that this process ends as soon as its last message has left; Electron's port needs the clock.
  process.channel?.unref();
  setTimeout(() => process.exit(0), FAREWELL_MS).unref();
});
bePatient();
send({ kind: 'ready' });

async function answer(request: BackupRequest): Promise<BackupMessage> {
  const at = new Date();
  switch (request.kind) {
    case 'backUp': {
      const { path, lastSequence } = await copyDatabase(request, at);
      return { kind: 'done', file: path, lastSequence, at: at.toISOString() };
    }
    case 'check': {
      const { records } = checkStationDatabase(request.database, request.depth);
      return { kind: 'done', file: null, lastSequence: records, at: at.toISOString() };
    }
  }
}

function bePatient(): void {
  try {
    setPriority(LOW_PRIORITY);
  } catch {
    // Where a process may not step back, the backup takes its share of the processor.
  }
}
