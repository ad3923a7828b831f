/**
 * Sends the outbox to a real PostgreSQL: a long outage caught up with a server that is killed on the way, refused rows, wrong passwords, read-only users, the dashboard, and
 * the chain verified from there: `npm run test:interop`. SIGMALINE_INTEROP_MESSAGES says how many messages (50,000).
 */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type EntryBody, RecordTexts, sealEntry } from '../../electron/audit/index.ts';
import type { OpenConnection, OutboxItem } from '../../electron/connectors/driver.ts';
import { verifyPlant } from '../../electron/connectors/index.ts';
import { OutboxPump, type PumpNews } from '../../electron/connectors/outboxPump.ts';
import { OutboxReader, testMessage } from '../../electron/connectors/outboxReader.ts';
import { openPostgres } from '../../electron/connectors/postgres/index.ts';
import { surroundingsFixture } from '../../electron/connectors/surroundings.fixture.ts';
import { AuditedStation } from '../../electron/engine/audit/audit.fixture.ts';
import { RECORD_COLUMNS } from '../../electron/engine/storage/index.ts';
import { sha256Of } from '../../electron/files/index.ts';
import { type ErrorFact, factOf } from '../../shared/domain/index.ts';
import { PostgresServer } from './postgresServer.ts';

const COUNT = Number(process.env.SIGMALINE_INTEROP_MESSAGES ?? 50_000);
/** What `psql` does with the same rows in the same minute, which nobody can beat, says what this machine can do; less than this share of it is a fault. */
const LEAST_SHARE = 0.2;
/** So many rows show how quick `psql` is. */
const COPIED = 50_000;
const READER = { user: 'grafana', password: 'only-reads' };
const never = new AbortController().signal;

const server = await PostgresServer.start();
const folder = mkdtempSync(join(tmpdir(), 'sigmaline-plant-'));
const authority = join(folder, 'authority.pem');
writeFileSync(authority, server.authority);
const opened: OpenConnection[] = [];

async function open(
  settings: Readonly<Record<string, unknown>> = {},
  password = server.password,
): Promise<OpenConnection> {
  const defaults = {
    kind: 'postgres',
    host: 'localhost',
    port: server.port,
    database: 'postgres',
    user: 'plant',
  } as const;
  const given = { ...defaults, authority: server.authority, ...settings };
  const connection = await openPostgres(surroundingsFixture(given, { password }, { folder }).surroundings);
  opened.push(connection);
  return connection;
}

const deliver = (connection: OpenConnection, items: readonly OutboxItem[]): Promise<void> =>
  connection.deliver?.(items, never) ?? Promise.reject(new Error('It delivers nothing.'));

async function errorOf(work: Promise<unknown>): Promise<ErrorFact> {
  return work.then(
    () => assert.fail('It went well.'),
    (thrown: unknown) => ('fact' in (thrown as object) ? (thrown as { fact: ErrorFact }).fact : factOf(thrown)),
  );
}

const urlOf = (schema = 'sigmaline', user = 'plant', password = server.password): string =>
  `postgres://${user}:${password}@localhost:${server.port}/postgres?sslrootcert=${encodeURIComponent(authority)}&schema=${schema}`;

async function step(name: string, work: () => Promise<string | undefined>): Promise<void> {
  const began = performance.now();
  const said = await work();
  console.log(
    `ok    ${name}${said === undefined ? '' : `: ${said}`} (${((performance.now() - began) / 1000).toFixed(1)} s)`,
  );
}

/**
 * A station that has written so many entries, nearly all of them of records: made from one that it wrote itself, with the row and the entry of each later one written here.
 * Its own sums and tree know nothing of these.
 */
