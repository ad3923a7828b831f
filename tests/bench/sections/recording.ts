import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createLedger } from '../../../electron/engine/intake/index.ts';
import { createInspectionRecords, ReaderThread } from '../../../electron/engine/records/index.ts';
import { openStationDatabase } from '../../../electron/engine/storage/index.ts';
import { exampleInspection } from '../../../shared/domain/inspection.fixture.ts';
import { type Comparison, interleave, timed } from '../measure/interleave.ts';

const EARLIER_RECORDS = 20_000;
const PORTION = 500;

/** A database of a station: `write` takes one image in and records it, in one transaction on the disk. */
export function openRecordWriter(folder: string) {
  const database = openStationDatabase(folder);
  const ledger = createLedger(database);
  const records = createInspectionRecords(database);
  const { sourceId } = exampleInspection();
  database.prepare('INSERT INTO source (id, folder) VALUES (?, ?)').run(sourceId, '/camera');

  function write(): void {
    database.transaction(() => {
      const path = `part-${records.total() + 1}.png`;
      const entry = ledger.insertSeen(sourceId, path, { size: 1, modifiedUs: 1, changedUs: null, fileId: null });
      if (entry === null) throw new Error(`${path} was recorded before`);
      const { id, file } = { id: entry.inspectionId, file: path };
      records.append({ ...exampleInspection({ id, sourceId, file, sha256: null }), filesFolder: null });
    });
  }
  return { database, write, close: () => database.close() };
}

/** Milliseconds a record, each committed to the disk by itself: first while the thread for reading reads all records, second while it rests. */
export async function measureRecording(
  root: string,
  { pairs, recordsPerRun }: { readonly pairs: number; readonly recordsPerRun: number },
): Promise<Comparison> {
  const folder = join(root, 'records');
  await mkdir(folder);
  const { database, write } = openRecordWriter(folder);
  const reader = new ReaderThread(folder, () => undefined);

  async function writeSome(): Promise<number> {
    const takenMs = await timed(async () => {
      for (let written = 0; written < recordsPerRun; written += 1) {
        write();
        await new Promise(setImmediate);
      }
    });
    return takenMs / recordsPerRun;
  }

  async function writeBesideReader(): Promise<number> {
    let isWriting = true;
    const reading = (async () => {
      const range = { from: null, to: null };
      for (let after = 0; isWriting; after = (after + PORTION) % EARLIER_RECORDS)
        await reader.run('records.between', { range, numbers: { after, upTo: EARLIER_RECORDS }, limit: PORTION });
    })();
    const takenMs = await writeSome();
    isWriting = false;
    await reading;
    return takenMs;
  }

  try {
    database.transaction(() => {
      for (let written = 0; written < EARLIER_RECORDS; written += 1) write();
    });
    await interleave(1, writeBesideReader, writeSome);
    return await interleave(pairs, writeBesideReader, writeSome);
  } finally {
    await reader.close();
    database.close();
  }
}
