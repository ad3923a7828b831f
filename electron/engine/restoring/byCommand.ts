import { basename, dirname, resolve } from 'node:path';
import { type BackupAccount, backupAccountSchema } from '../../../shared/contract/index.ts';
import { SigmalineError } from '../../../shared/domain/index.ts';
import { NOBODY } from '../../audit/index.ts';
import { accountOfBackup, type BackupFile, backupFoldersOf, findBackups, restoreBackup } from '../storage/index.ts';

/** The backups of a data folder whose station need not run, the newest first. */
export function backupsOf(dataFolder: string): Promise<BackupFile[]> {
  return findBackups(backupFoldersOf(dataFolder), new Date());
}

/** What a backup lacks against the present data folder. @throws SigmalineError `restore.no-backup`, `storage.*` */
export async function previewBackup(file: string, dataFolder: string): Promise<BackupAccount> {
  return backupAccountSchema.parse(accountOfBackup(await backupAt(file), resolve(dataFolder)));
}

/** Makes a new data folder of a backup. @throws SigmalineError `restore.*`, `storage.*`, `station.disk-full` */
export async function restoreFrom(
  file: string,
  dataFolder: string,
  to: string,
): Promise<ReturnType<typeof restoreBackup>> {
  const actor = { actor: NOBODY.commandLine, name: null, role: null, session: null };
  const at = new Date().toISOString();
  return restoreBackup({ backup: await backupAt(file), from: resolve(dataFolder), to: resolve(to), actor, at });
}

async function backupAt(file: string): Promise<BackupFile> {
  const path = resolve(file);
  const found = (await findBackups([dirname(path)], new Date())).find((backup) => backup.path === path);
  if (found === undefined) throw new SigmalineError('restore.no-backup', { backup: basename(file) });
  return found;
}