async function longStation(count: number): Promise<OutboxReader> {
  const data = mkdtempSync(join(folder, 'long-'));
  const audited = new AuditedStation(data);
  audited.record({ serial: 'SN "1" Ø \\' });
  const { database } = audited.station.kernel;
  const names = RECORD_COLUMNS.map(({ name }) => name);
  const texts = new RecordTexts(names);
  const [row] = database
    .prepare<Record<string, string | number | null>>(`SELECT ${names.join(', ')} FROM inspection`)
    .all();
  const last = database.prepare<{ body: string; hash: Buffer }>(
    'SELECT body, hash FROM audit_entry ORDER BY sequence DESC',
  );
  const [entry] = last.all();
  assert(row !== undefined && entry !== undefined);
  const body = JSON.parse(entry.body) as EntryBody;
  let previous = entry.hash;
  const insertRecord = database.prepare(`INSERT INTO inspection (${names.join(', ')}) VALUES (:${names.join(', :')})`);
  const insertEntry = database.prepare(
    `INSERT INTO audit_entry (sequence, body, hash, at, action, actor, object_kind, object_id)
     VALUES (:sequence, :body, :hash, :at, :action, :actor, :kind, :id)`,
  );
  database.pragma('foreign_keys = OFF');
  database.transaction(() => {
    for (let more = 1; body.seq + more <= count; more += 1) {
      const number = Number(row.sequence) + more;
      const id = `${String(number).padStart(8, '0')}-0000-4000-8000-000000000000`;
      const of = { ...row, sequence: number, id, file: `part-${number}.png`, serial: `SN "${number}" Ø \\` };
      const written = { ...of, score: Math.sqrt(number) / 3 };
      insertRecord.run(written);
      const object = { kind: 'inspection', id };
      const said = { number, record: sha256Of(texts.of(names.map((name) => (written as typeof row)[name] ?? null))) };
      const prev = previous.toString('hex');
      const sealed = sealEntry({ ...body, seq: body.seq + more, object, new: said, prev });
      const { at, action, actor } = body;
      insertEntry.run({
        ...object,
        at,
        action,
        actor,
        sequence: body.seq + more,
        body: sealed.text,
        hash: sealed.hash,
      });
      previous = sealed.hash;
    }
  });
  await audited.stop();
  return new OutboxReader(data, { id: randomUUID(), name: 'Line 7' });
}

const WANTED = {
  types: ['record', 'disposition', 'part', 'event'],
  verdicts: ['pass', 'review', 'fail', 'error'],
  tries: 5,
  keepsDays: 3650,
} as const;

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 6000; tries += 1) {
    if (await isSo()) return;
    await delay(100);
  }
  assert.fail('It took too long.');
}

/** The messages of a station as its own reader makes them. */
async function verifyAStation(): Promise<string> {
  const data = mkdtempSync(join(folder, 'station-'));
  const audited = new AuditedStation(data);
  const records = Array.from({ length: 40 }, (_, index) =>
    audited.record({ serial: `SN "${index}" Ø \\`, score: 1 / (index + 3) }),
  );
  for (const record of records.slice(0, 5)) audited.dispose(record);
  const station = { id: randomUUID(), name: 'Line 3' };
  const reader = new OutboxReader(data, station);
  const connection = await open({ schema: 'one' });
  const items = reader.after(0, 500);
  await deliver(connection, items);
  await deliver(connection, items);
  const verified = async (): Promise<readonly string[]> => {
    const [first] = await verifyPlant(urlOf('one'), 'Line 3');
    return first?.found.faults.map(({ code, sequence }) => `${code} ${sequence ?? ''}`.trim()) ?? ['none'];
  };
  assert.deepEqual(await verified(), []);
  const [decided] = await server.query(
    'SELECT decision, reason, defect, record::int FROM one.disposition ORDER BY entry',
  );
  assert.deepEqual(decided, { decision: 'scrap', reason: 'Really bad', defect: 'Dent', record: records[0]?.number });
  const sequence = items.find(({ message }) => message.type === 'record')?.message.sequence ?? 0;
  await server.query(`UPDATE one.record SET score = score + 1e-9 WHERE entry = ${sequence + 3}`);
  await server.query(`UPDATE one.record SET row_text = replace(row_text, 'SN', 'XX') WHERE entry = ${sequence + 4}`);
  await server.query(`DELETE FROM one.record WHERE entry = ${sequence + 5}`);
  await server.query(`UPDATE one.entry SET actor = 'somebody' WHERE entry = ${sequence + 6}`);
  await server.query(`DELETE FROM one.entry WHERE entry = ${sequence + 7}`);
  const faults = await verified();
  for (const fault of [
    ...[`record.altered ${sequence + 3}`, `record.altered ${sequence + 4}`, `record.missing ${sequence + 5}`],
    ...[`entry.columns ${sequence + 6}`, 'record.without-entry', 'entry.missing'],
  ])
    assert(
      faults.some((found) => found.startsWith(fault)),
      `${fault} is not in ${faults.join('; ')}`,
    );
  // Restored from a backup, it goes another way from some entry on.
  const other = items.slice(-3).map((item) => ({ ...item, entry: { ...item.entry, hash: '00'.repeat(32) } }));
  await deliver(connection, other);
  const [kept] = await server.query("SELECT count(*)::int AS count FROM one.superseded WHERE kind = 'entry'");
  assert.equal(kept?.count, 3);
  reader.close();
  await audited.stop();
  return `${items.length} entries; found ${faults.length} changes`;
}

