import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { encodeNpy } from '../../../shared/domain/index.ts';
import { AuditedStation } from '../audit/audit.fixture.ts';
import { columnsOf } from './columns.ts';
import { readSheet, readZip } from './exported.fixture.ts';
import { ExportRows } from './exportRows.ts';
import { PictureFiles, pictureFinder } from './pictureFiles.ts';
import { QdasFile } from './qdasFile.ts';
import { XlsxFile } from './xlsxFile.ts';

let folder: string;
let audited: AuditedStation;
let rows: ExportRows;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-export-'));
  audited = new AuditedStation(folder);
  rows = new ExportRows(audited.station.kernel.database, folder, { records: 1e9, dispositions: 1e9 }, true);
});

afterEach(async () => {
  await audited.stop();
  rmSync(folder, { recursive: true });
});

const all = () => [...rows.read([Uint32Array.from({ length: 9 }, (_, index) => index + 1)])].flat();

describe('a workbook', () => {
  it('begins another sheet, with the names again, where one is full', async () => {
    for (let number = 1; number <= 5; number++) audited.record();
    const file = await XlsxFile.create(join(folder, 'x.xlsx'), columnsOf('Line 3', rows), 3);
    await file.write(all().slice(0, 1));
    await file.write(all().slice(1));
    await file.end();
    const zip = readZip(readFileSync(join(folder, 'x.xlsx')));
    const sheets = [1, 2, 3].map((n) =>
      readSheet(String(zip.get(`xl/worksheets/sheet${n}.xml`))).map(([first]) => first),
    );
    expect(sheets).toEqual([
      ['sequence', '1', '2'],
      ['sequence', '3', '4'],
      ['sequence', '5'],
    ]);
    expect(String(zip.get('xl/workbook.xml')).match(/<sheet /g)).toHaveLength(3);
    expect(String(zip.get('[Content_Types].xml')).match(/sheet\d\.xml/g)).toHaveLength(3);
  });
});

describe('a Q-DAS file', () => {
  /** Fields of the head, and the values of each characteristic, as a reader of the format takes them: a value begins with K0001. */
  function parseDfq(text: string) {
    const head: Record<string, string> = {};
    const values: Record<string, string>[] = [];
    for (const line of text.trimEnd().split('\r\n')) {
      const [, key = '', place, value = ''] = /^(K\d{4})(?:\/(\d+))? (.*)$/.exec(line) ?? [];
      if (key >= 'K0100') head[place === undefined ? key : `${key}/${place}`] = value;
      else if (key === 'K0001') values.push({ place: place ?? '', K0001: value });
      else Object.assign(values.at(-1) ?? {}, { [key]: value });
    }
    return { head, values };
  }

  it('has a characteristic for each recipe and limit, and its values with time, lot and serial', async () => {
    const at = audited.record({ serial: '000609', lot: 'L 7' }).recordedAt;
    audited.record({ recipeVersion: 3, limits: null, score: 0.5, verdict: 'review' });
    const error = { code: 'image.truncated', details: {}, sentence: null } as const;
    audited.record({ verdict: 'error', error, score: null, serial: 'two\nlines' });
    audited.record({ verdict: 'error', error, recipeId: null, score: null });
    const file = await QdasFile.create(join(folder, 'x.dfq'), 'Line 3');
    await file.write(all());
    await file.end();
    const { head, values } = parseDfq(readFileSync(join(folder, 'x.dfq'), 'utf8'));
    expect(head).toEqual({
      ...{ K0100: '2', K1001: 'Line 3', K1002: 'Anomaly scores' },
      ...{ 'K2001/1': '1', 'K2002/1': 'Anomaly score, ring version 2, Camera 1', 'K2004/1': '0', 'K2022/1': '3' },
      ...{ 'K2110/1': '0', 'K2120/1': '2', 'K2111/1': '2.5', 'K2121/1': '1', 'K2142/1': 'sigma' },
      ...{ 'K2001/2': '2', 'K2002/2': 'Anomaly score, ring version 3, Camera 1', 'K2004/2': '0', 'K2022/2': '3' },
      ...{ 'K2110/2': '0', 'K2120/2': '2', 'K2121/2': '0', 'K2142/2': 'sigma' },
    });
    const local = new Date(at);
    const two = (value: number): string => String(value).padStart(2, '0');
    const time = `${two(local.getDate())}.${two(local.getMonth() + 1)}.${local.getFullYear()}/${[local.getHours(), local.getMinutes(), local.getSeconds()].map(two).join(':')}`;
    expect(values).toMatchObject([
      { place: '1', K0001: '3.25', K0002: '0', K0004: time, K0006: 'L 7', K0014: '000609' },
      { place: '2', K0001: '0.5', K0002: '0' },
      { place: '1', K0001: '0', K0002: '256', K0014: 'two lines' },
    ]);
  });
});

describe('pictures', () => {
  it('are the maps that are there, by number; those that are not are told', async () => {
    const [first] = [audited.record(), audited.record(), audited.record()];
    const map = join(folder, 'maps', '2026/11/28', `${first.id}.npy`);
    mkdirSync(join(map, '..'), { recursive: true });
    writeFileSync(map, encodeNpy({ width: 2, height: 2, values: Float32Array.from([0, 1, 2, 9]) }));
    const finder = pictureFinder(audited.station.kernel.database, folder);
    const file = await PictureFiles.create(join(folder, 'x.zip'), finder, ['images', 'heatmaps']);
    await file.write(all());
    await file.end();
    const zip = readZip(readFileSync(join(folder, 'x.zip')));
    expect([...zip.keys()]).toEqual(['heatmaps/000001.png']);
    expect(zip.get('heatmaps/000001.png')?.subarray(1, 4).toString()).toBe('PNG');
    expect(file.missing).toEqual({ images: [[1, 3]], heatmaps: [[2, 3]] });
  });
});
