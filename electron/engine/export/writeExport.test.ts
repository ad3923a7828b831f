import { createHash, randomUUID } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  EVERY_RECORD,
  type ExportContents,
  exportContentsSchema,
  type RecordFilter,
  recordFilterSchema,
} from '../../../shared/domain/index.ts';
import type { ExportRequest, ExportResult } from '../../../shared/processes/jobs.ts';
import { recordHash } from '../../audit/index.ts';
import { AuditedStation } from '../audit/audit.fixture.ts';
import { type RecordedInspection, recordHashOf } from '../storage/index.ts';
import { parseDelimited, readSheet, readZip } from './exported.fixture.ts';
import { writeExport } from './writeExport.ts';

let folder: string;
let audited: AuditedStation;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-export-'));
  audited = new AuditedStation(folder);
});

afterEach(async () => {
  await audited.stop();
  rmSync(folder, { recursive: true });
});

const SIGNATURE = {
  ...{ signInId: 'chen', name: 'Chen Li', role: 'quality', meaning: 'reviewed', reason: 'seen' },
  ...{ at: '2026-11-02T11:00:00.000Z', local: '2026-11-02T12:00:00.000+01:00', hash: 'ab'.repeat(32) },
};

function dispose(inspection: number, decision: string, signature: unknown = null): void {
  const { database } = audited.station.kernel;
  database
    .prepare(
      `INSERT INTO disposition (id, inspection, at, person, name, decision, reason, together, entry, signature)
       VALUES ((SELECT COALESCE(MAX(id), 0) + 1 FROM disposition), ?, '2026-11-02T11:00:00.000Z', 'olga', 'Olga Petrova', ?, 'Really bad', 0, 1, ?)`,
    )
    .run(inspection, decision, signature === null ? null : JSON.stringify(signature));
}

interface Written extends ExportResult {
  /** By the ending of its name. */
  text(ending: string): string;
  bytes(ending: string): Buffer;
}

async function write(
  contents: Partial<ExportContents>,
  changes: Partial<ExportRequest> = {},
  filter: Partial<RecordFilter> = {},
): Promise<Written> {
  const place = join(folder, `out-${randomUUID()}`);
  const result = await writeExport(
    {
      ...{
        exportId: randomUUID(),
        dataFolder: folder,
        folder: place,
        name: 'x',
        station: 'Line 3',
        by: 'Olga Petrova',
      },
      ...{ filter: recordFilterSchema.parse(filter), contents: exportContentsSchema.parse(contents) },
      ...{ bounds: { records: 1e9, dispositions: 1e9 }, at: '2026-11-02T12:00:00.000Z', spareBytes: 1e12 },
      checkpoint: 'signed',
      ...changes,
    },
    () => undefined,
  );
  const bytes = (ending: string): Buffer => readFileSync(join(place, `x.${ending}`));
  return { ...result, bytes, text: (ending) => bytes(ending).toString('utf8') };
}

async function rowsOf(contents: Partial<ExportContents> = {}, changes: Partial<ExportRequest> = {}) {
  const [header = [], ...rows] = parseDelimited((await write(contents, changes)).text('csv'));
  return rows.map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])));
}

