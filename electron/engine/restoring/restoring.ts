import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Handlers } from '../../../shared/contract/index.ts';
import { SigmalineError } from '../../../shared/domain/index.ts';
import { type ProcessHost, runTask } from '../../hosts/index.ts';
import { jobs } from '../../tasks/index.ts';
import { currentActor, type Feature, type Kernel } from '../kernel/index.ts';
import { type BackupFile, findBackups } from '../storage/index.ts';

type RestoreRequest = 'backup.list' | 'restore.preview' | 'restore.start';

export interface RestoringNeeds {
  readonly host: ProcessHost;
  /** Where backups go besides the data folder's own place; null for nowhere else. */
  readonly backupFolder: () => string | null;
}

/** Lists the backups of a station, says what each lacks, and makes a new data folder of one. The present data folder stays as it is. */
export class Restoring implements Feature<RestoreRequest> {
  readonly handlers: Handlers<RestoreRequest>;
  readonly #kernel: Kernel;
  readonly #needs: RestoringNeeds;

  constructor(kernel: Kernel, needs: RestoringNeeds) {
    this.#kernel = kernel;
    this.#needs = needs;
    const work = kernel.work();
    this.stop = () => work.stop(0);
    const { dataFolder } = kernel;
    this.handlers = {
      'backup.list': async () => {
        const found = await this.#backups();
        return Promise.all(
          found.map(async ({ path, at, lastSequence }) => ({
            ...{ id: basename(path), at: at.toISOString(), lastNumber: lastSequence },
            ...{ bytes: (await stat(path)).size, folder: dirname(path) },
          })),
        );
      },
      'restore.preview': async ({ backup }) => {
        const request = { kind: 'preview', backup: await this.#backup(backup), dataFolder } as const;
        const { account } = await work.join(runTask(needs.host, jobs.restore, request, { signal: work.signal }));
        if (account === null) throw new SigmalineError('restore.crashed', { reason: 'no answer' });
        return account;
      },
      'restore.start': async ({ backup, folder }) => {
        const actor = currentActor();
        const to = folder.trim();
        const at = kernel.clock.now().toISOString();
        const asked = { kind: 'restore', backup: await this.#backup(backup), dataFolder, to, at, actor } as const;
        const { restored } = await work.join(runTask(needs.host, jobs.restore, asked, { signal: work.signal }));
        if (restored === null) throw new SigmalineError('restore.crashed', { reason: 'no answer' });
        const { records, entries } = restored;
        kernel.audit.append({
          action: 'backup.restored',
          object: { kind: 'backup', id: backup },
          new: { folder: to, records, entries },
        });
        return restored;
      },
    };
  }

  readonly stop: () => Promise<void>;

  #backups(): Promise<BackupFile[]> {
    const folders = [join(this.#kernel.dataFolder, 'backups'), this.#needs.backupFolder()];
    const distinct = [...new Set(folders.filter((folder) => folder !== null))];
    return findBackups(distinct, this.#kernel.clock.steadyNow());
  }

  async #backup(id: string): Promise<{ path: string; at: string }> {
    const found = (await this.#backups()).find(({ path }) => basename(path) === id);
    if (found === undefined) throw new SigmalineError('restore.no-backup', { backup: id });
    return { path: found.path, at: found.at.toISOString() };
  }
}
