import { readFileSync } from 'node:fs';
import type pg from 'pg';
import { messageOf, messageTypeOf, postgresSettingsSchema } from '../../../shared/domain/index.ts';
import { type SentEntry, type Verification, type VerifyOptions, verifySent, WrongUse } from '../../audit/index.ts';
import { RECORD_COLUMNS } from '../../engine/storage/index.ts';
import { sha256Of } from '../../files/index.ts';
import { type PlantAddress, PlantDatabase } from './plantDatabase.ts';
import { ENTRY_TABLES, knownVersion, PLANT_RECORD, quoted } from './tables.ts';

/** What was found of one station. */
export interface PlantVerification {
  readonly station: { readonly id: string; readonly name: string };
  readonly found: Verification;
}

const USAGE =
  'verify postgres://USER@HOST[:PORT]/DATABASE[?sslmode=disable|require|verify-full][&sslrootcert=FILE][&schema=NAME]. The password: in PGPASSWORD, or behind the user.';
const PAGE = 2000;
/** `bigint` has none that is higher. */
const LAST = '9223372036854775807';

/**
 * Verifies the chains of all stations that send to a database of the plant, and the records that came with them. It only reads; stations may send meanwhile.
 *
 * @param only the id or the name of a station; undefined for all of them
 * @throws WrongUse, or a SigmalineError where the database cannot be read
 */
export async function verifyPlant(
  url: string,
  only: string | undefined,
  options: VerifyOptions = {},
): Promise<PlantVerification[]> {
  const { address, password } = addressIn(url);
  const database = new PlantDatabase(address, password, 'Sigmaline verify');
  try {
    return await database.use(new AbortController().signal, async (client) => {
      await client.query('BEGIN TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY');
      const version = await knownVersion(client, address.schema, database.where);
      const stations = version === 0 ? [] : await stationsIn(client, address.schema, only);
      if (stations.length === 0)
        throw new WrongUse(`${database.where} holds no station${only === undefined ? '' : ` "${only}"`}. ${USAGE}`);
      // A key and a checkpoint belong to one station.
      if (stations.length > 1 && (options.keys ?? []).length + (options.checkpoints ?? []).length > 0)
        throw new WrongUse('Say with --station which station the keys and checkpoints belong to.');
      const verified: PlantVerification[] = [];
      for (const station of stations)
        verified.push({ station, found: await verifyStation(client, address.schema, station.id, options) });
      return verified;
    });
  } finally {
    database.close();
  }
}

/** @throws WrongUse */
function addressIn(url: string): { readonly address: PlantAddress; readonly password: string } {
  try {
    const { hostname, port, pathname, username, password, searchParams } = new URL(url);
    const mode = searchParams.get('sslmode') ?? 'verify-full';
    const authority = searchParams.get('sslrootcert');
    const tls = { disable: 'off', require: 'required', 'verify-full': 'verified' }[mode];
    const address = postgresSettingsSchema.parse({
      kind: 'postgres',
      host: hostname.replace(/^\[|\]$/g, ''),
      ...(port !== '' && { port: Number(port) }),
      database: decodeURIComponent(pathname.slice(1)),
      user: decodeURIComponent(username),
      tls,
      ...(authority !== null && { authority: readFileSync(authority, 'utf8') }),
      ...(searchParams.has('schema') && { schema: searchParams.get('schema') }),
    });
    if (tls === undefined) throw new Error(`sslmode=${mode}`);
    return { address, password: decodeURIComponent(password) || (process.env.PGPASSWORD ?? '') };
  } catch (thrown) {
    throw new WrongUse(`${USAGE} (${messageOf(thrown).split('\n')[0]})`);
  }
}

async function stationsIn(
  client: pg.Client,
  schema: string,
  only: string | undefined,
): Promise<{ id: string; name: string }[]> {
  const { rows } = await client.query<{ id: string; name: string }>(
    `SELECT station_id AS id, name FROM ${quoted(schema)}.station
     WHERE $1::text IS NULL OR station_id = $1 OR name = $1 ORDER BY name, station_id`,
    [only ?? null],
  );
  return rows;
}

