import { z } from 'zod';
import { backupAccountSchema, restoredSchema } from '../../shared/contract/index.ts';
import { SigmalineError } from '../../shared/domain/index.ts';
import type { Job } from '../hosts/index.ts';

/** All paths are absolute. */
const backup = z.object({ path: z.string(), at: z.iso.datetime() });

const request = z.discriminatedUnion('kind', [
  /** What the backup holds and what it lacks; nothing is written. */
  z.object({ kind: z.literal('preview'), backup, dataFolder: z.string() }),
  z.object({
    kind: z.literal('restore'),
    backup,
    dataFolder: z.string(),
    to: z.string(),
    at: z.iso.datetime(),
    actor: z.object({
      actor: z.string(),
      name: z.string().nullable(),
      role: z.string().nullable(),
      session: z.string().nullable(),
    }),
  }),
]);
export type RestoreTaskRequest = z.infer<typeof request>;

const result = z.object({ account: backupAccountSchema.nullable(), restored: restoredSchema.nullable() });

/** Looks at a backup or restores it into a new data folder, beside the work. */
export const restore: Job<RestoreTaskRequest, never, z.infer<typeof result>> = {
  name: 'restore',
  request,
  progress: z.never(),
  result,
  crashed: (reason) => new SigmalineError('restore.crashed', { reason }),
  cancelled: () => new SigmalineError('restore.crashed', { reason: 'the station is closing' }),
  async run(asked) {
    const { accountOfBackup, restoreBackup } = await import('../engine/storage/index.ts');
    const file = { ...asked.backup, at: new Date(asked.backup.at) };
    if (asked.kind === 'preview') return { account: accountOfBackup(file, asked.dataFolder), restored: null };
    const { dataFolder: from, to, at, actor } = asked;
    return { account: null, restored: restoreBackup({ backup: file, from, to, at, actor }) };
  },
};
