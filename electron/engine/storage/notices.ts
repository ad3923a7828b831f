import { type ErrorFact, errorFactSchema, type SigmalineError } from '../../../shared/domain/index.ts';
import { ERROR_CODES } from '../../../shared/i18n/errors.ts';
import type { StationDatabase } from './database.ts';

/** Something people must be told even when they were not there. It stays until an engineer has acknowledged it. */
export interface Notice extends ErrorFact {
  readonly id: number;
  readonly at: string;
  readonly acknowledgedAt: string | null;
}

export interface Notices {
  /** The newest first. */
  all(): Notice[];
  /** Those that nobody has acknowledged, the newest first. */
  open(): readonly Notice[];
  add(notice: SigmalineError): void;
  /** @returns false where there is no such notice; acknowledging one twice keeps the first time */
  acknowledge(id: number): boolean;
}

interface Row {
  readonly id: number;
  readonly at: string;
  readonly code: string;
  readonly details: string;
  readonly acknowledgedAt: string | null;
}

const detailsSchema = errorFactSchema.shape.details;

export function createNotices(database: StationDatabase): Notices {
  const columns = 'id, at, code, details, acknowledged_at AS acknowledgedAt';
  const everything = database.prepare<Row>(`SELECT ${columns} FROM notice ORDER BY id DESC`);
  const unacknowledged = database.prepare<Row>(
    `SELECT ${columns} FROM notice WHERE acknowledged_at IS NULL ORDER BY id DESC`,
  );
  const known = database.prepare('SELECT id FROM notice WHERE id = ?');
  const acknowledge = database.prepare(
    'UPDATE notice SET acknowledged_at = ? WHERE id = ? AND acknowledged_at IS NULL',
  );
  // The status asks for them four times a second.
  let open = unacknowledged.all().map(noticeOf);

  return {
    all: () => everything.all().map(noticeOf),
    open: () => open,
    add(notice) {
      insertNotice(database, notice);
      open = unacknowledged.all().map(noticeOf);
    },
    acknowledge(id) {
      if (known.get(id) === undefined) return false;
      database.transaction(() => acknowledge.run(new Date().toISOString(), id));
      open = unacknowledged.all().map(noticeOf);
      return true;
    },
  };
}

export function insertNotice(database: StationDatabase, { code, details }: SigmalineError): void {
  database
    .prepare('INSERT INTO notice (at, code, details) VALUES (?, ?, ?)')
    .run(new Date().toISOString(), code, JSON.stringify(details));
}

function noticeOf({ id, at, code, details, acknowledgedAt }: Row): Notice {
  const known = ERROR_CODES.find((candidate) => candidate === code) ?? 'internal';
  return { id, at, code: known, details: detailsSchema.parse(JSON.parse(details)), acknowledgedAt };
}
