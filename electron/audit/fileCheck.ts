import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Findings } from './faults.ts';
import { sha256Hex } from './sha256.ts';
import { type DatabaseReader, named } from './sqlite/databaseReader.ts';

/** Files of these were noticed, and have no record yet. */
const UNRECORDED = ['seen', 'settled', 'claimed'];

/**
 * Compares the files that are there with the hashes in their records: anomaly maps beside the database (or beside the folder in which a backup lies), and
 * images where their cameras wrote them. A name that a camera uses again holds the image of the newest record of that name.
 */
export function checkFiles(reader: DatabaseReader, databasePath: string, findings: Findings): void {
  const inspections = reader.table('inspection');
  const sources = reader.table('source');
  if (inspections === null || sources === null) return;
  const folders = new Map(
    [...reader.rows(sources)].map((row) => named(sources, row)).map(({ id, folder }) => [id, folder]),
  );
  const here = dirname(databasePath);
  const maps = [here, dirname(here)].map((folder) => join(folder, 'maps')).find((folder) => existsSync(folder)) ?? here;
  const count = { maps: 0, images: 0, mapsGone: 0, imagesGone: 0 };
  /** Names whose file is not that of the records so far. */
  const differing = new Map<string, { readonly found: string; readonly number: number }>();
  for (const row of reader.rows(inspections)) {
    const { sequence, id, files_folder, map_sha256, sha256, source_id, file } = named(inspections, row);
    const number = Number(sequence);
    if (typeof map_sha256 === 'string') {
      const path = join(maps, String(files_folder), `${String(id)}.npy`);
      const found = hashOfFile(path);
      if (found === null) count.mapsGone += 1;
      else count.maps += 1;
      if (found !== null && found !== map_sha256) findings.fault('file.map', { number, file: path });
    }
    const folder = folders.get(source_id ?? null);
    if (typeof sha256 !== 'string' || typeof folder !== 'string') continue;
    const path = join(folder, String(file));
    const found = differing.get(path)?.found ?? hashOfFile(path);
    if (found === null) count.imagesGone += 1;
    else count.images += 1;
    if (found === sha256) differing.delete(path);
    else if (found !== null) differing.set(path, { found, number });
  }
  const ledger = reader.table('ledger');
  if (ledger !== null && differing.size > 0) {
    for (const row of reader.rows(ledger)) {
      const { source_id, path, state } = named(ledger, row);
      if (UNRECORDED.includes(String(state)))
        differing.delete(join(String(folders.get(source_id ?? null)), String(path)));
    }
  }
  for (const [file, { number }] of differing) findings.fault('file.image', { number, file });
  findings.remark('files', count);
}

/** Null where there is no file that can be read. */
function hashOfFile(path: string): string | null {
  try {
    return sha256Hex(readFileSync(path));
  } catch {
    return null;
  }
}
