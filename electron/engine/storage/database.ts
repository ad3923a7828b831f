import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { SigmalineError } from '../../../shared/domain/index.ts';
import { classifySqliteError, isStorageTrouble } from './sqliteErrors.ts';

/** One prepared statement. Errors come classified. */
export interface Statement<Row> {
  get(...parameters: readonly Value[]): Row | undefined;
  all(...parameters: readonly Value[]): Row[];
  /** The same, each row as the values of its columns in their order: quicker where there are many. */
  arrays(...parameters: readonly Value[]): Plain[][];
  /** @returns the number of rows changed */
  run(...parameters: readonly Value[]): number;
}

/** A value of a column. */
export type Plain = string | number | null | Uint8Array;
type Value = Plain | Readonly<Record<string, Plain>>;

/** The station's SQLite database. Every error that leaves it is a `SigmalineError` where it is the disk's or the database's fault. */
export interface StationDatabase {
  readonly file: string;
  prepare<Row = never>(sql: string): Statement<Row>;
  /** All of `work` or nothing of it; the write lock is taken at the beginning. */
  transaction<Result>(work: () => Result): Result;
  /** Whether `work` of a transaction is being done. */
  isInTransaction(): boolean;
  execute(sql: string): void;
  /** As `execute`; the definitions of tables in `sqlite_schema` can be changed by it. */
  redefine(sql: string): void;
  pragma(sql: string): string | number | bigint | null;
  /** Copies what is in the log to its place, as far as nobody reads what was there before; the log begins anew with the next commit. Nobody is waited for. */
  applyLog(): void;
  /** Writes what is in the log back and gives its room to the disk, unless somebody reads: that is not waited for. */
  emptyLog(): void;
  /** @throws SigmalineError `storage.moved` where the file does not lie any more where it was opened: what is written would be lost with it */
  requireInPlace(): void;
  close(): void;
}

/**
 * Nobody else writes, so nobody is waited for long: a program that holds the database from outside would hold the whole engine. Whoever writes tries
 * again later.
 */
const BUSY_TIMEOUT_MS = 250;

/**
 * A commit that makes the log longer than this many pages copies it back to its place itself, and whoever waits for the record waits for that too: tens of milliseconds. It is
 * for when nobody did so in time (`applyLog`).
 */
const LOG_PAGES = 4000;

/** A log that a reader has let grow is cut to this when it begins anew, on a line that never rests too. It is a few MB long otherwise. */
const LONGEST_LOG_BYTES = 16 * 1024 * 1024;

export interface ConnectionOptions {
  /** Told of every trouble of the disk or the database, which is thrown all the same. */
  readonly onTrouble?: (error: SigmalineError) => void;
}

/**
 * Opens a connection with the settings that durability needs. `synchronous` belongs to the connection, not to the file, and better-sqlite3 lowers it
 * for databases in WAL mode: hence it is set here, on every connection.
 *
 * @throws SigmalineError `storage.*`, `station.disk-full`
 */
export function openConnection(file: string, { onTrouble }: ConnectionOptions = {}): StationDatabase {
  const prepareConnection = (opened: Database.Database): void => {
    opened.pragma('journal_mode = WAL');
    opened.pragma('synchronous = FULL');
    opened.pragma('foreign_keys = ON');
    opened.pragma(`wal_autocheckpoint = ${LOG_PAGES}`);
    opened.pragma(`journal_size_limit = ${LONGEST_LOG_BYTES}`);
  };
  return connect(file, {}, prepareConnection, onTrouble);
}

/**
 * Opens a database that can be made again from the station's at any time. A power failure may take its last changes, but never damages it: that much
 * `synchronous = NORMAL` promises of a log.
 *
 * @throws SigmalineError `storage.*`, `station.disk-full`
 */
export function openDerivedConnection(file: string): StationDatabase {
  return connect(file, {}, (opened) => {
    opened.pragma('page_size = 16384');
    opened.pragma('journal_mode = WAL');
    opened.pragma('synchronous = NORMAL');
    opened.pragma(`journal_size_limit = ${LONGEST_LOG_BYTES}`);
  });
}

