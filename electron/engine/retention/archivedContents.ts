import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Fingerprint, InspectionId, SourceId } from '../../../shared/domain/index.ts';
import type { StationDatabase } from '../storage/index.ts';

/** A content of which there is a record. Its size is negative where the ledger's row was lost: the bytes alone tell it then. */
export interface RecordedContent extends Pick<Fingerprint, 'size' | 'modifiedUs'> {
  readonly sha256: string | null;
}

/** What the station knows of the images in its archives. */
export interface ArchivedContents {
  /** The contents of a name that are recorded; those that were away when their turn came are not, and may be judged yet. */
  recorded(sourceId: SourceId, path: string): readonly RecordedContent[];
  /** Where a record's image was archived, or is about to be; null where it was not. */
  placeOf(id: InspectionId): string | null;
  /** Which of these places in an archive belong to a record. All duties that ever were are gone through, in portions. */
  takenPlaces(places: readonly string[]): Promise<ReadonlySet<string>>;
}

const PORTION = 1000;

export function createArchivedContents(database: StationDatabase): ArchivedContents {
  const recorded = database.prepare<RecordedContent>(
    `SELECT ledger.size, ledger.modified_us AS modifiedUs, inspection.sha256
     FROM ledger JOIN inspection ON inspection.id = ledger.inspection_id
     WHERE ledger.source_id = ? AND ledger.path = ?
       AND (inspection.error_code IS NULL OR inspection.error_code NOT IN ('image.not-found', 'image.changed'))`,
  );
  const portion = database.prepare<{ id: number; target: string | null }>(
    `SELECT rowid AS id, target FROM duty WHERE rowid > ? ORDER BY rowid LIMIT ${PORTION}`,
  );
  const place = database.prepare<{ target: string | null }>(
    `SELECT target FROM duty WHERE inspection_id = ? AND action = 'archive'`,
  );
  return {
    placeOf: (id) => place.get(id)?.target ?? null,
    recorded: (sourceId, path) => recorded.all(sourceId, path),
    async takenPlaces(places) {
      const wanted = new Set(places);
      const taken = new Set<string>();
      for (let after: number | undefined = places.length === 0 ? undefined : 0; after !== undefined; ) {
        const duties = portion.all(after);
        for (const { target } of duties) if (target !== null && wanted.has(target)) taken.add(target);
        after = duties.at(-1)?.id;
        await nextTurn();
      }
      return taken;
    },
  };
}
