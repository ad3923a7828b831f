import type { OutboxItem } from '../driver.ts';
import { ENTRY_TABLES, PLANT_RECORD, type Queries, quoted } from './tables.ts';

type Value = string | number | null;
type Row = Readonly<Record<string, Value>>;
type Table = (typeof ENTRY_TABLES)[number];

const RECORD_TYPES = { ...Object.fromEntries(PLANT_RECORD.map(({ name, type }) => [name, type])), row_text: 'text' };

/** The columns of each table behind the station. `hash` comes as hexadecimal text. */
const COLUMNS: Readonly<Record<Table, Readonly<Record<string, string>>>> = {
  entry: {
    ...{ entry: 'bigint', at: 'timestamptz', type: 'text', action: 'text', object_kind: 'text', object_id: 'text' },
    ...{ actor: 'text', name: 'text', role: 'text', reason: 'text', body: 'text', hash: 'text' },
  },
  record: { entry: 'bigint', ...RECORD_TYPES },
  disposition: {
    ...{ entry: 'bigint', at: 'timestamptz', action: 'text', record: 'bigint', record_id: 'text', decision: 'text' },
    ...{ reason: 'text', comment: 'text', defect: 'text', actor: 'text', name: 'text', role: 'text' },
  },
  part_event: {
    ...{ entry: 'bigint', at: 'timestamptz', action: 'text', part: 'bigint', serial: 'text', state: 'text' },
    ...{ verdict: 'text', missing: 'text' },
  },
};

/** Tells of a station that it was heard. Its parameters are the first four of `insertValues`. */
export function stationStatement(schema: string): string {
  return `INSERT INTO ${quoted(schema)}.station AS known (station_id, name, last_entry, last_at, heard_at)
    VALUES ($1, $2, $3, $4, now())
    ON CONFLICT (station_id) DO UPDATE SET name = excluded.name, heard_at = excluded.heard_at,
      last_entry = greatest(known.last_entry, excluded.last_entry), last_at = greatest(known.last_at, excluded.last_at)`;
}

export function stationValues(items: readonly OutboxItem[]): unknown[] {
  const last = items.at(-1)?.message;
  return [last?.station.id, last?.station.name, last?.sequence, last?.time_utc];
}

/**
 * Writes all of a batch in one statement, which is one transaction: all of it or nothing, and what is there already stays. The rows of each table come as JSON in one
 * parameter, which PostgreSQL takes apart faster than arrays of columns.
 */
export function insertStatement(schema: string): string {
  const inserts = ENTRY_TABLES.map((table, index) => {
    const columns = Object.entries(COLUMNS[table]);
    const names = columns.map(([name]) => quoted(name)).join(', ');
    const values = columns.map(([name]) => (name === 'hash' ? `decode(hash, 'hex')` : quoted(name))).join(', ');
    const types = columns.map(([name, type]) => `${quoted(name)} ${type}`).join(', ');
    return `put_${table} AS (INSERT INTO ${quoted(schema)}.${table} (station_id, ${names})
      SELECT $1, ${values} FROM json_to_recordset($${index + 5}::json) AS given(${types})
      ON CONFLICT (station_id, entry) DO NOTHING)`;
  });
  return `WITH ${inserts.join(',\n')} ${stationStatement(schema)}`;
}

/** The parameters of the insert statement. */
export function insertValues(items: readonly OutboxItem[]): unknown[] {
  return [...stationValues(items), ...ENTRY_TABLES.map((table) => JSON.stringify(items.flatMap(rowsOf[table])))];
}

/** A `COPY` of the rows of a table: its statement, and what is sent after it, a piece at a time. */
export interface Copy {
  readonly statement: string;
  readonly pieces: () => Generator<string>;
}

const PIECE = 50;

/** Writes all of a batch several times faster than the insert statement; nothing of it may be there already. */
export function copiesOf(schema: string, items: readonly OutboxItem[]): Copy[] {
  const types = new Set(items.map(({ message }) => message.type));
  return ENTRY_TABLES.filter((table) => table === 'entry' || types.has(TYPE_OF[table])).map((table) => {
    const names = Object.keys(COLUMNS[table]);
    return {
      statement: `COPY ${quoted(schema)}.${table} (station_id, ${names.map(quoted).join(', ')}) FROM STDIN`,
      *pieces() {
        for (let begin = 0; begin < items.length; begin += PIECE) {
          const piece = items.slice(begin, begin + PIECE);
          yield piece.flatMap((item) => rowsOf[table](item).map((row) => lineOf(item, names, row))).join('');
        }
      },
    };
  });
}

