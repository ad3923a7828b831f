import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exampleInspection } from '../../../shared/domain/inspection.fixture.ts';
import type { RecordedInspection } from '../storage/index.ts';
import { writeCsv } from './csvFile.ts';

let folder: string;
let path: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sigmaline-csv-'));
  path = join(folder, 'out.csv');
});

afterEach(() => rm(folder, { recursive: true }));

/** Reads RFC 4180 strictly: CRLF between records, quotes doubled inside quotes. */
function parseCsv(text: string): string[][] {
  const records: string[][] = [[]];
  for (let at = 0; at < text.length; ) {
    let field: string;
    if (text[at] === '"') {
      const end = /^"((?:[^"]|"")*)"/.exec(text.slice(at));
      if (end === null) throw new Error(`quote at ${at} is never closed`);
      field = (end[1] ?? '').replaceAll('""', '"');
      at += end[0].length;
    } else {
      field = /^[^",\r\n]*/.exec(text.slice(at))?.[0] ?? '';
      at += field.length;
    }
    records.at(-1)?.push(field);
    if (text[at] === ',') at += 1;
    else if (text.startsWith('\r\n', at)) {
      at += 2;
      records.push([]);
    } else throw new Error(`unexpected ${JSON.stringify(text.slice(at, at + 5))} at ${at}`);
  }
  return records.slice(0, -1);
}

async function exported(...inspections: RecordedInspection[]): Promise<Record<string, string>[]> {
  await writeCsv({ path, station: 'Line 3', inspections });
  const [header = [], ...rows] = parseCsv(await readFile(path, 'utf8'));
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])));
}

function recorded(changes: Parameters<typeof exampleInspection>[0] = {}): RecordedInspection {
  return { ...exampleInspection(changes), filesFolder: null, livedMs: null };
}

describe('a CSV export', () => {
  it('holds every column in its place', async () => {
    const id = randomUUID();
    const first = randomUUID();
    const part = { serial: '0815', lot: 'lot 7', view: 'top', sameContentAs: first, followsError: null };
    const [row] = await exported(recorded({ id, ...part }));
    expect(row).toEqual({
      sequence: '1',
      time_utc: '2026-11-02T10:00:00.123Z',
      time_local: expect.stringMatching(/^2026-11-0[123]T\d\d:\d\d:00\.123[+-]\d\d:\d\d$/),
      station: 'Line 3',
      source: 'Camera 1',
      file: 'lot 7/part-1.png',
      sha256: 'ab'.repeat(32),
      recipe: 'ring',
      recipe_version: '2',
      backbone: 'scattering',
      verdict: 'fail',
      score: '3.25',
      limit: '2.5',
      part_distance: '14.5',
      patch_score: '17.25',
      map_maximum: '9.75',
      map_maximum_x: '0.25',
      map_maximum_y: '0.5',
      image_width_px: '1024',
      image_height_px: '768',
      duration_ms: '61.5',
      software_version: '0.1.0',
      execution_provider: 'cpu',
      execution_device: '',
      serial: '0815',
      lot: 'lot 7',
      view: 'top',
      same_content_as: first,
      follows_error: '',
      error_code: '',
      id,
      arrived_utc: '2026-11-02T09:59:59.500Z',
      file_time_utc: '2026-11-02T09:59:59.250Z',
      p_value: '0.05',
      part_share: '0.25',
      look: '',
      late_ms: '',
    });
    expect(Date.parse(row?.time_local ?? '')).toBe(Date.parse('2026-11-02T10:00:00.123Z'));
  });

  it('calls the station what it was called then; where a record does not say so, what it is called now', async () => {
    const rows = await exported(recorded({ stationName: 'Line 2' }), recorded({ number: 2, stationName: null }));
    expect(rows.map(({ station }) => station)).toEqual(['Line 2', 'Line 3']);
  });

  it('leaves empty what an error left unknown, and names the error', async () => {
    const unknown = { score: null, limit: null, sha256: null, recipeId: null, imageWidthPx: null, durationMs: null };
    const error = { code: 'image.truncated', details: { file: 'part-1.png' }, sentence: null };
    const [row] = await exported(recorded({ verdict: 'error', ...unknown, error }));
    expect(row).toMatchObject({
      verdict: 'error',
      score: '',
      sha256: '',
      recipe: '',
      image_width_px: '',
      error_code: 'image.truncated',
    });
  });

  it('brings back any name unchanged: commas, quotes, line ends, all of Unicode', async () => {
    const names = ['a,b.png', 'say "no".png', 'two\r\nlines.png', 'Teil Ø 5 – 合格.png', ' spaces .png '];
    const rows = await exported(...names.map((file, index) => recorded({ file, number: index + 1 })));
    expect(rows.map((row) => row.file)).toEqual(names);
  });

  it.each(['=1+1', '+SUM(A1)', '-2+3', '@cmd', '\t=1', '\r=1', '＝1'])(
    'disarms %j, which a spreadsheet would run',
    async (file) => {
      const [row] = await exported(recorded({ file, sourceName: file }));
      expect(row?.file).toBe(`'${file}`);
      expect(row?.source).toBe(`'${file}`);
    },
  );

  it('leaves negative numbers numbers, wherever they stand', async () => {
    const [row] = await exported(recorded({ score: -0.75, patchScore: -1e-7, file: '-12.5' }));
    expect(row).toMatchObject({ score: '-0.75', patch_score: '-1e-7', file: '-12.5' });
  });

  it('without inspections is its header', async () => {
    expect(await writeCsv({ path, station: '', inspections: [] })).toBe(0);
    expect(await readFile(path, 'utf8')).toMatch(
      /^sequence,time_utc,.*,error_code,id,arrived_utc,file_time_utc,p_value,part_share,look,late_ms\r\n$/,
    );
  });

  it('writes 20,000 inspections while the engine goes on with other work', async () => {
    const template = recorded();
    function* many(): Generator<RecordedInspection> {
      for (let number = 1; number <= 20_000; number++) yield { ...template, number };
    }
    let longestPauseMs = 0;
    let last = performance.now();
    const heartbeat = setInterval(() => {
      longestPauseMs = Math.max(longestPauseMs, performance.now() - last);
      last = performance.now();
    }, 5);
    expect(await writeCsv({ path, station: 'Line 3', inspections: many() })).toBe(20_000);
    clearInterval(heartbeat);
    expect((await readFile(path, 'utf8')).split('\r\n')).toHaveLength(20_002);
    expect(longestPauseMs).toBeGreaterThan(0);
    expect(longestPauseMs).toBeLessThan(500);
  });
});

describe('an export that fails', () => {
  it('leaves the file that was there, and no half one', async () => {
    await writeFile(path, 'the export of yesterday');
    async function* broken(): AsyncGenerator<RecordedInspection> {
      yield recorded();
      throw new Error('the disk is gone');
    }
    await expect(writeCsv({ path, station: '', inspections: broken() })).rejects.toMatchObject({
      code: 'export.failed',
      details: { file: path, reason: 'the disk is gone' },
    });
    expect(await readFile(path, 'utf8')).toBe('the export of yesterday');
    expect(await readdir(folder)).toEqual(['out.csv']);
  });

  it('names the file that cannot be written', async () => {
    await mkdir(path);
    await writeFile(join(path, 'in the way'), '');
    await expect(writeCsv({ path, station: '', inspections: [] })).rejects.toMatchObject({ code: 'export.failed' });
    expect(await readdir(folder)).toEqual(['out.csv']);
  });
});