describe('a CSV for programs', () => {
  it('holds every column in its place', async () => {
    const recorded = audited.record({ serial: '0815', lot: 'lot 7', view: 'top' });
    dispose(1, 'confirmed');
    dispose(1, 'released', SIGNATURE);
    const entry = audited.bodies().find(({ action }) => action === 'inspection.recorded');
    const hash = audited.station.kernel.database
      .prepare<{ hash: string }>('SELECT lower(hex(hash)) AS hash FROM audit_entry WHERE sequence = ?')
      .get(entry?.seq ?? 0)?.hash;
    const [row] = await rowsOf();
    expect(row).toEqual({
      sequence: '1',
      time_utc: recorded.recordedAt,
      time_local: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$/),
      station: 'Line 3',
      source: 'Camera 1',
      file: 'part-1.png',
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
      same_content_as: '',
      follows_error: '',
      error_code: '',
      id: recorded.id,
      arrived_utc: '2026-11-02T09:59:59.500Z',
      file_time_utc: '2026-11-02T09:59:59.250Z',
      p_value: '0.05',
      part_share: '0.25',
      look: '',
      late_ms: '',
      operator: 'Olga Petrova',
      disposition: 'released',
      reason: 'Really bad',
      signer: 'Chen Li',
      calibration_percentile: '1',
      record_hash: recordHashOf(recorded),
      entry_hash: hash,
      source_id: recorded.sourceId,
      source_folder: '/camera',
      recipe_sha256: '',
      part: '',
      part_state: '',
      part_verdict: '',
    });
    expect(Date.parse(row?.time_local ?? '')).toBe(Date.parse(recorded.recordedAt));
  });

  it('calls the station what it was called then; where a record does not say so, what it is called now', async () => {
    audited.record({ stationName: 'Line 2' });
    audited.record({ stationName: null });
    expect((await rowsOf()).map(({ station }) => station)).toEqual(['Line 2', 'Line 3']);
  });

  it('leaves empty what an error left unknown, and names the error', async () => {
    const error = { code: 'image.truncated', details: {}, sentence: null } as const;
    audited.record({
      verdict: 'error',
      score: null,
      limits: null,
      sha256: null,
      recipeId: null,
      amongGood: null,
      error,
    });
    const [row] = await rowsOf();
    const empty = { score: '', limit: '', sha256: '', recipe: '', calibration_percentile: '' };
    expect(row).toMatchObject({ verdict: 'error', ...empty, error_code: 'image.truncated' });
  });

  it('without records is its header', async () => {
    expect((await write({})).text('csv')).toMatch(/^sequence,time_utc,.*,part_verdict\r\n$/);
  });

  it('changes no value of any record', async () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
      fc.constantFrom(
        '000609',
        '12E5',
        '+A99912345C5D6E71G',
        '=W07761',
        "'x",
        'a,b',
        'say "no"',
        'two\r\nlines',
        '\t=1',
      ),
    );
    const score = fc.double({ noNaN: true, noDefaultInfinity: true });
    const changes = fc.record({ serial: text, lot: text, file: text, score });
    await fc.assert(
      fc.asyncProperty(fc.array(changes, { minLength: 1, maxLength: 5 }), async (records) => {
        const first = records.map((record) => audited.record(record).number)[0] ?? 0;
        const rows = (await rowsOf()).filter(({ sequence }) => Number(sequence) >= first);
        expect(rows.map(({ serial, lot, file }) => ({ serial, lot, file }))).toEqual(
          records.map(({ serial, lot, file }) => ({
            serial: serial.toWellFormed(),
            lot: lot.toWellFormed(),
            file: file.toWellFormed(),
          })),
        );
        expect(rows.map((row) => Number(row.score) + 0)).toEqual(records.map((record) => record.score + 0));
        const sheet = readZip((await write({ table: 'xlsx' })).bytes('xlsx')).get('xl/worksheets/sheet1.xml');
        const [names = [], ...cells] = readSheet(String(sheet));
        const column = (name: string): string[] => cells.slice(first - 1).map((row) => row[names.indexOf(name)] ?? '');
        for (const name of ['serial', 'lot', 'file', 'score'] as const) {
          expect(column(name)).toEqual(rows.map((row) => row[name]));
        }
      }),
      { numRuns: 25 },
    );
  });
});

describe('a CSV for spreadsheets', () => {
  const NASTY = ['000609', '12E5', '+A99912345C5D6E71G', '=W07761', 'MAR1', '1-2', 'TRUE', 'say "no"', 'a;b', '0.1.0'];

  it('holds what a spreadsheet would change as the result of a formula, and nothing that it would run', async () => {
    for (const serial of NASTY) audited.record({ serial });
    const written = await write({ table: 'spreadsheet', separator: ';', decimal: ',' });
    const [mark, ...lines] = written.text('csv').split('\r\n');
    expect(mark).toBe('\uFEFFsep=;');
    const [names = [], ...rows] = parseDelimited(lines.join('\r\n'), ';');
    const cells = rows.map((row) => row[names.indexOf('serial')]);
    expect(cells).toEqual(NASTY.map((serial) => `="${serial.replaceAll('"', '""')}"`));
    for (const row of rows) {
      for (const cell of row) expect(cell).toMatch(/^(|="([^"]|"")*"|-?\d+(,\d+)?(e-?\d+)?|\p{L}[\p{L} _]*)$/u);
    }
    expect(rows[0]?.[names.indexOf('score')]).toBe('3,25');
  });

  it('gives a text that is too long for a formula an apostrophe, if it would be run', async () => {
    audited.record({ file: `=${'a'.repeat(300)}` });
    expect((await write({ table: 'spreadsheet' })).text('csv')).toContain(`;'=${'a'.repeat(300)};`);
  });
});