const TYPE_OF = { record: 'record', disposition: 'disposition', part_event: 'part' } as const;

function lineOf({ message }: OutboxItem, names: readonly string[], row: Row): string {
  let line = message.station.id;
  for (const name of names) line += `\t${fieldOf(name === 'hash' ? `\\x${row.hash}` : row[name])}`;
  return `${line}\n`;
}

const ESCAPED = /[\\\t\n\r]/;

function fieldOf(value: Value | undefined): string {
  if (value === null || value === undefined) return '\\N';
  if (typeof value === 'number') return String(value);
  if (!ESCAPED.test(value)) return value;
  return value.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n').replaceAll('\r', '\\r');
}

/** The rows of a message in each table: one or none. */
const rowsOf: { readonly [Name in Table]: (item: OutboxItem) => readonly Row[] } = {
  entry: ({ message: { sequence, time_utc: at, type, action, object, actor, name, role, reason }, entry }) => [
    {
      ...{ entry: sequence, at, type, action, object_kind: object.kind, object_id: object.id },
      ...{ actor, name, role, reason, body: entry.body, hash: entry.hash },
    },
  ],
  record: ({ message: { sequence, type, record }, recordText }) =>
    type !== 'record' || record === null
      ? []
      : [{ entry: sequence, ...finite(record), row_text: recordText?.() ?? null }],
  disposition: ({ message: { sequence, time_utc: at, type, action, object, actor, name, role, new: made } }) => {
    if (type !== 'disposition') return [];
    const said = isRow(made) ? made : {};
    return [
      {
        ...{ entry: sequence, at, action, record: numberIn(said.inspection), record_id: object.id, actor, name, role },
        ...{ decision: textIn(said.decision), reason: textIn(said.reason) },
        ...{ comment: textIn(said.comment), defect: textIn(said.defect) },
      },
    ];
  },
  part_event: ({ message: { sequence, time_utc: at, type, action, object, new: made } }) => {
    if (type !== 'part') return [];
    const said = isRow(made) ? made : {};
    return [
      {
        ...{ entry: sequence, at, action, part: numberIn(Number(object.id)), serial: textIn(said.serial) },
        ...{ state: textIn(said.state), verdict: textIn(said.verdict), missing: missingIn(said.missing) },
      },
    ];
  },
};

/** JSON has no number that is infinite; PostgreSQL reads the word. */
function finite(record: Row): Row {
  let made: Record<string, Value> | null = null;
  for (const [name, value] of Object.entries(record)) {
    if (typeof value !== 'number' || Number.isFinite(value)) continue;
    made ??= { ...record };
    made[name] = String(value);
  }
  return made ?? record;
}

const isRow = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null;
const textIn = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const numberIn = (value: unknown): number | null => (Number.isSafeInteger(value) ? (value as number) : null);
const missingIn = (value: unknown): string | null => (Array.isArray(value) ? value.join(', ') : null);

/**
 * Makes room for a chain that goes another way from some entry on, as that of a station that was restored from a backup: what was there is kept aside, with when it
 * was replaced, and is never lost.
 */
export async function supersede(database: Queries, schema: string, items: readonly OutboxItem[]): Promise<void> {
  const station = items[0]?.message.station.id;
  const entries = items.map(({ message }) => message.sequence);
  // The bounds keep PostgreSQL to a piece of the index, however long the chain is.
  const found = await database.query(
    `SELECT min(known.entry) AS first FROM ${quoted(schema)}.entry AS known
     JOIN unnest($2::bigint[], $3::text[]) AS given(entry, hash) ON given.entry = known.entry
     WHERE known.station_id = $1 AND known.entry BETWEEN $4 AND $5 AND known.hash <> decode(given.hash, 'hex')`,
    [station, entries, items.map(({ entry }) => entry.hash), Math.min(...entries), Math.max(...entries)],
  );
  const first = found.rows[0]?.first ?? null;
  if (first === null) return;
  const moves = ENTRY_TABLES.map(
    (table) => `moved_${table} AS (DELETE FROM ${quoted(schema)}.${table} AS gone
      WHERE station_id = $1 AND entry >= $2 RETURNING station_id, entry, '${table}' AS kind, to_json(gone) AS content)`,
  );
  const all = ENTRY_TABLES.map((table) => `SELECT * FROM moved_${table}`).join(' UNION ALL ');
  await database.query(
    `WITH ${moves.join(',\n')} INSERT INTO ${quoted(schema)}.superseded (station_id, entry, kind, content) ${all}`,
    [station, first],
  );
}
