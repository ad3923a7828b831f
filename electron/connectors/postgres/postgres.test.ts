import { createServer, type Server } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { RECORD_COLUMNS } from '../../engine/storage/index.ts';
import { itemsFixture, type SurroundingsFixture, surroundingsFixture } from '../surroundings.fixture.ts';
import { openPostgres } from './index.ts';
import { copiesOf, insertValues } from './rows.ts';
import { PLANT_RECORD } from './tables.ts';

let fixture: SurroundingsFixture<'postgres'> | undefined;
let server: Server | undefined;
afterEach(() => {
  fixture?.remove();
  server?.close();
});

const open = (port: number, more: Readonly<Record<string, unknown>> = {}) => {
  const address = { host: '127.0.0.1', port, database: 'plant', user: 'sigmaline' };
  fixture = surroundingsFixture({ kind: 'postgres', ...address, tls: 'off', ...more }, { password: 'secret-word' });
  return openPostgres(fixture.surroundings);
};

/** A server that is no PostgreSQL: it answers each connection with this. */
async function strange(answer: string | null): Promise<number> {
  const listening = createServer((socket) => {
    socket.on('error', () => undefined);
    if (answer !== null) socket.once('data', () => socket.end(answer));
  });
  server = listening;
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const address = listening.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

test('the table of records has a column for each that an export has of a record: whoever adds one adds a version of the tables', () => {
  const exported = RECORD_COLUMNS.flatMap(({ exported: name }) => name ?? []);
  expect(PLANT_RECORD.map(({ name }) => name).toSorted()).toEqual(exported.toSorted());
});

test('scores keep every digit, and numbers that JSON has no word for stay what they are', () => {
  const items = itemsFixture(1, 7, () => ({
    record: { sequence: 3, score: 0.1 + 0.2, limit: Number.POSITIVE_INFINITY },
  }));
  const record = String(insertValues(items)[5]);
  expect(JSON.parse(record)).toEqual([
    { entry: 7, sequence: 3, score: 0.30000000000000004, limit: 'Infinity', row_text: null },
  ]);
});

test('a decision and a part have their rows beside the entry', () => {
  const [decision] = itemsFixture(1, 8, () => ({
    ...{ type: 'disposition', action: 'disposition.made', object: { kind: 'disposition', id: 'abc' }, name: 'Ann' },
    new: { inspection: 3, decision: 'scrap', reason: 'Bad', defect: 'Dent' },
  }));
  const [part] = itemsFixture(1, 9, () => ({
    ...{ type: 'part', action: 'part.incomplete', object: { kind: 'part', id: '5' } },
    new: { serial: null, state: 'incomplete', verdict: 'error', missing: ['left', 'right'] },
  }));
  const values = insertValues([decision, part].flatMap((item) => item ?? []));
  expect(JSON.parse(String(values[6]))[0]).toMatchObject({
    entry: 8,
    record: 3,
    record_id: 'abc',
    decision: 'scrap',
    name: 'Ann',
  });
  expect(JSON.parse(String(values[7]))[0]).toMatchObject({
    entry: 9,
    part: 5,
    missing: 'left, right',
    verdict: 'error',
  });
  expect(JSON.parse(String(values[4]))).toHaveLength(2);
});

test('what is copied is what an insert statement would write, whatever stands in the texts', () => {
  const items = itemsFixture(3, 5, (sequence) => ({
    ...(sequence === 6 && { type: 'event' as const, record: null }),
    reason: 'a\tb\\n\r\nc',
  }));
  const copies = copiesOf('plant', items);
  expect(copies.map(({ statement }) => statement.split(' (')[0])).toEqual([
    'COPY "plant".entry',
    'COPY "plant".record',
  ]);
  const [entry, record] = copies.map(({ pieces }) => [...pieces()].join('').split('\n').filter(Boolean));
  expect([entry?.length, record?.length]).toEqual([3, 2]);
  const fields = entry?.[0]?.split('\t') ?? [];
  expect(fields.slice(0, 2)).toEqual([items[0]?.message.station.id, '5']);
  expect(fields).toContain('a\\tb\\\\n\\r\\nc');
  expect(fields.at(-1)).toBe(`\\\\x${items[0]?.entry.hash}`);
  // Scores keep every digit, and what a record does not have is null.
  expect(record?.[0]?.split('\t')).toEqual(expect.arrayContaining(['0.625', '\\N']));
});

test.each([
  ['nobody listens', async () => 1, 'connection.unreachable'],
  ['somebody else listens', () => strange('HTTP/1.1 400 Bad Request\r\n\r\n'), 'connection.unreachable'],
])('where %s, the error says so and never the password', async (_, port, code) => {
  const connection = await open(await port());
  const thrown = await connection
    .deliver?.(itemsFixture(2), new AbortController().signal)
    .catch((error: unknown) => error);
  expect(thrown).toMatchObject({ code });
  expect(JSON.stringify(thrown)).not.toContain('secret-word');
  await connection.close();
});

test('a server that says nothing is left as soon as somebody ends the delivery', async () => {
  const connection = await open(await strange(null));
  const ending = new AbortController();
  const delivered = connection.deliver?.(itemsFixture(2), ending.signal);
  setTimeout(() => ending.abort(), 30);
  await expect(delivered).rejects.toThrow();
  await connection.close();
});

test('whoever leaves encryption out is told, unless the database is on this machine', async () => {
  await open(5432, { host: 'db.plant' });
  expect(fixture?.warnings.map(({ code }) => code)).toEqual(['connection.not-encrypted']);
  fixture?.remove();
  await open(5432);
  expect(fixture?.warnings).toEqual([]);
});