async function catchUp(): Promise<string> {
  const connection = await open();
  await deliver(connection, long.after(0, 1));
  const errors: string[] = [];
  let position = 0;
  let taken = 0;
  const pump = new OutboxPump({
    ...{ wanted: WANTED, position, after: (from, limit) => long.after(from, limit), one: () => null },
    ...(connection.atOnce !== undefined && { atOnce: connection.atOnce }),
    deliver: (items, signal) => connection.deliver?.(items, signal) ?? Promise.reject(new Error()),
    onReceiver: (error) => void (error !== null && errors.push(error.code)),
    tell: (news: PumpNews) => {
      if (news.kind === 'delivered') ({ position } = news);
      if (news.kind === 'counted') taken += news.taken;
      assert(news.kind !== 'set-aside', 'Nothing is set aside because the server is away.');
    },
  });
  await until(async () => taken >= COUNT / 4);
  await server.kill();
  await delay(2000);
  assert(errors.length > 0);
  await server.run();
  const before = taken;
  await until(async () => taken > before);
  const again = performance.now();
  const from = taken;
  await until(async () => taken >= COUNT);
  const rate = ((COUNT - from) / (performance.now() - again)) * 1000;
  await until(async () => position === COUNT);
  await pump.stop();
  const [found] = await server.query(
    `SELECT count(*)::int AS entries, count(DISTINCT entry)::int AS different, min(entry)::int AS first, max(entry)::int AS last,
     (SELECT count(*)::int FROM sigmaline.record) AS records FROM sigmaline.entry`,
  );
  const records = Number(found?.records);
  assert.deepEqual(found, { entries: COUNT, different: COUNT, first: 1, last: COUNT, records });
  assert(COUNT - records < 10, `${records} records`);
  const bare = await rateOfPsql();
  const share = rate / bare;
  assert(share >= LEAST_SHARE, `${Math.round(rate)} a second are too few where psql writes ${Math.round(bare)}`);
  const said = `${Math.round(rate)} messages a second where psql alone writes ${Math.round(bare)} (${share.toFixed(2)} of it)`;
  return `${said}; load ${loadavg()[0]?.toFixed(1)}; errors on the way: ${[...new Set(errors)].join(', ')}`;
}

/** How many of the same messages a second `psql` writes into the same tables from files, in one transaction. */
async function rateOfPsql(): Promise<number> {
  const tables = ['entry', 'record'].map((table) => ({ table, file: join(server.folder, `${table}.copy`) }));
  await server.query('CREATE SCHEMA bare');
  for (const { table, file } of tables) {
    await server.query(`CREATE TABLE bare.${table} (LIKE sigmaline.${table} INCLUDING ALL)`);
    await server.query(`COPY (SELECT * FROM sigmaline.${table} ORDER BY entry LIMIT ${COPIED}) TO '${file}'`);
  }
  const commands = tables.map(({ table, file }) => `\\copy bare.${table} FROM '${file}'`);
  const options = ['-X', '-q', '-1', '-v', 'ON_ERROR_STOP=1', '-h', '127.0.0.1', '-p', String(server.port)];
  const began = performance.now();
  const { status, stderr } = spawnSync(
    'psql',
    [...options, '-U', 'plant', 'postgres', ...commands.flatMap((command) => ['-c', command])],
    { encoding: 'utf8', env: { ...process.env, PGPASSWORD: server.password } },
  );
  assert.equal(status, 0, stderr);
  const rate = (Math.min(COPIED, COUNT) / (performance.now() - began)) * 1000;
  await server.query('DROP SCHEMA bare CASCADE');
  return rate;
}

const began = performance.now();
const long = await longStation(COUNT);

