import { SigmalineError } from '../../../shared/domain/index.ts';

/** A column of a record as its table has it. */
interface PlantColumn {
  /** As an export calls it. */
  readonly name: string;
  readonly type: 'text' | 'bigint' | 'double precision' | 'timestamptz';
  /** The version of the tables that added it. */
  readonly since: number;
}

const columnsOf = (type: PlantColumn['type'], names: string, since = 1): PlantColumn[] =>
  names.split(' ').map((name) => ({ name, type, since }));

/** What of a record has a column: all that an export has of the record itself. A test holds it to the exports; a new one is added by a new version. */
export const PLANT_RECORD: readonly PlantColumn[] = [
  ...columnsOf('bigint', 'sequence recipe_version image_width_px image_height_px look late_ms'),
  ...columnsOf('timestamptz', 'time_utc arrived_utc file_time_utc'),
  ...columnsOf('text', 'id station source file sha256 recipe backbone verdict serial lot view error_code'),
  ...columnsOf('text', 'software_version execution_provider execution_device same_content_as follows_error'),
  ...columnsOf('double precision', 'score limit part_distance patch_score map_maximum map_maximum_x map_maximum_y'),
  ...columnsOf('double precision', 'duration_ms p_value part_share'),
];

/** A name as SQL reads it, whatever its words mean there ("limit"). */
export const quoted = (name: string): string => `"${name}"`;

const definitionsOf = (version: number): string =>
  PLANT_RECORD.filter(({ since }) => since === version)
    .map(({ name, type }) => `${quoted(name)} ${type}`)
    .join(',\n  ');

const KEY = 'station_id text COLLATE "C" NOT NULL,\n  entry bigint NOT NULL';

/**
 * The statements that bring the tables from each version to the next; those of a version that was released never change. Rows are stored whole up to a page: to compress
 * each of them would take most of the time of a catch-up.
 */
const MIGRATIONS: readonly string[] = [
  `
CREATE TABLE station (
  station_id text COLLATE "C" PRIMARY KEY,
  name text NOT NULL,
  last_entry bigint NOT NULL,
  last_at timestamptz NOT NULL,
  heard_at timestamptz NOT NULL
);
CREATE TABLE entry (
  ${KEY},
  at timestamptz NOT NULL,
  type text NOT NULL,
  action text NOT NULL,
  object_kind text NOT NULL,
  object_id text NOT NULL,
  actor text NOT NULL,
  name text,
  role text,
  reason text,
  body text NOT NULL,
  hash bytea NOT NULL,
  PRIMARY KEY (station_id, entry)
) WITH (toast_tuple_target = 8160);
CREATE TABLE record (
  ${KEY},
  ${definitionsOf(1)},
  row_text text,
  PRIMARY KEY (station_id, entry)
) WITH (toast_tuple_target = 8160);
CREATE INDEX record_time ON record (time_utc);
CREATE INDEX record_number ON record (station_id, sequence);
CREATE INDEX record_serial ON record (serial) WHERE serial IS NOT NULL;
CREATE TABLE disposition (
  ${KEY},
  at timestamptz NOT NULL,
  action text NOT NULL,
  record bigint,
  record_id text,
  decision text,
  reason text,
  comment text,
  defect text,
  actor text NOT NULL,
  name text,
  role text,
  PRIMARY KEY (station_id, entry)
);
CREATE INDEX disposition_record ON disposition (station_id, record);
CREATE TABLE part_event (
  ${KEY},
  at timestamptz NOT NULL,
  action text NOT NULL,
  part bigint,
  serial text,
  state text,
  verdict text,
  missing text,
  PRIMARY KEY (station_id, entry)
);
CREATE INDEX part_event_part ON part_event (station_id, part);
CREATE TABLE superseded (
  ${KEY},
  kind text NOT NULL,
  content json NOT NULL,
  superseded_at timestamptz NOT NULL DEFAULT now()
);`,
];

/** The tables whose rows are known by station and entry. */
export const ENTRY_TABLES = ['entry', 'record', 'disposition', 'part_event'] as const;

/** What runs statements; that of `pg`, as far as it is needed here. */
export interface Queries {
  readonly query: (
    text: string,
    values?: unknown[],
  ) => Promise<{ readonly rows: readonly Readonly<Record<string, unknown>>[] }>;
}

/**
 * Makes the tables, or brings those of an older version up to date: one station at a time, all or nothing. A user that may only write needs no more where the
 * tables are there.
 *
 * @throws SigmalineError `connection.receiver-newer`; what the database says otherwise
 */
export async function requireTables(database: Queries, schema: string, where: string): Promise<void> {
  if ((await knownVersion(database, schema, where)) === MIGRATIONS.length) return;
  await database.query('BEGIN');
  try {
    await database.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`sigmaline.${schema}`]);
    const version = await knownVersion(database, schema, where);
    await migrate(database, schema, version);
    await database.query('COMMIT');
  } catch (thrown) {
    // Where the connection is gone, the server does it by itself.
    await database.query('ROLLBACK').catch(() => undefined);
    throw thrown;
  }
}

async function migrate(database: Queries, schema: string, version: number): Promise<void> {
  const found = await database.query('SELECT 1 FROM pg_namespace WHERE nspname = $1', [schema]);
  if (found.rows.length === 0) await database.query(`CREATE SCHEMA ${quoted(schema)}`);
  await database.query(`SET LOCAL search_path TO ${quoted(schema)}`);
  if (version === 0)
    await database.query(
      'CREATE TABLE schema_version (version integer PRIMARY KEY, made_at timestamptz NOT NULL DEFAULT now())',
    );
  for (const [index, statements] of MIGRATIONS.entries()) {
    if (index < version) continue;
    await database.query(statements);
    await database.query('INSERT INTO schema_version (version) VALUES ($1)', [index + 1]);
  }
}

/** The version of the tables; 0 where there are none. @throws SigmalineError where this program does not know them */
export async function knownVersion(database: Queries, schema: string, where: string): Promise<number> {
  const [version, known] = [await versionOf(database, schema), MIGRATIONS.length];
  if (version > known) throw new SigmalineError('connection.receiver-newer', { where, version, known });
  return version;
}

async function versionOf(database: Queries, schema: string): Promise<number> {
  // Not by its name: a name that was not found is remembered within a transaction, also when another station has made the table meanwhile.
  const found = await database.query(
    "SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname = $1 AND c.relname = 'schema_version'",
    [schema],
  );
  if (found.rows.length === 0) return 0;
  const newest = await database.query(`SELECT max(version) AS version FROM ${quoted(schema)}.schema_version`);
  return Number(newest.rows[0]?.version ?? 0);
}
