import { randomUUID } from 'node:crypto';
import type { InspectionId, SourceId } from '../../../shared/domain/index.ts';
import type { StationDatabase } from '../storage/index.ts';

/**
 * How far a file got:
 * - `seen`: it is in the folder, perhaps still being written
 * - `settled`: it is complete and waits for a lane
 * - `claimed`: a lane has it; after a restart it is `settled` again
 * - `recorded`, `error`: its inspection is recorded
 */
export type LedgerState = 'seen' | 'settled' | 'claimed' | 'recorded' | 'error';

/** What tells one content of a name from the next without reading it. The time is in whole microseconds, which a double holds exactly. */
export interface Fingerprint {
  readonly size: number;
  readonly modifiedUs: number;
}

export function sameFingerprint(first: Fingerprint, second: Fingerprint): boolean {
  return first.size === second.size && first.modifiedUs === second.modifiedUs;
}

/** One content of a name in a source. */
export interface LedgerEntry extends Fingerprint {
  readonly ledgerId: number;
  readonly sourceId: SourceId;
  /** Relative to the source, with forward slashes. */
  readonly path: string;
  readonly state: LedgerState;
  readonly seenAt: string;
  readonly laneDeaths: number;
  readonly inspectionId: InspectionId;
}

export interface Ledger {
  /** All of `work` or nothing of it. */
  transaction<Result>(work: () => Result): Result;
  seen(sourceId: SourceId): LedgerEntry[];
  /** @returns null where this very content is in the ledger already */
  insertSeen(sourceId: SourceId, path: string, fingerprint: Fingerprint): LedgerEntry | null;
  /** @returns false where this very content is in the ledger already: the row is gone then */
  settle(ledgerId: number, fingerprint: Fingerprint): boolean;
  /** The file went away before it was complete. */
  withdraw(ledgerId: number): void;
  /** Takes the file that has waited longest in any of these sources. */
  claimOldest(sourceIds: readonly SourceId[]): LedgerEntry | null;
  /** The file was not judged: it waits again. */
  giveBack(ledgerId: number): void;
  /** A lane ended while it had the file: it waits again. */
  giveBackAfterLaneDeath(ledgerId: number): void;
  /** To be called in the transaction that writes the inspection. */
  close(ledgerId: number, state: 'recorded' | 'error'): void;
  /** After a start: no lane has anything. */
  giveBackAllClaimed(): void;
  /** The content that an inspection judged. */
  contentOf(inspectionId: InspectionId): Fingerprint | undefined;
  backlog(sourceIds: readonly SourceId[]): { readonly files: number; readonly oldestSeenAt: string | null };
}

const COLUMNS = `id AS ledgerId, source_id AS sourceId, path, size, modified_us AS modifiedUs, state, seen_at AS seenAt,
  lane_deaths AS laneDeaths, inspection_id AS inspectionId`;

const WAITING_STATES: readonly LedgerState[] = ['seen', 'settled', 'claimed'];
/** Stands in every query of what waits: only with this very term does SQLite take the index of waiting rows, which does not grow with history. */
const IS_WAITING = `state IN (${WAITING_STATES.map((state) => `'${state}'`).join(', ')})`;

/** The rows that have a content already. It arrives once, except that one that was recorded as missing and is back has arrived again. */
const SAME_CONTENT = `FROM ledger AS other
  WHERE other.source_id = :sourceId AND other.path = :path AND other.size = :size AND other.modified_us = :modifiedUs`;
const SAME_AS_GROWN = `FROM ledger AS other
  WHERE other.source_id = growing.source_id AND other.path = growing.path AND other.size = :size
    AND other.modified_us = :modifiedUs AND other.id <> growing.id`;
const WAS_MISSING = `EXISTS (
  SELECT 1 FROM inspection WHERE inspection.id = other.inspection_id AND inspection.error_code = 'image.not-found'
)`;

