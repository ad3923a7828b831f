import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { everydayChain, type WrittenChain } from './chain.fixture.ts';
import { exportLines } from './chainExport.ts';
import { proveRecord } from './proof.ts';
import { sha256Hex } from './sha256.ts';
import { openSnapshot, runVerification, type VerifyRequest, verificationLines, WrongUse } from './verifyCommand.ts';

const folder = mkdtempSync(join(tmpdir(), 'verify-'));
afterAll(() => rmSync(folder, { recursive: true }));
const fileOf = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};

let chain: WrittenChain;
let checkpoints: string[];
beforeAll(() => {
  ({ chain, checkpoints } = everydayChain(folder));
  chain.close();
});

const run = (request: Partial<VerifyRequest>) =>
  runVerification({
    path: undefined,
    record: undefined,
    proof: undefined,
    checkpoints: [],
    keys: [],
    withFiles: false,
    ...request,
  });
const codes = (request: Partial<VerifyRequest>) => run(request).faults.map(({ code }) => code);

test('one line says that all is well, and what was given to hold it against', () => {
  const given = { keys: [fileOf('key.txt', `${chain.key.text}\n`)], checkpoints: [fileOf('a.txt', checkpoints[0]!)] };
  expect(verificationLines(run({ path: chain.file, ...given }))).toEqual([
    'intact, 30 entries, 23 records; checkpoints compared: 4; the last checkpoint that holds covers 30 entries, 2026-11-28T06:00:30.000Z',
  ]);
});

test('a fault has a line of its own, with its code', () => {
  const altered = join(folder, 'altered.sqlite');
  copyFileSync(chain.file, altered);
  const database = new Database(altered);
  database.exec('DROP TRIGGER inspection_is_never_changed; UPDATE inspection SET score = 9 WHERE sequence = 4');
  database.close();
  expect(verificationLines(run({ path: altered })).slice(0, 2)).toEqual([
    'NOT INTACT, faults: 1; 30 entries, 23 records; checkpoints compared: 3; the last checkpoint that holds covers 30 entries, 2026-11-28T06:00:30.000Z',
    'Record 4 was altered: it is not the record that entry 6 was written for. [record.altered]',
  ]);
});

test.each([
  ['nothing', {}],
  ['a file that is not there', { path: 'nowhere.sqlite' }],
  ['something else', { path: 'package.json' }],
  ['a folder', { path: 'electron' }],
  ['a proof without a record', { proof: 'package.json' }],
  ['a database and a proof', { path: 'package.json', proof: 'package.json', record: 'x' }],
  ['a proof that is none', { proof: 'package.json', record: 'x' }],
  ['a key that is none', { path: 'package.json', keys: ['package.json'] }],
])('%s cannot be verified', (_, request) => {
  expect(() => run(request)).toThrow(WrongUse);
});

test('a file that is no database behind its beginning is damaged, not wrong use', () => {
  const cut = fileOf('cut.sqlite', '');
  writeFileSync(cut, readFileSync(chain.file).subarray(0, 200));
  expect(codes({ path: cut })).toEqual(['database.damaged']);
});

test('a database that is written meanwhile is copied, and not a byte of it changes', () => {
  const place = join(folder, 'live');
  mkdirSync(place);
  const file = join(place, 'station.sqlite');
  copyFileSync(chain.file, file);
  const database = new Database(file);
  database.pragma('journal_mode = WAL');
  database.exec("INSERT INTO source (id, folder) VALUES ('other', 'x')");
  const before = ['', '-wal'].map((ending) => sha256Hex(readFileSync(`${file}${ending}`)));
  expect(statSync(`${file}-wal`).size).toBeGreaterThan(0);
  const found = run({ path: file });
  expect(found).toMatchObject({ isIntact: true, entries: 30 });
  expect(found.remarks.map(({ code }) => code)).toContain('copied');
  // A write at any time is possible, as nothing is locked.
  const snapshot = openSnapshot(file);
  database.exec("INSERT INTO source (id, folder) VALUES ('third', 'y')");
  snapshot.close();
  expect(['', '-wal'].map((ending) => sha256Hex(readFileSync(`${file}${ending}`)))[0]).toBe(before[0]);
  database.close();
});

