import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { verifyDatabase } from '../../../electron/audit/index.ts';
import { readStationDatabase } from '../../../electron/engine/storage/index.ts';
import { readStation, type StationContent, type StoredRecord } from './records.ts';

/**
 * What holds for every station that has nothing left to do, whatever was done to it.
 *
 * @returns one sentence for each thing that does not hold
 */
export async function brokenInvariants(dataFolder: string): Promise<string[]> {
  const content = readStation(dataFolder);
  return [
    ...brokenDatabase(dataFolder),
    ...brokenChain(dataFolder),
    ...brokenSequence(content),
    ...brokenLedger(content),
    ...(await brokenFiles(dataFolder, content.records)),
  ];
}

function brokenDatabase(dataFolder: string): string[] {
  const database = readStationDatabase(dataFolder);
  try {
    const answer = String(database.pragma('quick_check'));
    const broken = answer === 'ok' ? [] : [`the database is not sound: ${answer}`];
    const [{ orphans } = { orphans: 0 }] = database
      .prepare<{ orphans: number }>(
        `SELECT COUNT(*) AS orphans FROM inspection WHERE id NOT IN (SELECT inspection_id FROM ledger)`,
      )
      .all();
    const [{ unrecorded } = { unrecorded: 0 }] = database
      .prepare<{ unrecorded: number }>(
        `SELECT COUNT(*) AS unrecorded FROM ledger
         WHERE state IN ('recorded', 'error') AND inspection_id NOT IN (SELECT id FROM inspection)`,
      )
      .all();
    if (orphans > 0) broken.push(`${orphans} records belong to no file of the ledger`);
    if (unrecorded > 0) broken.push(`${unrecorded} files of the ledger count as recorded and have no record`);
    return broken;
  } finally {
    database.close();
  }
}

/** The audit chain and the records agree, and what was decided last stands in both of settings and chain. */
function brokenChain(dataFolder: string): string[] {
  const { faults } = verifyDatabase(join(dataFolder, 'station.sqlite'));
  const broken = faults.map(({ text }) => `the audit chain: ${text}`);
  const database = readStationDatabase(dataFolder);
  try {
    const [{ name, told } = { name: null, told: null }] = database
      .prepare<{ name: string | null; told: string | null }>(
        `SELECT (SELECT value ->> '$' FROM setting WHERE name = 'stationName') AS name,
           (SELECT body ->> '$.new.stationName' FROM audit_entry WHERE action = 'settings.changed' AND body ->> '$.new.stationName' IS NOT NULL
            ORDER BY sequence DESC LIMIT 1) AS told`,
      )
      .all();
    if (told !== null && name !== told) broken.push(`the station is called ${name}, and the audit chain says ${told}`);
    return broken;
  } finally {
    database.close();
  }
}

function brokenSequence({ records }: StationContent): string[] {
  const gap = records.findIndex(({ number }, index) => number !== index + 1);
  return gap < 0 ? [] : [`the number has a gap: number ${records[gap]?.number} stands at place ${gap + 1}`];
}

function brokenLedger({ records, waiting }: StationContent): string[] {
  const wrong = records.filter(({ verdict, ledgerState }) => (verdict === 'error') !== (ledgerState === 'error'));
  return [
    ...waiting.map(({ file, state }) => `${file} is still ${state}`),
    ...wrong.map(
      ({ file, verdict, ledgerState }) => `${file} has the verdict ${verdict} and is ${ledgerState} in the ledger`,
    ),
  ];
}

/** Every judged image has its map and its thumbnail, and there are no others. */
async function brokenFiles(dataFolder: string, records: readonly StoredRecord[]): Promise<string[]> {
  const judged = records.filter(({ filesFolder }) => filesFolder !== null);
  return [
    ...(await differences(join(dataFolder, 'maps'), judged, '.npy')),
    ...(await differences(join(dataFolder, 'thumbnails'), judged, '.jpg')),
  ];
}

async function differences(folder: string, judged: readonly StoredRecord[], ending: string): Promise<string[]> {
  const wanted = new Map(judged.map(({ id, filesFolder, file }) => [`${filesFolder}/${id}${ending}`, file]));
  const found = await filesIn(folder);
  return [
    ...[...wanted].filter(([path]) => !found.has(path)).map(([path, file]) => `${path} is missing, of ${file}`),
    ...[...found].filter((path) => !wanted.has(path)).map((path) => `${join(folder, path)} belongs to no judged image`),
  ];
}

async function filesIn(folder: string): Promise<Set<string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return new Set(
    entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) =>
        join(parentPath, name)
          .slice(folder.length + 1)
          .replaceAll('\\', '/'),
      ),
  );
}
