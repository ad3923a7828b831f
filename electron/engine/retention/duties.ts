import {
  assertNever,
  type ErrorFact,
  errorFactSchema,
  type Fingerprint,
  type InspectionId,
  type SourceId,
  type SourceOptions,
} from '../../../shared/domain/index.ts';
import type { StationClock } from '../kernel/index.ts';
import { IS_HELD, type RecordedInspection, type StationDatabase } from '../storage/index.ts';

export type DutyAction = 'archive' | 'delete';
export type DutyEnd = 'done' | 'replaced' | 'missing';

declare const fromTheTable: unique symbol;

/**
 * What the station owes to one judged file. Only the table of duties makes one, and it joins the committed record: so nothing that moves or removes
 * files can be called for a file without a record.
 */
export interface Duty extends Fingerprint {
  readonly [fromTheTable]: true;
  readonly inspectionId: InspectionId;
  readonly sourceId: SourceId;
  readonly number: number;
  readonly action: DutyAction;
  /** As far as it is known today: where the clock was wrong, the record keeps what that said. */
  readonly recordedAt: string;
  readonly sourceFolder: string;
  /** Relative to the source, with forward slashes. */
  readonly file: string;
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
  /** Of records that are at least so old, in time of operation. */
  readonly livedUntilMs: number;
  /** One that failed before waits until its next try. */
  readonly nowMs: number;
  readonly limit: number;
}

/** How many duties have failed or are overdue, counted up to a bound, and the last problem. */
export interface DutyTrouble {
  readonly count: number;
  readonly problem: ErrorFact;
}

export interface Duties {
  /** To be called in the transaction that writes the record. */
  owe(inspection: Pick<RecordedInspection, 'id' | 'sourceId' | 'recordedAt' | 'livedMs'>, action: DutyAction): void;
  /** The oldest first; nothing of what is on hold. */
  owed(wish: DutyWish): Duty[];
  /** Writes down that the file is about to be taken aside, and where it is going; null for one that goes nowhere. */
  begin(duty: Duty, target: string | null): void;
  /** Those that an interrupted try may have left half done, in the order of their ids. */
  begun(after: string, limit: number): Duty[];
  /** It is as if no try had been made. */
  undo(duty: Duty): void;
  postpone(duty: Duty, forMs: number, problem: ErrorFact): void;
  end(duty: Duty, state: DutyEnd): void;
  /** Null if none has a problem. */
  trouble(wish: DutyWish): DutyTrouble | null;
}

/** Due is what is old enough by the time of operation: no clock that is set makes an image older. */
export function createDuties(database: StationDatabase, clock: Pick<StationClock, 'moment' | 'timeOf'>): Duties {
  const insert = database.prepare(
    `INSERT INTO duty (inspection_id, source_id, action, recorded_at, lived_ms)
     VALUES (:id, :sourceId, :action, :recordedAt, :livedMs)`,
  );
  const select = `SELECT duty.inspection_id AS inspectionId, duty.source_id AS sourceId, inspection.sequence AS number, duty.action,
       duty.recorded_at AS recordedAt, duty.lived_ms AS livedMs, source.folder AS sourceFolder, inspection.file, ledger.size,
       ledger.modified_us AS modifiedUs, ledger.changed_us AS changedUs, ledger.file_id AS fileId, inspection.sha256, duty.begun, duty.target, duty.tries
     FROM duty
     JOIN inspection ON inspection.id = duty.inspection_id
     JOIN ledger ON ledger.inspection_id = duty.inspection_id
     JOIN source ON source.id = duty.source_id`;
  const owed = database.prepare<Duty & { readonly livedMs: number }>(
    `${select}
     WHERE duty.state = 'owed' AND duty.source_id = :sourceId AND duty.action = :action
       AND duty.lived_ms <= :livedUntilMs AND (duty.retry_lived_ms IS NULL OR duty.retry_lived_ms <= :nowMs)
       AND NOT ${IS_HELD}
     ORDER BY duty.lived_ms LIMIT :limit`,
  );
  const begun = database.prepare<Duty>(
    `${select} WHERE duty.state = 'owed' AND duty.begun = 1 AND duty.inspection_id > ? ORDER BY duty.inspection_id LIMIT ?`,
  );
  const begin = database.prepare(`UPDATE duty SET begun = 1, target = ? WHERE inspection_id = ? AND state = 'owed'`);
  const undo = database.prepare(`UPDATE duty SET begun = 0, target = NULL WHERE inspection_id = ? AND state = 'owed'`);
  const postpone = database.prepare(
    `UPDATE duty SET tries = tries + 1, retry_lived_ms = ?, problem = ? WHERE inspection_id = ? AND state = 'owed'`,
  );
  const end = database.prepare(
    `UPDATE duty SET state = ?, ended_at = ?, problem = NULL, retry_lived_ms = NULL WHERE inspection_id = ? AND state = 'owed'`,
  );
  const overdue = database.prepare<{ count: number }>(
    `SELECT COUNT(*) AS count FROM (
       SELECT 1 FROM duty WHERE state = 'owed' AND source_id = :sourceId AND action = :action
         AND lived_ms <= :livedUntilMs LIMIT :limit
     )`,
  );
  // SQLite would go through all that is owed, of which there may be a million.
  const lastProblem = database.prepare<{ problem: string }>(
    `SELECT problem FROM duty INDEXED BY duty_in_trouble WHERE state = 'owed' AND problem IS NOT NULL AND source_id = :sourceId AND action = :action
       AND lived_ms <= :livedUntilMs ORDER BY retry_lived_ms DESC LIMIT 1`,
  );

  return {
    owe: ({ id, sourceId, recordedAt, livedMs }, action) =>
      void insert.run({ id, sourceId, action, recordedAt, livedMs }),
    owed: (wish) =>
      owed.all({ ...wish }).map((duty) => ({ ...duty, recordedAt: clock.timeOf({ ...duty, at: duty.recordedAt }) })),
    begin: ({ inspectionId }, target) => void begin.run(target, inspectionId),
    begun: (after, limit) => begun.all(after, limit),
    undo: ({ inspectionId }) => void undo.run(inspectionId),
    postpone: ({ inspectionId }, forMs, problem) =>
      void postpone.run(clock.moment().livedMs + forMs, JSON.stringify(problem), inspectionId),
    end: ({ inspectionId }, state) => void end.run(state, clock.moment().at, inspectionId),
    trouble({ sourceId, action, livedUntilMs, limit }) {
      const last = lastProblem.get({ sourceId, action, livedUntilMs });
      if (last === undefined) return null;
      const count = overdue.get({ sourceId, action, livedUntilMs, limit })?.count ?? 0;
      return { count, problem: problemOf(last.problem) };
    },
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
export function wishOf(
  {
    id: sourceId,
    options: { afterwards },
  }: { readonly id: SourceId; readonly options: Pick<SourceOptions, 'afterwards'> },
  limit: number,
  clock: Pick<StationClock, 'livedAgo'>,
): DutyWish | null {
  const nowMs = clock.livedAgo(0);
  const common = { sourceId, nowMs, limit };
  switch (afterwards.kind) {
    case 'leave':
      return null;
    case 'archive':
      return { ...common, action: 'archive', livedUntilMs: nowMs };
    case 'delete':
      return { ...common, action: 'delete', livedUntilMs: clock.livedAgo(afterwards.days * DAY_MS) };
    default:
      return assertNever(afterwards);
  }
}
