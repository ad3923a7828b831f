import { z } from 'zod';
import { readJsonSync, removeDurablySync, writeJsonSync } from '../../files/index.ts';
import { type StoragePlaces, storagePlaces } from './places.ts';

/** What is still to be done since the database was restored. It outlasts kills; it is gone when everything is done. */
const restorationSchema = z.object({
  /** When the last record of the backup was written; null where there was none. */
  since: z.string().nullable(),
  /** How many archived images of a source were found without a record, written before the first of them is moved. */
  found: z.record(z.string(), z.number()),
  /** Sources whose archive was searched to its end. */
  done: z.array(z.string()),
  /** Sources of which a notice says that their archive cannot be searched at present. */
  told: z.array(z.string()),
});
export type Restoration = z.infer<typeof restorationSchema>;

export interface RestorationNote {
  /** Null where nothing is left to be done. */
  read(): Restoration | null;
  write(restoration: Restoration): void;
  end(): void;
}

export function createRestorationNote(dataFolder: string): RestorationNote {
  const { restoration } = storagePlaces(dataFolder);
  return {
    read: () => readRestoration(restoration),
    write: (changed) => writeJsonSync(restoration, changed),
    end: () => removeDurablySync(restoration),
  };
}

/** Where an earlier restoration is not done with, everything since that one is to be looked at. */
export function noteRestoration({ restoration }: StoragePlaces, since: string | null): void {
  const earlier = readRestoration(restoration);
  const first = earlier === null || since === null || (earlier.since ?? '') > since ? since : earlier.since;
  writeJsonSync(restoration, { since: first, found: {}, done: [], told: [] } satisfies Restoration);
}

function readRestoration(file: string): Restoration | null {
  const found = restorationSchema.safeParse(readJsonSync(file));
  return found.success ? found.data : null;
}
