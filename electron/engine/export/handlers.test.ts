import { createHash, randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStationCaller } from '../../../shared/contract/index.ts';
import type { AuditedAction } from '../kernel/index.ts';
import type { Reader, TimeRange } from '../records/index.ts';
import { createExportHandlers, exportFileName } from './handlers.ts';

const caller = openStationCaller('window', 'test');

let dataFolder: string;

beforeEach(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'sigmaline-export-'));
});

afterEach(() => rm(dataFolder, { recursive: true }));

const told: AuditedAction[] = [];

const handlers = (asked: TimeRange[] = []) => {
  const run = (async (query: string, { range }: { range: TimeRange }) => {
    if (query === 'records.numbersIn') return { after: 0, upTo: 0 };
    asked.push(range);
    return [];
  }) as Reader['run'];
  return createExportHandlers({
    dataFolder,
    stationName: () => 'Line 3',
    reader: { run },
    audit: { append: (action) => told.push(action) },
    checkpoint: () => ({ note: 'signed' }),
  });
};

describe('the handlers of exports', () => {
  it('write the asked range into the exports folder, where it is found again, also after a restart', async () => {
    const asked: TimeRange[] = [];
    const range = { from: '2026-11-02T00:00:00Z', to: '2026-11-03T00:00:00.5Z' };
    const written = await handlers(asked)['export.csv'](range, caller);
    expect(asked).toEqual([{ from: '2026-11-02T00:00:00.000Z', to: '2026-11-03T00:00:00.500Z' }]);
    expect(written.rows).toBe(0);
    const located = await handlers()['export.locate']({ id: written.id }, caller);
    expect(located.fileName).toBe(written.fileName);
    const text = await readFile(located.path, 'utf8');
    expect(text).toMatch(/^sequence,/);
    const sha256 = createHash('sha256').update(text).digest('hex');
    expect(told.at(-1)).toMatchObject({ action: 'export.made', object: { id: written.id }, new: { rows: 0, sha256 } });
    expect(await readFile(`${located.path}.checkpoint`, 'utf8')).toBe('signed');
  });

  it('remove the oldest exports, and never one of the newest fifty', async () => {
    for (let day = 1; day <= 60; day++) {
      const folder = join(dataFolder, 'exports', `of day ${day}`);
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'inspections.csv'), '');
      await utimes(folder, day, day);
    }
    const { id } = await handlers()['export.csv']({ from: null, to: null }, caller);
    const newest = Array.from({ length: 49 }, (_, index) => `of day ${index + 12}`);
    expect((await readdir(join(dataFolder, 'exports'))).sort()).toEqual([id, ...newest].sort());
  });

  it('know no export that was never written', async () => {
    await expect(async () => handlers()['export.locate']({ id: randomUUID() }, caller)).rejects.toMatchObject({
      code: 'resource.not-found',
    });
  });

  it('name the file so that any system takes it', () => {
    const name = exportFileName('Line 3 / Nürnberg: "A"', new Date(2026, 10, 2, 11, 5));
    expect(name).toBe('inspections-line-3-nurnberg-a-2026-11-02-1105.csv');
    expect(exportFileName('合格', new Date(2026, 10, 2, 11, 5))).toBe('inspections-2026-11-02-1105.csv');
  });
});
