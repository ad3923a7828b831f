import { closeSync, fstatSync, openSync, readdirSync, writeSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { sentenceOf } from '../../../shared/domain/index.ts';
import { png } from '../../integration/engine/testImages.ts';
import { createTortureStation, eventually, type TortureStation } from '../station/index.ts';

let station: TortureStation | undefined;

afterEach(() => station?.remove());

const PATIENCE_MS = 25_000;
const UNNOTICED_MS = 3000;
const PAGE_BYTES = 4096;

/** Every page but the first becomes nonsense under the hands of the engine, in the file and in what was not yet taken over into it. */
function spoilPages(file: string): void {
  for (const name of [file, `${file}-wal`]) {
    const handle = openSync(name, 'r+');
    try {
      const room = fstatSync(handle).size - PAGE_BYTES;
      if (room > 0) writeSync(handle, Buffer.alloc(room, 0xa5), 0, room, PAGE_BYTES);
    } finally {
      closeSync(handle);
    }
  }
}

it('a database that is damaged while the engine works ends the engine or is found by the next start at the latest: that is whole, and every file has one record', async () => {
  station = await createTortureStation({ lanes: 'test', laneGoal: 'latency', settings: { backupLookEveryMs: 100 } });
  const damaged = station;
  const { dataFolder } = damaged;
  const arrive = async (from: number, to: number): Promise<void> => {
    for (let part = from; part <= to; part += 1) {
      await writeFile(join(damaged.cameraFolder(1), `part-${part}.png`), png(part));
    }
  };
  const isBackedUp = (): boolean =>
    readdirSync(dataFolder).includes('backups') &&
    readdirSync(join(dataFolder, 'backups')).some((name) => name.endsWith('.sqlite'));
  const first = await damaged.start();
  await arrive(1, 30);
  expect(await eventually(() => damaged.content().records.length === 30 && isBackedUp(), PATIENCE_MS)).toBe(true);

  spoilPages(join(dataFolder, 'station.sqlite'));
  await arrive(31, 60);
  // Of a database as small as this the engine has every page in its memory: it may notice nothing until it reads a page anew, which is at the next start.
  const hasEnded = await Promise.race([first.gone.then(() => true), eventually(() => false, UNNOTICED_MS)]);
  if (!hasEnded) await first.stop();

  const next = await damaged.start();
  const isSettled = (): boolean => {
    const { records, waiting } = damaged.content();
    return records.length >= 60 && waiting.length === 0;
  };
  expect(await eventually(isSettled, PATIENCE_MS)).toBe(true);
  const status = await next.client().request('station.status', {});
  expect(status.notices.map(sentenceOf).join()).toContain('The records were damaged and have been restored');
  const { records } = damaged.content();
  expect(records.map(({ number }) => number)).toEqual(records.map((_, index) => index + 1));
  expect(records.map(({ file }) => file).sort()).toEqual(
    Array.from({ length: 60 }, (_, index) => `part-${index + 1}.png`).sort(),
  );
  expect(records.filter(({ verdict }) => verdict === 'error')).toEqual([]);
}, 90_000);
