import { z } from 'zod';
import { SigmalineError } from '../../shared/domain/index.ts';
import type { Job } from '../hosts/index.ts';
import { bePatient } from './patience.ts';

const depth = z.enum(['quick', 'full']);

/** Paths are absolute. */
const request = z.discriminatedUnion('kind', [
  /** Copies the database into the folder, which is made where it is missing, and checks the copy: only then it gets its name. */
  z.object({
    kind: z.literal('backUp'),
    database: z.string(),
    folder: z.string(),
    depth,
    /** By the station's own time, which names it. */
    at: z.iso.datetime(),
  }),
  /** Reads all of the database. */
  z.object({ kind: z.literal('check'), database: z.string(), depth }),
]);
export type BackupRequest = z.infer<typeof request>;

const result = z.object({
  /** The last sequence number in what was copied or checked. */
  lastSequence: z.number().int(),
});

/** Copies and checks the database, so that neither the operator nor the line waits for it. */
export const backUp: Job<BackupRequest, never, z.infer<typeof result>> = {
  name: 'backUp',
  request,
  progress: z.never(),
  result,
  crashed: (reason) => new SigmalineError('backup.crashed', { reason }),
  cancelled: () => new SigmalineError('backup.crashed', { reason: 'the station is closing' }),
  async run(asked) {
    bePatient();
    const { checkStationDatabase, copyDatabase } = await import('../engine/storage/index.ts');
    switch (asked.kind) {
      case 'backUp':
        return { lastSequence: (await copyDatabase(asked, new Date(asked.at))).lastSequence };
      case 'check':
        return { lastSequence: checkStationDatabase(asked.database, asked.depth).records };
    }
  },
};
