import {
  assertNever,
  type ErrorFact,
  errorFactSchema,
  type Inspection,
  type InspectionId,
  type SourceId,
  type SourceOptions,
} from '../../../shared/domain/index.ts';
import type { StationDatabase } from '../storage/index.ts';

export type DutyAction = 'archive' | 'delete';
export type DutyEnd = 'done' | 'replaced' | 'missing';

declare const fromTheTable: unique symbol;

/**
 * What the station owes to one judged file. Only the table of duties makes one, and it joins the committed record: so nothing that moves or removes
 * files can be called for a file without a record.
 */
export interface Duty {
  readonly [fromTheTable]: true;
  readonly inspectionId: InspectionId;
  readonly sourceId: SourceId;
  readonly number: number;
  readonly action: DutyAction;
  readonly recordedAt: string;
  readonly sourceFolder: string;
  /** Relative to the source, with forward slashes. */
  readonly file: string;
  readonly size: number;
  readonly modifiedUs: number;
  readonly sha256: string;
  /** Whether an earlier try may have taken the file aside. */
  readonly begun: 0 | 1;
  /** Where an earlier try was about to put it. */
  readonly target: string | null;
  readonly tries: number;
}

/** The duties of one source that could be carried out by now. */
export interface DutyWish {
  readonly sourceId: SourceId;
  readonly action: DutyAction;
  /** Of records that are at least so old. */
  readonly recordedUntil: string;
  /** One that failed before waits until its next try. */
  readonly now: string;
  readonly limit: number;
}

/** How many duties have failed or are overdue, counted up to a bound, and the last problem. */
export interface DutyTrouble {
  readonly count: number;
  readonly problem: ErrorFact;
}

export interface Duties {
  /** To be called in the transaction that writes the record. */
  owe(inspection: Pick<Inspection, 'id' | 'sourceId' | 'recordedAt'>, action: DutyAction): void;
  /** The oldest first. */
  owed(wish: DutyWish): Duty[];
  /** Writes down that the file is about to be taken aside, and where it is going; null for one that goes nowhere. */
  begin(duty: Duty, target: string | null): void;
  /** Those that an interrupted try may have left half done, in the order of their ids. */
  begun(after: string, limit: number): Duty[];
  /** It is as if no try had been made. */
  undo(duty: Duty): void;
  postpone(duty: Duty, retryAt: string, problem: ErrorFact): void;
  end(duty: Duty, state: DutyEnd): void;
  /** Null if none has a problem. */
  trouble(wish: DutyWish): DutyTrouble | null;
  /** Where a record's image was archived, or is about to be; null where it was not. */
  archivedAt(id: InspectionId): string | null;
}

export function createDuties(database: StationDatabase): Duties {
  const insert = database.prepare(
    'INSERT INTO duty (inspection_id, source_id, action, recorded_at) VALUES (:id, :sourceId, :action, :recordedAt)',
  );
  const select = `SELECT duty.inspection_id AS inspectionId, duty.source_id AS sourceId, inspection.sequence AS number, duty.action,
       duty.recorded_at AS recordedAt, source.folder AS sourceFolder, inspection.file, ledger.size,
       ledger.modified_us AS modifiedUs, inspection.sha256, duty.begun, duty.target, duty.tries
     FROM duty
     JOIN inspection ON inspection.id = duty.inspection_id
     JOIN ledger ON ledger.inspection_id = duty.inspection_id
     JOIN source ON source.id = duty.source_id`;
  const owed = database.prepare<Duty>(
    `${select}
     WHERE duty.state = 'owed' AND duty.source_id = :sourceId AND duty.action = :action
       AND duty.recorded_at <= :recordedUntil AND (duty.retry_at IS NULL OR duty.retry_at <= :now)
     ORDER BY duty.recorded_at LIMIT :limit`,
  );
  const begun = database.prepare<Duty>(
    `${select} WHERE duty.state = 'owed' AND duty.begun = 1 AND duty.inspection_id > ? ORDER BY duty.inspection_id LIMIT ?`,
  );
  const begin = database.prepare(`UPDATE duty SET begun = 1, target = ? WHERE inspection_id = ? AND state = 'owed'`);
  const undo = database.prepare(`UPDATE duty SET begun = 0, target = NULL WHERE inspection_id = ? AND state = 'owed'`);
  const postpone = database.prepare(
    `UPDATE duty SET tries = tries + 1, retry_at = ?, problem = ? WHERE inspection_id = ? AND state = 'owed'`,
  );
  const end = database.prepare(
    `UPDATE duty SET state = ?, ended_at = ?, problem = NULL, retry_at = NULL WHERE inspection_id = ? AND state = 'owed'`,
  );
  const overdue = database.prepare<{ count: number }>(
    `SELECT COUNT(*) AS count FROM (
       SELECT 1 FROM duty WHERE state = 'owed' AND source_id = :sourceId AND action = :action
         AND recorded_at <= :recordedUntil LIMIT :limit
     )`,
  );
  // SQLite would go through all that is owed, of which there may be a million.
  const lastProblem = database.prepare<{ problem: string }>(
    `SELECT problem FROM duty INDEXED BY duty_in_trouble WHERE state = 'owed' AND problem IS NOT NULL AND source_id = :sourceId AND action = :action
       AND recorded_at <= :recordedUntil ORDER BY retry_at DESC LIMIT 1`,
  );
  const archived = database.prepare<{ target: string | null }>(
    `SELECT target FROM duty WHERE inspection_id = ? AND action = 'archive'`,
  );

  return {
    owe: ({ id, sourceId, recordedAt }, action) => void insert.run({ id, sourceId, action, recordedAt }),
    owed: (wish) => owed.all({ ...wish }),
    begin: ({ inspectionId }, target) => void begin.run(target, inspectionId),
    begun: (after, limit) => begun.all(after, limit),
    undo: ({ inspectionId }) => void undo.run(inspectionId),
    postpone: ({ inspectionId }, retryAt, problem) => void postpone.run(retryAt, JSON.stringify(problem), inspectionId),
    end: ({ inspectionId }, state) => void end.run(state, new Date().toISOString(), inspectionId),
    trouble({ sourceId, action, recordedUntil, limit }) {
      const last = lastProblem.get({ sourceId, action, recordedUntil });
      if (last === undefined) return null;
      const count = overdue.get({ sourceId, action, recordedUntil, limit })?.count ?? 0;
      return { count, problem: problemOf(last.problem) };
    },
    archivedAt: (id) => archived.get(id)?.target ?? null,
  };
}

/** An older version kept the sentence itself. */
function problemOf(stored: string): ErrorFact {
  try {
    return errorFactSchema.parse(JSON.parse(stored));
  } catch {
    return { code: 'afterwards.older-problem', details: { sentence: stored } };
  }
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * What may be done to a source's files now; null if they are to be left. When something is due follows from the options as they are now: whoever
 * prolongs the days is obeyed for all files there are.
 */
export function wishOf(sourceId: SourceId, afterwards: SourceOptions['afterwards'], limit: number): DutyWish | null {
  const now = new Date();
  const common = { sourceId, now: now.toISOString(), limit };
  switch (afterwards.kind) {
    case 'leave':
      return null;
    case 'archive':
      return { ...common, action: 'archive', recordedUntil: common.now };
    case 'delete': {
      const recordedUntil = new Date(now.getTime() - afterwards.days * DAY_MS).toISOString();
      return { ...common, action: 'delete', recordedUntil };
    }
    default:
      return assertNever(afterwards);
  }
}
