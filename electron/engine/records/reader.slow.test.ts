import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SigmalineError, SOFTWARE_VERSION } from '../../../shared/domain/index.ts';
import { openStationDatabase, type StationDatabase } from '../storage/index.ts';
import { ReaderThread } from './reader.ts';

const SOURCE = '0b8d5c64-2f7b-4f0e-8f43-3a8f5f0f9b02';

let folder: string;
let database: StationDatabase;
let reader: ReaderThread;
let troubles: SigmalineError[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-reader-'));
  database = openStationDatabase(folder);
  database.prepare('INSERT INTO source (id, folder) VALUES (?, ?)').run(SOURCE, '/camera');
  troubles = [];
  reader = new ReaderThread(folder, (error) => troubles.push(error));
});

afterEach(async () => {
  await reader.close();
  database.close();
  rmSync(folder, { recursive: true });
});

/** @returns what writes one record in a transaction of its own */
function recorder(): () => void {
  const ledger = database.prepare(
    `INSERT INTO ledger (source_id, path, size, modified_us, state, seen_at, inspection_id)
     VALUES ('${SOURCE}', :file, 1, 1, 'recorded', '2026-11-23T10:00:00.000Z', :id)`,
  );
  const record = database.prepare(
    `INSERT INTO inspection (sequence, id, recorded_at, source_id, source_name, file, verdict, error_code, software_version)
     VALUES (:number, :id, '2026-11-23T10:00:00.000Z', '${SOURCE}', 'Camera 1', :file, 'error', 'image.empty', '${SOFTWARE_VERSION}')`,
  );
  let number = 0;
  return () => {
    number += 1;
    const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
    const file = `${number}.png`;
    database.transaction(() => {
      ledger.run({ file, id });
      record.run({ number, file, id });
    });
  };
}

function recordMany(count: number): () => void {
  const record = recorder();
  database.transaction(() => {
    for (let written = 0; written < count; written++) record();
  });
  return record;
}

const always = { from: '2000', to: '3000', livedMs: 0, by: 'judgement' } as const;
const everything = {
  range: { from: null, to: null },
  numbers: { after: 0, upTo: Number.MAX_SAFE_INTEGER },
  limit: 100_000,
};

describe('the thread that reads', () => {
  it('answers what was recorded until the query came', async () => {
    const record = recordMany(3);
    expect(await reader.run('records.count', always)).toMatchObject({ counts: { error: 3 }, upTo: 3 });
    record();
    expect(await reader.run('records.count', always)).toMatchObject({ counts: { error: 4 }, upTo: 4 });
    expect(
      await reader.run('records.between', { ...everything, numbers: { ...everything.numbers, after: 3 } }),
    ).toMatchObject([{ number: 4 }]);
  });

  it('lets records be written while it reads', async () => {
    const record = recordMany(20_000);
    let isRead = false;
    const reading = reader.run('records.between', everything).then((found) => {
      isRead = true;
      return found;
    });
    let written = 0;
    while (!isRead) {
      record();
      written += 1;
      await new Promise(setImmediate);
    }
    expect(written).toBeGreaterThan(20);
    expect((await reading).length).toBeGreaterThanOrEqual(20_000);
  });

  it('fails with the trouble of the database, tells of it, and answers again once that has passed', async () => {
    const place = join(folder, 'elsewhere');
    const elsewhere = new ReaderThread(place, (error) => troubles.push(error));
    const asked = elsewhere.run('records.count', always);
    await expect(asked).rejects.toMatchObject({ code: 'storage.not-found' });
    expect(troubles.map(({ code }) => code)).toEqual(['storage.not-found']);
    mkdirSync(place);
    openStationDatabase(place).close();
    expect(await elsewhere.run('records.count', always)).toMatchObject({ upTo: 0 });
    await elsewhere.close();
  });

  it('fails what it was asked when it ends, and another takes its place', async () => {
    recordMany(2);
    const died = join(folder, 'died');
    const entry = join(folder, 'mortal.mjs');
    const real = new URL('../reader.ts', import.meta.url).href;
    writeFileSync(
      entry,
      `import { existsSync, writeFileSync } from 'node:fs';
      import { parentPort } from 'node:worker_threads';
      if (existsSync(${JSON.stringify(died)})) await import(${JSON.stringify(real)});
      else parentPort.on('message', () => { writeFileSync(${JSON.stringify(died)}, ''); process.exit(1); });`,
    );
    const mortal = new ReaderThread(folder, (error) => troubles.push(error), pathToFileURL(entry));
    const asked = [1, 2].map(() => mortal.run('records.count', always));
    for (const failed of await Promise.allSettled(asked)) {
      expect(failed).toMatchObject({ status: 'rejected', reason: { code: 'storage.failed' } });
    }
    expect(await mortal.run('records.count', always)).toMatchObject({ upTo: 2 });
    await mortal.close();
  });
});
