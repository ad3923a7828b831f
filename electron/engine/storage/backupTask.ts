import { SigmalineError } from '../../../shared/domain/index.ts';
import { type BackupMessage, type BackupRequest, backupMessageSchema } from '../../../shared/processes/backup.ts';
import { type ProcessHost, runTask } from '../../hosts/index.ts';

/** Has the process for backups do one thing. @returns the last sequence number in what was copied or checked */
export async function runBackupTask(host: ProcessHost, request: BackupRequest, signal: AbortSignal): Promise<number> {
  const done = await runTask<BackupMessage>(host, {
    role: 'backup',
    request,
    read: (raw) => backupMessageSchema.safeParse(raw).data,
    crashed: (reason) => new SigmalineError('backup.crashed', { reason }),
    cancelled: () => new SigmalineError('backup.crashed', { reason: 'the station is closing' }),
    signal,
  });
  return done.lastSequence;
}
