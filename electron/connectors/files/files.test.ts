import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { OpenConnection, OutboxItem } from '../driver.ts';
import { testMessage } from '../outboxReader.ts';
import { itemsFixture, type SurroundingsFixture, surroundingsFixture } from '../surroundings.fixture.ts';
import { openFiles } from './index.ts';
import { Share } from './share.ts';

let folder: string;
let fixture: SurroundingsFixture<'files'>;
const never = new AbortController().signal;

async function open(settings: Readonly<Record<string, unknown>> = {}): Promise<OpenConnection> {
  fixture = surroundingsFixture({ kind: 'files', folder, ...settings });
  return openFiles(fixture.surroundings);
}
const deliver = (connection: OpenConnection, items: readonly OutboxItem[]) => connection.deliver?.(items, never);
const names = () => readdirSync(folder).toSorted();
const textOf = (name: string | undefined) => readFileSync(join(folder, name ?? ''), 'utf8');

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-mes-'));
});
afterEach(() => {
  fixture.remove();
  rmSync(folder, { recursive: true, force: true });
});

test('each message is a file, in order by name, with a line of names and one of values', async () => {
  const image = { path: '/camera/a "b", c.png', url: 'file:///camera/a%20%22b%22,%20c.png' };
  const items = itemsFixture(3, 99, () => ({ record: { sequence: 5, file: 'a "b", c.png', score: 0.1 + 0.2 }, image }));
  await deliver(await open(), items);
  expect(names()).toEqual(
    [99, 100, 101].map((sequence) => `Line-3-${String(sequence).padStart(12, '0')}-00000000.csv`),
  );
  const [head, line, end] = textOf(names()[0]).split('\r\n');
  expect(head).toMatch(/^sequence,time_utc,station,.*,entry_hash,.*,message,message_type,entry,/);
  expect(line).toContain('"a ""b"", c.png"');
  expect(line).toContain('0.30000000000000004');
  expect(head).toMatch(/,station_id,image$/);
  expect(line).toMatch(/,"\/camera\/a ""b"", c\.png"$/);
  expect(end).toBe('');
});

test('a message that is sent again makes the same file, and what is there is not written over', async () => {
  const connection = await open({ format: 'json' });
  await deliver(connection, itemsFixture(2));
  const [first] = names();
  const before = textOf(first);
  await deliver(connection, itemsFixture(3));
  expect(names()).toHaveLength(3);
  expect(textOf(first)).toBe(before);
  expect(JSON.parse(before)).toMatchObject({ schema: 'sigmaline.message/1', sequence: 1 });
});

test('messages that wait make one file; after a crash in between the same ones make the same again, although more wait by then', async () => {
  const connection = await open({ each: false, format: 'json' });
  await deliver(connection, itemsFixture(40));
  const made = names();
  expect(made).toEqual(['Line-3-000000000001-000000000040-00000000.jsonl']);
  rmSync(join(folder, made[0] ?? ''));
  const again = surroundingsFixture(
    { kind: 'files', folder, each: false, format: 'json' },
    {},
    { folder: fixture.surroundings.folder },
  );
  await deliver(await openFiles(again.surroundings), itemsFixture(60));
  expect(names()).toEqual([...made, 'Line-3-000000000041-000000000060-00000000.jsonl']);
  expect(textOf(made[0]).trimEnd().split('\n')).toHaveLength(40);
});

test('a share that is gone is named, never made on the disk of the station, and takes all of it once it is back', async () => {
  const connection = await open();
  rmSync(folder, { recursive: true });
  await expect(deliver(connection, itemsFixture(2))).rejects.toMatchObject({
    code: 'connection.folder',
    details: { folder, reason: { code: 'connection.reason-no-folder', details: { code: 'ENOENT' } } },
  });
  mkdirSync(folder);
  await deliver(connection, itemsFixture(2));
  expect(names()).toHaveLength(2);
});

test.skipIf(process.platform === 'win32')(
  'a share that hangs is told, holds one thread only, lets the connection close, and takes all of it once it answers',
  async () => {
    // A pipe that nobody reads holds whoever opens it, as a share that hangs does.
    const name = 'Line-3-000000000001-00000000.csv';
    execFileSync('mkfifo', [join(folder, `${name}.part`)]);
    const own = mkdtempSync(join(tmpdir(), 'sigmaline-own-'));
    const share = new Share(folder, own, 200);
    const write = () => share.use(() => writeFile(join(folder, `${name}.part`), 'hangs'), null);
    const late = { code: 'connection.timeout', details: { where: folder, seconds: 0.2 } };
    for (let attempt = 0; attempt < 8; attempt += 1) await expect(write()).rejects.toMatchObject(late);
    // Threads are left for everybody else.
    await writeFile(join(folder, 'other'), '');
    const connection = await open();
    const ending = new AbortController();
    const held = connection.deliver?.(itemsFixture(2), ending.signal);
    setTimeout(() => ending.abort(new Error('ended')), 50);
    await expect(held).rejects.toThrow('ended');
    await readFile(join(folder, `${name}.part`));
    await expect
      .poll(() => deliver(connection, itemsFixture(2))?.then(() => names(), String), { timeout: 5000 })
      .toContain(name);
    expect(names().filter((each) => each.endsWith('.csv'))).toHaveLength(2);
    expect(textOf(name)).toContain('sequence,time_utc');
    rmSync(own, { recursive: true });
  },
);

test('a test is a file that says that it is one', async () => {
  const connection = await open();
  await connection.test(testMessage(fixture.surroundings.station, new Date('2026-11-29T10:00:00.000Z')));
  expect(names()).toEqual(['Line-3-test-20261129100000000.csv']);
  expect(textOf(names()[0])).toContain(',test,0,2026-11-29T10:00:00.000Z,connection.tested,');
});