describe('a workbook', () => {
  it('has dates for local times, and as many sheets as its rows need', async () => {
    const { recordedAt } = audited.record();
    const zip = readZip((await write({ table: 'xlsx' })).bytes('xlsx'));
    const [names = [], row = []] = readSheet(String(zip.get('xl/worksheets/sheet1.xml')));
    const days = Number(row[names.indexOf('time_local')]);
    const local = new Date(recordedAt);
    local.setMinutes(local.getMinutes() - local.getTimezoneOffset());
    expect(Math.round((days - 25_569) * 86_400_000)).toBe(local.getTime());
    expect([...zip.keys()]).toContain('xl/workbook.xml');
  });
});

describe('JSON Lines', () => {
  it('are what the hash of each record in the audit trail is the hash of', async () => {
    for (const file of ['a.png', 'Teil Ø 5 – 合格.png', 'say "no"\n.png']) audited.record({ file, score: 1e-7 });
    const lines = (await write({ table: null, jsonLines: true })).text('jsonl').trim().split('\n');
    const said = audited
      .bodies()
      .flatMap(({ action, new: after }) => (action === 'inspection.recorded' ? [after] : []));
    expect(lines.map((line) => createHash('sha256').update(line).digest('hex'))).toEqual(
      said.map((after) => (after as { record: string }).record),
    );
    expect(lines.map((line) => recordHash(JSON.parse(line)))).toEqual(
      said.map((after) => (after as { record: string }).record),
    );
  });
});

describe('an export', () => {
  it('finds the entries of many records, of whichever block of the chain', async () => {
    const records: RecordedInspection[] = [];
    for (let number = 1; number <= 700; number++) records.push(audited.record());
    const rows = await rowsOf();
    expect(rows.map(({ record_hash }) => record_hash)).toEqual(records.map(recordHashOf));
    expect(new Set(rows.map(({ entry_hash }) => entry_hash)).size).toBe(700);
  });

  it('says in its manifest what it is, what is missing between its numbers, and what its files hash to', async () => {
    for (let number = 1; number <= 5; number++) audited.record();
    audited.station.kernel.database.execute('DROP TRIGGER IF EXISTS x');
    const written = await write({ jsonLines: true }, { bounds: { records: 4, dispositions: 0 } });
    const manifest = JSON.parse(written.text('manifest.json'));
    expect(manifest).toMatchObject({
      format: 'sigmaline-export-1',
      exportedBy: 'Olga Petrova',
      exportedAt: '2026-11-02T12:00:00.000Z',
      station: 'Line 3',
      filter: { words: 'All records', ...EVERY_RECORD },
      rows: 4,
      firstNumber: 1,
      lastNumber: 4,
      gaps: { numbers: 0, reason: null },
      asOf: { record: 4, disposition: 0 },
      checkpoint: 'signed',
    });
    for (const { name, bytes, sha256 } of manifest.files) {
      const content = written.bytes(name.slice(2));
      expect([content.length, createHash('sha256').update(content).digest('hex')]).toEqual([bytes, sha256]);
    }
    expect(written.files.map(({ name }) => name)).toEqual(['x.csv', 'x.jsonl', 'x.manifest.json']);
  });

  it('is not begun where there is no room for it, and leaves nothing', async () => {
    audited.record();
    await expect(write({}, { spareBytes: 1000 })).rejects.toMatchObject({
      code: 'export.no-room',
      details: { needed: 1, free: 0 },
    });
    const [place = ''] = readdirSync(folder).filter((name) => name.startsWith('out-'));
    expect(readdirSync(join(folder, place))).toEqual([]);
  });
});
