import { randomUUID } from 'node:crypto';
import type { SourceId } from '../../../shared/domain/index.ts';
import type { StationDatabase } from '../storage/index.ts';

/** Which id belongs to which folder, for ever: so a source that is removed and added again judges nothing twice. */
export interface SourceRegister {
  /** The id of a folder; `proposed` becomes it where the folder is new. */
  idOf(folder: string, proposed?: SourceId): SourceId;
  folderOf(id: SourceId): string | null;
}

export function createSourceRegister(database: StationDatabase): SourceRegister {
  const byFolder = database.prepare<{ id: SourceId }>('SELECT id FROM source WHERE folder = ?');
  const byId = database.prepare<{ folder: string }>('SELECT folder FROM source WHERE id = ?');
  const insert = database.prepare('INSERT INTO source (id, folder) VALUES (?, ?)');

  return {
    idOf(folder, proposed) {
      const known = byFolder.get(folder);
      if (known !== undefined) return known.id;
      const isFree = proposed !== undefined && byId.get(proposed) === undefined;
      const id = isFree ? proposed : (randomUUID() as string as SourceId);
      insert.run(id, folder);
      return id;
    },
    folderOf: (id) => byId.get(id)?.folder ?? null,
  };
}
