import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { BackupAccount } from '../../../shared/contract/index.ts';
import { SigmalineError } from '../../../shared/domain/index.ts';
import type { BackupFile } from './backupFiles.ts';
import { openReadOnlyConnection, type StationDatabase } from './database.ts';
import { newestSchema } from './migrate.ts';
import { migrations } from './migrations/index.ts';
import { storagePlaces } from './places.ts';

/**
 * What a backup holds, and what it lacks against the present database of a data folder. Both are only read, and may be of an older schema. It takes as
 * long as going through the records of the backup once.
 *
 * @throws SigmalineError `storage.newer`, `storage.corrupt`, `storage.failed`
 */
export function accountOfBackup({ path, at }: Pick<BackupFile, 'path' | 'at'>, dataFolder: string): BackupAccount {
  const backup = openReadOnlyConnection(path);
  try {
    const held = new ReadDatabase(backup);
    const known = newestSchema(migrations);
    if (held.schema > known) throw new SigmalineError('storage.newer', { file: path, found: held.schema, known });
    return {
      at: at.toISOString(),
      bytes: statSync(path).size,
      schema: held.schema,
      records: { last: held.last('inspection'), recordedAt: held.text(LAST_RECORDED) },
      entries: held.last('audit_entry'),
      people: held.number('person', 'SELECT COUNT(*) AS value FROM person'),
      missingRecipes: held
        .recipes()
        .filter(({ id, version }) => !existsSync(join(dataFolder, 'recipes', id, `${version}`))),
      ...againstPresent(held, dataFolder),
    };
  } finally {
    backup.close();
  }
}

const LAST_RECORDED = 'SELECT recorded_at AS value FROM inspection ORDER BY sequence DESC LIMIT 1';

type Comparison = Pick<BackupAccount, 'chain' | 'commonEntries' | 'lacks'>;

/** A present database that cannot be read is what restoring is for. */
function againstPresent(held: ReadDatabase, dataFolder: string): Comparison {
  let database: StationDatabase;
  try {
    database = openReadOnlyConnection(storagePlaces(dataFolder).database);
  } catch {
    return { chain: 'unknown', commonEntries: null, lacks: null };
  }
  try {
    const present = new ReadDatabase(database);
    const commonEntries = commonPart(held, present);
    return {
      commonEntries,
      chain: relation(held.last('audit_entry'), present.last('audit_entry'), commonEntries),
      lacks: {
        records: present.span('inspection', 'recorded_at', held.last('inspection')),
        entries: present.span('audit_entry', 'at', commonEntries),
        dispositions: Math.max(0, present.last('disposition') - held.last('disposition')),
        actions: present.actions(commonEntries),
      },
    };
  } catch {
    return { chain: 'unknown', commonEntries: null, lacks: null };
  } finally {
    database.close();
  }
}

/** Each entry names the one before it: where one is the same in both, all before it are. */
function commonPart(one: ReadDatabase, other: ReadDatabase): number {
  let [common, differing] = [0, Math.min(one.last('audit_entry'), other.last('audit_entry')) + 1];
  while (differing - common > 1) {
    const middle = Math.floor((common + differing) / 2);
    const hash = one.hash(middle);
    if (hash !== null && hash === other.hash(middle)) common = middle;
    else differing = middle;
  }
  return common;
}

function relation(held: number, present: number, common: number): Comparison['chain'] {
  if (held === 0 || present === 0) return 'unknown';
  if (common === held) return common === present ? 'same' : 'prefix';
  return common === present ? 'ahead' : 'diverges';
}

type CountedTable = 'inspection' | 'audit_entry' | 'disposition';
const NUMBERED: Readonly<Record<CountedTable, string>> = {
  inspection: 'sequence',
  audit_entry: 'sequence',
  disposition: 'id',
};

/** A database of this or an older schema: tables that it does not have are empty. */
class ReadDatabase {
  readonly schema: number;
  readonly #database: StationDatabase;
  readonly #tables: ReadonlySet<string>;

  constructor(database: StationDatabase) {
    this.#database = database;
    this.schema = Number(database.pragma('user_version'));
    const tables = database.prepare<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
    this.#tables = new Set(tables.map(({ name }) => name));
  }

  number(table: string, sql: string): number {
    return this.#tables.has(table) ? (this.#database.prepare<{ value: number }>(sql).get()?.value ?? 0) : 0;
  }

  text(sql: string): string | null {
    return this.#database.prepare<{ value: string | null }>(sql).get()?.value ?? null;
  }

  last(table: CountedTable): number {
    return this.number(table, `SELECT COALESCE(MAX(${NUMBERED[table]}), 0) AS value FROM ${table}`);
  }

  hash(entry: number): string | null {
    return this.text(`SELECT lower(hex(hash)) AS value FROM audit_entry WHERE sequence = ${entry}`);
  }

  /** What comes behind a number. */
  span(
    table: 'inspection' | 'audit_entry',
    time: string,
    after: number,
  ): NonNullable<BackupAccount['lacks']>['records'] {
    const last = this.last(table);
    if (last <= after) return { count: 0, first: null, last: null, from: null, to: null };
    const at = (sequence: number): string | null =>
      this.text(`SELECT ${time} AS value FROM ${table} WHERE sequence = ${sequence}`);
    return { count: last - after, first: after + 1, last, from: at(after + 1), to: at(last) };
  }

  /** What was done behind an entry, by area. */
  actions(after: number): { area: string; count: number }[] {
    if (!this.#tables.has('audit_entry')) return [];
    return this.#database
      .prepare<{ area: string; count: number }>(
        `SELECT substr(action, 1, instr(action, '.') - 1) AS area, COUNT(*) AS count FROM audit_entry
         WHERE sequence > ? AND action NOT LIKE 'inspection.%' GROUP BY area ORDER BY count DESC, area`,
      )
      .all(after);
  }

  recipes(): { id: string; version: number }[] {
    const uses = this.#tables.has('recipe_use') ? 'UNION SELECT recipe_id, version FROM recipe_use' : '';
    return this.#database
      .prepare<{ id: string; version: number }>(
        `SELECT recipe_id AS id, recipe_version AS version FROM inspection WHERE recipe_id IS NOT NULL AND recipe_version IS NOT NULL
         ${uses} ORDER BY 1, 2`,
      )
      .all()
      .filter(({ id, version }, index, all) => id !== all[index - 1]?.id || version !== all[index - 1]?.version);
  }
}