test('an export verifies as its chain does, and every line of it counts', () => {
  const lines = [...exportLines(chain.file)].map(({ text }) => text);
  expect(lines).toHaveLength(33);
  const exported = fileOf('chain.jsonl', `${lines.join('\n')}\n`);
  expect(run({ path: exported })).toMatchObject({
    isIntact: true,
    entries: 30,
    checkpoints: 3,
    confirmed: { size: 30 },
  });
  for (let index = 0; index < lines.length - 1; index += 1) {
    const without = lines.filter((_, other) => other !== index);
    const path = fileOf('without.jsonl', `${without.join('\n')}\n`);
    const isCheckpoint = lines[index]!.startsWith('{"checkpoint"');
    if (!isCheckpoint) expect(codes({ path })).toEqual([index === 31 ? 'chain.cut' : 'entry.missing']);
    const twice = fileOf('twice.jsonl', `${lines.toSpliced(index, 0, lines[index]!).join('\n')}\n`);
    if (!isCheckpoint) expect(codes({ path: twice })).toEqual(['entry.inserted']);
  }
  expect(
    codes({
      path: fileOf('cut.jsonl', lines.slice(0, 25).join('\n')),
      checkpoints: [fileOf('b.txt', checkpoints.at(-1)!)],
    }),
  ).toEqual(['chain.cut']);
  const altered = fileOf('altered.jsonl', lines.join('\n').replace('"target":5', '"target":6'));
  expect(codes({ path: altered })).toEqual(['entry.altered']);
});

test('a proof shows one record to belong to a checkpoint, and nothing else', () => {
  const database = new Database(chain.file, { readonly: true });
  const ids = database.prepare('SELECT id FROM inspection').pluck().all() as string[];
  database.close();
  const key = fileOf('key.txt', chain.key.text);
  for (const record of ids) {
    const proof = proveRecord(chain.file, record);
    const path = fileOf('proof.json', JSON.stringify(proof));
    const checkpoint = fileOf('last.txt', checkpoints.at(-1)!);
    expect(codes({ record, proof: path, keys: [key], checkpoints: [checkpoint] })).toEqual([]);
  }
  const [record, other] = ids as [string, string];
  const proof = proveRecord(chain.file, record);
  if (typeof proof === 'string') throw new Error(proof);
  const changed = (change: object) =>
    codes({ record, proof: fileOf('changed.json', JSON.stringify({ ...proof, ...change })) });
  expect(changed({})).toEqual([]);
  expect(changed({ record: { ...proof.record, score: 0 } })).toEqual(['proof.record']);
  expect(changed({ record: { ...proof.record, id: other } })).toEqual(['proof.other-record', 'proof.record']);
  expect(changed({ index: proof.index + 1 })).toEqual(['proof.path']);
  expect(changed({ path: proof.path.toReversed() })).toEqual(['proof.path']);
  expect(changed({ checkpoint: proof.checkpoint.replace('time 2026', 'time 2025') })).toEqual(['checkpoint.signature']);
  expect(codes({ record: other, proof: fileOf('p.json', JSON.stringify(proof)) })).toEqual(['proof.other-record']);
  const older = fileOf('older.txt', checkpoints[0]!);
  expect(codes({ record, proof: fileOf('p.json', JSON.stringify(proof)), checkpoints: [older] })).toEqual([
    'proof.checkpoint',
  ]);
  expect(proveRecord(chain.file, 'none')).toBe('no-record');
});

test('files of records are compared where they are there', () => {
  const place = join(folder, 'files');
  mkdirSync(join(place, 'camera'), { recursive: true });
  mkdirSync(join(place, 'maps/2026/11/28'), { recursive: true });
  const made = everydayChain(place);
  const image = (name: string) => join(place, 'camera', name);
  writeFileSync(image('a.png'), 'first');
  const sha256 = (text: string) => sha256Hex(text);
  const hasMaps = (made.chain.database.pragma('table_info(inspection)') as { name: string }[]).some(
    ({ name }) => name === 'map_sha256',
  );
  made.chain.record({ file: 'a.png', sha256: sha256('first') });
  made.chain.record({ file: 'gone.png', sha256: sha256('gone') });
  // A camera that uses its names again: the file is that of the newest record.
  made.chain.record({ file: 'again.png', sha256: sha256('one') });
  made.chain.record({ file: 'again.png', sha256: sha256('two') });
  if (hasMaps) made.chain.record({ id: 'mapped', files_folder: '2026/11/28', map_sha256: sha256('map') });
  writeFileSync(image('again.png'), 'two');
  writeFileSync(join(place, 'maps/2026/11/28/mapped.npy'), 'map');
  made.chain.close();
  const whole = run({ path: made.chain.file, withFiles: true });
  expect(whole.faults).toEqual([]);
  expect(whole.remarks.find(({ code }) => code === 'files')?.details).toMatchObject({
    images: 3,
    imagesGone: 1,
    maps: hasMaps ? 1 : 0,
  });
  appendFileSync(image('a.png'), '!');
  appendFileSync(join(place, 'maps/2026/11/28/mapped.npy'), '!');
  expect(codes({ path: made.chain.file, withFiles: true }).sort()).toEqual(
    [...(hasMaps ? ['file.map'] : []), 'file.image'].sort(),
  );
});