export function createLedger(database: StationDatabase): Ledger {
  const seen = database.prepare<LedgerEntry>(
    `SELECT ${COLUMNS} FROM ledger WHERE source_id = ? AND state = 'seen' AND ${IS_WAITING} ORDER BY id`,
  );
  const insert = database.prepare<LedgerEntry>(
    `INSERT INTO ledger (source_id, path, size, modified_us, arrival, state, seen_at, inspection_id)
     SELECT :sourceId, :path, :size, :modifiedUs, (SELECT COUNT(*) + 1 ${SAME_CONTENT}), 'seen', :seenAt, :inspectionId
     WHERE NOT EXISTS (SELECT 1 ${SAME_CONTENT} AND NOT ${WAS_MISSING})
     RETURNING ${COLUMNS}`,
  );
  const settle = database.prepare(
    `UPDATE ledger AS growing
     SET state = 'settled', size = :size, modified_us = :modifiedUs, arrival = (SELECT COUNT(*) + 1 ${SAME_AS_GROWN})
     WHERE id = :ledgerId AND state = 'seen' AND NOT EXISTS (SELECT 1 ${SAME_AS_GROWN} AND NOT ${WAS_MISSING})`,
  );
  const withdraw = database.prepare(`DELETE FROM ledger WHERE id = ? AND state = 'seen'`);
  const oldestSettled = database.prepare<LedgerEntry>(
    `SELECT ${COLUMNS} FROM ledger WHERE source_id = ? AND state = 'settled' AND ${IS_WAITING} ORDER BY id LIMIT 1`,
  );
  const claim = database.prepare(`UPDATE ledger SET state = 'claimed' WHERE id = ? AND state = 'settled'`);
  const giveBack = database.prepare(
    `UPDATE ledger SET state = 'settled', lane_deaths = lane_deaths + ? WHERE id = ? AND state = 'claimed'`,
  );
  const giveBackAll = database.prepare(`UPDATE ledger SET state = 'settled' WHERE state = 'claimed' AND ${IS_WAITING}`);
  const close = database.prepare(`UPDATE ledger SET state = ? WHERE id = ? AND state = 'claimed'`);
  const content = database.prepare<Fingerprint>(
    'SELECT size, modified_us AS modifiedUs FROM ledger WHERE inspection_id = ?',
  );
  const waiting = database.prepare<{ files: number }>(
    `SELECT COUNT(*) AS files FROM ledger WHERE source_id = ? AND ${IS_WAITING}`,
  );
  const oldest = database.prepare<{ seenAt: string }>(
    `SELECT seen_at AS seenAt FROM ledger WHERE source_id = ? AND state = ? AND ${IS_WAITING} ORDER BY id LIMIT 1`,
  );

  return {
    transaction: (work) => database.transaction(work),
    seen: (sourceId) => seen.all(sourceId),
    insertSeen(sourceId, path, { size, modifiedUs }) {
      const seenAt = new Date().toISOString();
      return insert.get({ sourceId, path, size, modifiedUs, seenAt, inspectionId: randomUUID() }) ?? null;
    },
    settle(ledgerId, { size, modifiedUs }) {
      if (settle.run({ ledgerId, size, modifiedUs }) === 1) return true;
      withdraw.run(ledgerId);
      return false;
    },
    withdraw: (ledgerId) => void withdraw.run(ledgerId),
    claimOldest(sourceIds) {
      const oldest = sourceIds
        .map((sourceId) => oldestSettled.get(sourceId))
        .filter((entry) => entry !== undefined)
        .reduce<LedgerEntry | null>(
          (first, entry) => (first === null || entry.ledgerId < first.ledgerId ? entry : first),
          null,
        );
      if (oldest === null) return null;
      claim.run(oldest.ledgerId);
      return { ...oldest, state: 'claimed' };
    },
    giveBack: (ledgerId) => void giveBack.run(0, ledgerId),
    giveBackAfterLaneDeath: (ledgerId) => void giveBack.run(1, ledgerId),
    close(ledgerId, state) {
      if (close.run(state, ledgerId) !== 1) throw new Error(`ledger row ${ledgerId} is not claimed`);
    },
    giveBackAllClaimed: () => void giveBackAll.run(),
    contentOf: (inspectionId) => content.get(inspectionId),
    backlog(sourceIds) {
      const files = sourceIds.reduce((sum, sourceId) => sum + (waiting.get(sourceId)?.files ?? 0), 0);
      const times = sourceIds.flatMap((sourceId) =>
        WAITING_STATES.flatMap((state) => oldest.get(sourceId, state)?.seenAt ?? []),
      );
      return { files, oldestSeenAt: times.sort()[0] ?? null };
    },
  };
}