try {
  console.log(String((await server.query('SELECT version()'))[0]?.version));
  console.log(`A station with ${long.last()} entries, ${((performance.now() - began) / 1000).toFixed(1)} s`);

  await step('passwords, addresses, certificates and databases that are wrong say so', async () => {
    const wrong = async (settings: Readonly<Record<string, unknown>>, password?: string): Promise<string> => {
      const connection = await open(settings, password);
      return (await errorOf(connection.test(testMessage({ id: 's', name: 'S' }, new Date())))).code;
    };
    assert.equal(await wrong({}, 'wrong'), 'connection.sign-in');
    assert.equal(await wrong({ user: 'nobody-knows' }), 'connection.sign-in');
    assert.equal(await wrong({ database: 'gone' }), 'connection.database');
    assert.equal(await wrong({ authority: '' }), 'connection.certificate');
    // The certificate names localhost only.
    assert.equal(await wrong({ host: '127.0.0.1' }), 'connection.certificate');
    assert.equal(await wrong({ port: 1 }), 'connection.unreachable');
    await (await open({ host: '127.0.0.1', tls: 'required', authority: '' })).test(
      testMessage({ id: 's', name: 'S' }, new Date()),
    );
    await (await open({ tls: 'off' })).test(testMessage({ id: 's', name: 'S' }, new Date()));
    return undefined;
  });

  await step('twenty stations that come at once make the tables once', async () => {
    const connections = await Promise.all(Array.from({ length: 20 }, () => open({ schema: 'at_once' })));
    await Promise.all(
      connections.map((connection) => connection.test(testMessage({ id: 's', name: 'S' }, new Date()))),
    );
    const [found] = await server.query('SELECT count(*)::int AS count FROM at_once.schema_version');
    assert.equal(found?.count, 1);
    assert.deepEqual(await server.query('SELECT FROM at_once.entry'), []);
    await server.query('INSERT INTO at_once.schema_version (version) VALUES (99)');
    const fact = await errorOf(deliver(await open({ schema: 'at_once' }), long.after(0, 3)));
    assert.equal(fact.code, 'connection.receiver-newer');
    assert.equal(fact.details.version, 99);
    return undefined;
  });

  await step('a station with records, decisions and changed rows is verified from there', verifyAStation);

  await step('of refused rows each is named, and all others are taken', async () => {
    const items = long.after(0, 500);
    const connection = await open({ schema: 'refusing' });
    await deliver(connection, items.slice(0, 1));
    await server.query('ALTER TABLE refusing.record ADD CHECK (sequence NOT IN (122, 123, 400))');
    const wrong = items.filter(({ message }) => [122, 123, 400].includes(Number(message.record?.sequence)));
    const refused: number[] = [];
    const pump = new OutboxPump({
      ...{ wanted: { ...WANTED, tries: 2 }, position: 0, one: (sequence) => items[sequence - 1] ?? null },
      after: (position, limit) => items.slice(position, position + limit),
      ...{ deliver: (some) => deliver(connection, some), onReceiver: () => undefined },
      tell: (news) => void (news.kind === 'set-aside' && refused.push(news.sequence)),
    });
    await until(async () => refused.length === wrong.length);
    assert.equal((await server.query('SELECT count(*)::int AS count FROM refusing.entry'))[0]?.count, 497);
    await pump.stop();
    assert.deepEqual(
      refused.toSorted((a, b) => a - b),
      wrong.map(({ message }) => message.sequence),
    );
    return `${refused.join(', ')}`;
  });

  await step(`${COUNT} messages catch up while the server is killed on the way`, catchUp);

  await step('a user that may only read sees all, and each query of the dashboard runs', async () => {
    await server.query(`CREATE ROLE ${READER.user} LOGIN PASSWORD '${READER.password}'; GRANT USAGE ON SCHEMA sigmaline TO ${READER.user};
      GRANT SELECT ON ALL TABLES IN SCHEMA sigmaline TO ${READER.user}`);
    const texts = [
      ...readFileSync('docs/connections/grafana.json', 'utf8').matchAll(
        /"(?:rawSql|query)": ("SELECT(?:[^"\\]|\\.)*")/g,
      ),
    ];
    assert.equal(texts.length, 7);
    const query = (text: string): Promise<Readonly<Record<string, unknown>>[]> =>
      server.query(text, READER.user, READER.password);
    const rows: number[] = [];
    for (const [, text] of texts) {
      const sql = (JSON.parse(text ?? '') as string)
        .replace(/\$__timeFilter\(([^)]+)\)/g, "$1 BETWEEN '2026-01-01' AND '2027-12-31'")
        .replaceAll('$station', 'SELECT station_id FROM sigmaline.station');
      rows.push((await query(sql)).length);
    }
    assert.equal(
      await query('DELETE FROM sigmaline.record').then(
        () => 'deleted',
        () => 'refused',
      ),
      'refused',
    );
    const fact = await errorOf(deliver(await open({ user: READER.user }, READER.password), long.after(0, 2)));
    assert.equal(fact.code, 'connection.database');
    return `rows ${rows.join(', ')}`;
  });

  await step('the chain is verified from there by the command line', async () => {
    const { status, stdout, stderr } = spawnSync(
      'node',
      ['electron/cli/sigmaline.ts', 'verify', urlOf('sigmaline', READER.user, READER.password)],
      { encoding: 'utf8' },
    );
    assert.equal(status, 0, stdout + stderr);
    assert.match(stdout, new RegExp(`intact, ${COUNT} entries`));
    return stdout.split('\n')[1];
  });

  await step('a statement that waits is cut off by its signal', async () => {
    const blocking = server.client();
    await blocking.connect();
    await blocking.query('BEGIN; LOCK TABLE sigmaline.entry');
    const ending = new AbortController();
    const connection = await open();
    const began = performance.now();
    const waiting = connection.deliver?.(long.after(0, 2), ending.signal);
    setTimeout(() => ending.abort(), 500);
    await assert.rejects(waiting ?? Promise.resolve());
    assert(performance.now() - began < 5000);
    await blocking.end();
    return undefined;
  });
} finally {
  long.close();
  for (const connection of opened) await connection.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
}