async function verifyStation(
  client: pg.Client,
  schema: string,
  station: string,
  options: VerifyOptions,
): Promise<Verification> {
  const at = (table: string): string => `${quoted(schema)}.${quoted(table)}`;
  const { rows } = await client.query<{ highest: string | null; superseded: string }>(
    `SELECT (SELECT max(sequence) FROM ${at('record')} WHERE station_id = $1) AS highest,
      (SELECT count(*) FROM ${at('superseded')} WHERE station_id = $1) AS superseded`,
    [station],
  );
  const recordsWithoutEntry: number[] = [];
  const besides = {
    highestRecord: Number(rows[0]?.highest ?? 0),
    recordsWithoutEntry,
    superseded: Number(rows[0]?.superseded ?? 0),
  };
  const orphan = (record: Row): void => void recordsWithoutEntry.push(Number(record.r0));
  return verifySent(entriesOf(client, schema, station, orphan), besides, options);
}

type Row = Readonly<Record<string, unknown>>;

/**
 * All entries of a station and the records that came with them, a page at a time. Joined here and not by the server: how it would join them depends on statistics that it
 * does not have of rows that were written just now, and each page would take as long as all of them.
 */
async function* entriesOf(
  client: pg.Client,
  schema: string,
  station: string,
  orphan: (record: Row) => void,
): AsyncGenerator<SentEntry> {
  const page = `WHERE station_id = $1 AND entry > $2 AND entry <= $3 ORDER BY entry`;
  const [entries, records] = ENTRY_TABLES.map((table) => `${quoted(schema)}.${table}`);
  const record = PLANT_RECORD.map(({ name }, index) => `${quoted(name)} AS r${index}`).join(', ');
  let after: unknown = -1;
  for (;;) {
    const { rows } = await client.query<Row>(
      `SELECT entry, body, hash, at, action, actor, object_kind, object_id FROM ${entries} ${page} LIMIT ${PAGE}`,
      [station, after, LAST],
    );
    const isLast = rows.length < PAGE;
    const upTo = isLast ? LAST : rows.at(-1)?.entry;
    const beside = await client.query<Row>(`SELECT entry, row_text, ${record} FROM ${records} ${page}`, [
      station,
      after,
      upTo,
    ]);
    const found = new Map(beside.rows.map((row) => [row.entry, row]));
    for (const row of rows) {
      const known = found.get(row.entry);
      yield entryIn(row, known ?? null);
      if (messageTypeOf(String(row.action)) === 'record') found.delete(row.entry);
    }
    for (const left of found.values()) orphan(left);
    if (isLast) return;
    after = upTo;
  }
}

function entryIn(row: Row, record: Row | null): SentEntry {
  const { entry, body, hash, at, action, actor, object_kind, object_id } = row;
  return {
    sequence: Number(entry),
    text: String(body),
    hash: hash as Buffer,
    columns: { at: textOf(at), action, actor, object_kind, object_id },
    record: record === null ? null : recordIn(record),
  };
}

const EXPORTED = new Map(
  RECORD_COLUMNS.flatMap(({ name, exported }) => (exported === undefined ? [] : [[exported, name]])),
);

/** The hash is that of the text that was sent; none where the columns beside it say something else. */
function recordIn(row: Row): SentEntry['record'] {
  const { row_text: text } = row;
  const said = parsed(text);
  const isSaid = PLANT_RECORD.every(
    ({ name, type }, index) => comparable(said[EXPORTED.get(name) ?? ''], type) === comparable(row[`r${index}`], type),
  );
  return { number: Number(said.sequence), id: said.id, hash: isSaid && typeof text === 'string' ? sha256Of(text) : '' };
}

function parsed(text: unknown): Row {
  try {
    return JSON.parse(String(text)) as Row;
  } catch {
    return {};
  }
}

/** A value as one text, whether JSON or PostgreSQL has it: whole numbers come as texts, times as dates. */
function comparable(value: unknown, type: (typeof PLANT_RECORD)[number]['type']): string | null {
  if (value === null || value === undefined) return null;
  if (value instanceof Date) return textOf(value);
  if (typeof value !== 'string' && typeof value !== 'number') return JSON.stringify(value);
  if (type === 'timestamptz') return textOf(new Date(value));
  return type === 'text' ? String(value) : String(Number(value));
}

const textOf = (time: unknown): string =>
  time instanceof Date && Number.isFinite(time.getTime()) ? time.toISOString() : String(time);
