import { SigmalineError } from '../../../shared/domain/index.ts';
import type { Statement, StationDatabase } from './database.ts';

/** A row of a damaged table: what it holds may be anything. */
export type Row = Readonly<Record<string, string | number | null>>;

const PORTION = 200;

/** The rows of a table by their row numbers, as far as they can be read from either end, past its indexes. @param where a condition with named parameters */
export function rowsOf(
  damaged: StationDatabase,
  table: string,
  where = 'TRUE',
  parameters: Readonly<Record<string, number>> = {},
): Row[] {
  const rows = new Map<number, Row>();
  for (const [compare, order] of [
    ['<', 'DESC'],
    ['>', 'ASC'],
  ] as const) {
    const portion = readable(damaged, () =>
      damaged.prepare<Row>(
        `SELECT rowid AS place, * FROM ${table} NOT INDEXED WHERE rowid ${compare} :from AND (${where}) ORDER BY rowid ${order} LIMIT ${PORTION}`,
      ),
    );
    if (portion === undefined) return [];
    let from = order === 'DESC' ? Number.MAX_SAFE_INTEGER : 0;
    for (;;) {
      const found = readable(damaged, () => portion.all({ ...parameters, from })) ?? [];
      for (const { place, ...row } of found) rows.set(Number(place), row);
      if (found.length < PORTION) break;
      from = Number(found.at(-1)?.place);
    }
  }
  return [...rows].sort(([one], [other]) => one - other).map(([, row]) => row);
}

/** Whether a row meets the rules of its table: what a damaged page holds may be anything. */
export function isAccepted(insert: () => void): boolean {
  try {
    insert();
    return true;
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && String(thrown.code).startsWith('SQLITE_CONSTRAINT'))
      return false;
    throw thrown;
  }
}

/** Inserts those columns that the table has: the damaged database may be of an older schema. */
export function inserter(database: StationDatabase, table: string): (row: Row) => void {
  const columns = new Set(
    database
      .prepare<{ name: string }>(`SELECT name FROM pragma_table_info('${table}')`)
      .all()
      .map(({ name }) => name),
  );
  const statements = new Map<string, Statement<never>>();
  return (row) => {
    const names = Object.keys(row).filter((name) => columns.has(name));
    const values = names.map((name) => `:${name}`).join(', ');
    const sql = `INSERT INTO ${table} (${names.join(', ')}) VALUES (${values})`;
    const statement = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, statement);
    statement.run(row);
  };
}

export function readable<Result>(damaged: StationDatabase, read: () => Result): Result | undefined {
  try {
    return read();
  } catch (thrown) {
    if (isUnreadable(thrown, damaged.file)) return undefined;
    throw thrown;
  }
}

/** The damaged file's own trouble, as opposed to that of the database which is being written. Without its tables SQLite speaks of an error of the SQL. */
export function isUnreadable(thrown: unknown, file: string): boolean {
  if (thrown instanceof SigmalineError) return thrown.details.file === file;
  return thrown instanceof Error && thrown.message.startsWith('no such');
}