/** Opens a connection that can change nothing, also beside an engine that is at work. @throws SigmalineError `storage.*` */
export function openReadOnlyConnection(file: string): StationDatabase {
  return connect(file, { readonly: true, fileMustExist: true }, (opened) => opened.pragma('query_only = ON'));
}

/** Opens a damaged database to read what can still be read: with this, SQLite passes over definitions that it does not understand. */
export function openDamagedConnection(file: string): StationDatabase {
  return connect(file, { readonly: true, fileMustExist: true }, (opened) => {
    opened.unsafeMode(true);
    opened.pragma('writable_schema = ON');
    opened.pragma('query_only = ON');
  });
}

function connect(
  file: string,
  options: Database.Options,
  prepareConnection: (opened: Database.Database) => void,
  onTrouble: (error: SigmalineError) => void = () => undefined,
): StationDatabase {
  const guarded = <Result>(work: () => Result): Result => {
    try {
      return work();
    } catch (thrown) {
      const error = classifySqliteError(thrown, file);
      if (isStorageTrouble(error)) onTrouble(error);
      throw error;
    }
  };
  const connection = guarded(() => {
    const opened = new Database(file, { timeout: BUSY_TIMEOUT_MS, ...options });
    try {
      prepareConnection(opened);
      return opened;
    } catch (thrown) {
      opened.close();
      throw thrown;
    }
  });

  const identity = identityOf(file);
  const requireInPlace = (): void => {
    if (identityOf(file) !== identity) throw new SigmalineError('storage.moved', { file });
  };

  let depth = 0;
  /**
   * A transaction that could not even be rolled back is still open: whatever came next would become a part of it, look written, and never be.
   */
  const endLeftover = (): void => {
    if (connection.inTransaction) connection.exec('ROLLBACK');
  };

  return {
    file,
    requireInPlace,
    prepare: <Row>(sql: string): Statement<Row> => {
      const statement = guarded(() => connection.prepare<unknown[], Row>(sql));
      return {
        get: (...parameters) => guarded(() => statement.get(...parameters)),
        all: (...parameters) => guarded(() => statement.all(...parameters)),
        arrays: (...parameters) =>
          guarded(() => {
            statement.raw(true);
            try {
              return statement.all(...parameters) as unknown as Plain[][];
            } finally {
              statement.raw(false);
            }
          }),
        run: (...parameters) => guarded(() => statement.run(...parameters).changes),
      };
    },
    transaction: (work) =>
      guarded(() => {
        if (depth === 0) {
          requireInPlace();
          endLeftover();
        }
        depth += 1;
        try {
          return connection.transaction(work).immediate();
        } finally {
          depth -= 1;
        }
      }),
    isInTransaction: () => depth > 0,
    execute: (sql) => guarded(() => void connection.exec(sql)),
    redefine: (sql) =>
      guarded(() => {
        connection.unsafeMode(true);
        try {
          connection.exec(`PRAGMA writable_schema = ON; ${sql}; PRAGMA writable_schema = RESET;`);
        } finally {
          connection.pragma('writable_schema = OFF');
          connection.unsafeMode(false);
        }
      }),
    pragma: (sql) => guarded(() => connection.pragma(sql, { simple: true }) as string | number | bigint | null),
    applyLog: () => guarded(() => void connection.pragma('wal_checkpoint(PASSIVE)')),
    emptyLog: () =>
      guarded(() => {
        endLeftover();
        connection.pragma('busy_timeout = 0');
        try {
          connection.pragma('wal_checkpoint(TRUNCATE)');
        } finally {
          connection.pragma(`busy_timeout = ${BUSY_TIMEOUT_MS}`);
        }
      }),
    close: () => guarded(() => void connection.close()),
  };
}

/** What tells a file from any other that has its name later. */
function identityOf(file: string): string | null {
  try {
    const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
    return stats === undefined ? null : `${stats.dev}:${stats.ino}`;
  } catch (thrown) {
    throw new SigmalineError('storage.failed', { file, reason: String(thrown) }, thrown);
  }
}
