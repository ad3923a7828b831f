import { randomUUID } from 'node:crypto';
import type { Fingerprint, InspectionId, RecipeId, SourceId } from '../../../shared/domain/index.ts';
import type { StationDatabase } from '../storage/index.ts';

/**
 * How far a file got:
 * - `seen`: it is in the folder, perhaps still being written
 * - `settled`: it is complete and waits for a lane
 * - `claimed`: a lane has it; after a restart it is `settled` again
 * - `recorded`, `error`: its inspection is recorded
 */
export type LedgerState = 'seen' | 'settled' | 'claimed' | 'recorded' | 'error';

/** What a file still had not got when it was given to a lane all the same: its own end, or its camera's word that it is whole. */
export type Lack = 'end' | 'release';

/** One content of a name in a source. */
export interface LedgerEntry extends Fingerprint {
  readonly ledgerId: number;
  readonly sourceId: SourceId;
  /** Relative to the source, with forward slashes. */
  readonly path: string;
  readonly state: LedgerState;
  readonly seenAt: string;
  readonly laneDeaths: number;
  readonly lack: Lack | null;
  /** The one that its source had when it arrived; null where it had none. */
  readonly recipeId: RecipeId | null;
  readonly inspectionId: InspectionId;
}

/** Files of one source that wait to be judged by one recipe. */
export type LedgerQueue = Pick<LedgerEntry, 'sourceId' | 'recipeId'>;

export interface NamedContent extends Fingerprint {
  readonly path: string;
}

export interface Ledger {
  /** All of `work` or nothing of it. */
  transaction<Result>(work: () => Result): Result;
  /** The files of a source that are not settled, in the order of their rows after one of them: for reading many in portions. */
  seen(sourceId: SourceId, after: number, limit: number): LedgerEntry[];
  /** @returns null where this very content is in the ledger already, or was left alone when its source was added */
  insertSeen(sourceId: SourceId, path: string, fingerprint: Fingerprint): LedgerEntry | null;
  /** @returns false where this very content is in the ledger already: the row is gone then */
  settle(ledgerId: number, fingerprint: Fingerprint, lack?: Lack | null): boolean;
  /** The contents of a source that their camera had not released when their time was up, and has not since. */
  unreleased(sourceId: SourceId): readonly NamedContent[];
  /**
   * The camera has released such a content after all. One that still waits is judged as it would have been; one whose error is recorded has arrived again.
   *
   * @returns the new arrival where there is one; `later` where a lane has it at this moment
   */
  release(sourceId: SourceId, content: NamedContent): LedgerEntry | 'in-place' | 'later';
  /** The file went away before it was complete. */
  withdraw(ledgerId: number): void;
  /** By which recipes the files of a source that wait for a lane are to be judged. */
  waitingRecipes(sourceId: SourceId): readonly LedgerQueue['recipeId'][];
  /** Takes the file that arrived first, or last, of those that wait in any of these queues. */
  claimNext(queues: readonly LedgerQueue[], first: 'oldest' | 'newest'): LedgerEntry | null;
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
  /** When the newest files of a source were seen, the oldest first. */
  recentArrivals(sourceId: SourceId): readonly string[];
  /** What waits to be judged. @param unfinished rows of files that wait for their camera: they do not count */
  backlog(sourceIds: readonly SourceId[], unfinished?: ReadonlySet<number>): Backlog;
}

export interface Backlog {
  readonly files: number;
  readonly oldestSeenAt: string | null;
}

const COLUMNS = `id AS ledgerId, source_id AS sourceId, path, size, modified_us AS modifiedUs, state, seen_at AS seenAt,
  lane_deaths AS laneDeaths, lack, recipe_id AS recipeId, inspection_id AS inspectionId`;

const WAITING_STATES: readonly LedgerState[] = ['seen', 'settled', 'claimed'];
/** Stands in every query of what waits: only with this very term does SQLite take the index of waiting rows, which does not grow with history. */
const IS_WAITING = `state IN (${WAITING_STATES.map((state) => `'${state}'`).join(', ')})`;

/** Enough to know how often images come, of parts that each have several. */
const RECENT_ARRIVALS = 200;
const RECENT_ROWS = 10_000;

/**
 * The rows that have a content already. It arrives once, except that one that was recorded as missing or overwritten and is back has arrived again,
 * and so has one that was recorded as not released and is released now.
 */
const SAME_CONTENT = `FROM ledger AS other
  WHERE other.source_id = :sourceId AND other.path = :path AND other.size = :size AND other.modified_us = :modifiedUs`;
const SAME_AS_GROWN = `FROM ledger AS other
  WHERE other.source_id = growing.source_id AND other.path = growing.path AND other.size = :size
    AND other.modified_us = :modifiedUs AND other.id <> growing.id`;
const WAS_AWAY = `EXISTS (
  SELECT 1 FROM inspection
  WHERE inspection.id = other.inspection_id AND inspection.error_code IN ('image.not-found', 'image.changed')
)`;
const WAS_UNRELEASED = `other.lack IS 'release'`;
/** It lay there before its source was added, and was to be left alone. */
const IS_LEFT = `EXISTS (
  SELECT 1 FROM left_file
  WHERE source_id = :sourceId AND path = :path AND size = :size AND modified_us = :modifiedUs
)`;
/** One that is released late has been there for a while: it is judged by the recipe of that time. */
const RECIPE_OF_ARRIVAL = `CASE WHEN :isReleased THEN
    (SELECT other.recipe_id ${SAME_CONTENT} AND ${WAS_UNRELEASED} ORDER BY other.arrival DESC LIMIT 1)
  ELSE (SELECT recipe_id FROM source WHERE id = :sourceId) END`;
/** With this very term SQLite takes the index of what waits for a lane. */
const RECIPE = `COALESCE(recipe_id, '')`;

export function createLedger(database: StationDatabase, now = (): Date => new Date()): Ledger {
  const seen = database.prepare<LedgerEntry>(
    `SELECT ${COLUMNS} FROM ledger WHERE source_id = ? AND state = 'seen' AND ${IS_WAITING} AND id > ?
     ORDER BY id LIMIT ?`,
  );
  const insert = database.prepare<LedgerEntry>(
    `INSERT INTO ledger (source_id, path, size, modified_us, arrival, state, seen_at, recipe_id, inspection_id)
     SELECT :sourceId, :path, :size, :modifiedUs, (SELECT COUNT(*) + 1 ${SAME_CONTENT}), 'seen', :seenAt,
       ${RECIPE_OF_ARRIVAL}, :inspectionId
     WHERE NOT ${IS_LEFT}
       AND NOT EXISTS (SELECT 1 ${SAME_CONTENT} AND NOT ${WAS_AWAY} AND NOT (:isReleased AND ${WAS_UNRELEASED}))
     RETURNING ${COLUMNS}`,
  );
  const settle = database.prepare(
    `UPDATE ledger AS growing
     SET state = 'settled', size = :size, modified_us = :modifiedUs, lack = :lack,
       arrival = (SELECT COUNT(*) + 1 ${SAME_AS_GROWN})
     WHERE id = :ledgerId AND state = 'seen' AND NOT EXISTS (
       SELECT 1 ${SAME_AS_GROWN} AND NOT ${WAS_AWAY} AND NOT (:lack IS NULL AND ${WAS_UNRELEASED})
     )`,
  );
  const unreleased = database.prepare<NamedContent>(
    `SELECT path, size, modified_us AS modifiedUs FROM ledger AS other
     WHERE source_id = ? AND lack = 'release' AND NOT EXISTS (
       SELECT 1 FROM ledger AS later WHERE later.source_id = other.source_id AND later.path = other.path
         AND later.size = other.size AND later.modified_us = other.modified_us AND later.arrival > other.arrival
     )`,
  );
  const ofContent = `source_id = :sourceId AND path = :path AND size = :size AND modified_us = :modifiedUs AND lack = 'release'`;
  const releaseWaiting = database.prepare(`UPDATE ledger SET lack = NULL WHERE ${ofContent} AND state = 'settled'`);
  const atWork = database.prepare<{ id: number }>(`SELECT id FROM ledger WHERE ${ofContent} AND state = 'claimed'`);
  const withdraw = database.prepare(`DELETE FROM ledger WHERE id = ? AND state = 'seen'`);
  const nextSettled = (direction: 'ASC' | 'DESC') =>
    database.prepare<LedgerEntry>(
      `SELECT ${COLUMNS} FROM ledger WHERE source_id = ? AND ${RECIPE} = ? AND state = 'settled'
       ORDER BY id ${direction} LIMIT 1`,
    );
  const firstSettled = { oldest: nextSettled('ASC'), newest: nextSettled('DESC') };
  // From one recipe to the next: thousands of files wait for each.
  const waitingRecipes = database.prepare<{ recipeId: RecipeId | '' }>(
    `WITH RECURSIVE waiting (recipeId) AS (
       SELECT MIN(${RECIPE}) FROM ledger WHERE source_id = :sourceId AND state = 'settled'
       UNION ALL
       SELECT (
         SELECT MIN(${RECIPE}) FROM ledger WHERE source_id = :sourceId AND state = 'settled' AND ${RECIPE} > recipeId
       ) FROM waiting WHERE recipeId IS NOT NULL
     )
     SELECT recipeId FROM waiting WHERE recipeId IS NOT NULL`,
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
  const oldest = database.prepare<{ ledgerId: number; seenAt: string }>(
    `SELECT id AS ledgerId, seen_at AS seenAt FROM ledger WHERE source_id = ? AND state = ? AND ${IS_WAITING}
     ORDER BY id LIMIT ?`,
  );
  const isOf = database.prepare(`SELECT id FROM ledger WHERE id = ? AND source_id = ? AND state = 'seen'`);

  // Bounded, so that the rows of a source that long has had none are not looked for through the whole history of others.
  const recent = database.prepare<{ seenAt: string }>(
    `SELECT seen_at AS seenAt FROM ledger
     WHERE source_id = ? AND id > (SELECT MAX(id) FROM ledger) - ${RECENT_ROWS} ORDER BY id DESC LIMIT ${RECENT_ARRIVALS}`,
  );

  function arrive(
    sourceId: SourceId,
    { path, size, modifiedUs }: NamedContent,
    isReleased: boolean,
  ): LedgerEntry | null {
    const seenAt = now().toISOString();
    const row = {
      sourceId,
      path,
      size,
      modifiedUs,
      seenAt,
      inspectionId: randomUUID(),
      isReleased: isReleased ? 1 : 0,
    };
    return insert.get(row) ?? null;
  }

  return {
    transaction: (work) => database.transaction(work),
    seen: (sourceId, after, limit) => seen.all(sourceId, after, limit),
    insertSeen: (sourceId, path, { size, modifiedUs }) => arrive(sourceId, { path, size, modifiedUs }, false),
    unreleased: (sourceId) => unreleased.all(sourceId),
    release(sourceId, { path, size, modifiedUs }) {
      if (releaseWaiting.run({ sourceId, path, size, modifiedUs }) > 0) return 'in-place';
      if (atWork.get({ sourceId, path, size, modifiedUs }) !== undefined) return 'later';
      return arrive(sourceId, { path, size, modifiedUs }, true) ?? 'in-place';
    },
    settle(ledgerId, { size, modifiedUs }, lack = null) {
      if (settle.run({ ledgerId, size, modifiedUs, lack }) === 1) return true;
      withdraw.run(ledgerId);
      return false;
    },
    withdraw: (ledgerId) => void withdraw.run(ledgerId),
    waitingRecipes: (sourceId) => waitingRecipes.all({ sourceId }).map(({ recipeId }) => recipeId || null),
    claimNext(queues, first) {
      const isBefore = (entry: LedgerEntry, other: LedgerEntry): boolean =>
        first === 'oldest' ? entry.ledgerId < other.ledgerId : entry.ledgerId > other.ledgerId;
      const next = queues
        .map(({ sourceId, recipeId }) => firstSettled[first].get(sourceId, recipeId ?? ''))
        .filter((entry) => entry !== undefined)
        .reduce<LedgerEntry | null>((best, entry) => (best === null || isBefore(entry, best) ? entry : best), null);
      if (next === null) return null;
      claim.run(next.ledgerId);
      return { ...next, state: 'claimed' };
    },
    giveBack: (ledgerId) => void giveBack.run(0, ledgerId),
    giveBackAfterLaneDeath: (ledgerId) => void giveBack.run(1, ledgerId),
    close(ledgerId, state) {
      if (close.run(state, ledgerId) !== 1) throw new Error(`ledger row ${ledgerId} is not claimed`);
    },
    giveBackAllClaimed: () => void giveBackAll.run(),
    contentOf: (inspectionId) => content.get(inspectionId),
    recentArrivals: (sourceId) =>
      recent
        .all(sourceId)
        .map(({ seenAt }) => seenAt)
        .reverse(),
    backlog: rarelyWhereSlow((sourceIds, unfinished = new Set()) => {
      const all = sourceIds.reduce((sum, sourceId) => sum + (waiting.get(sourceId)?.files ?? 0), 0);
      const left = [...unfinished].filter((id) => sourceIds.some((sourceId) => isOf.get(id, sourceId) !== undefined));
      const times = sourceIds.flatMap((sourceId) =>
        WAITING_STATES.flatMap((state) => {
          const first = oldest.all(sourceId, state, left.length + 1).find(({ ledgerId }) => !unfinished.has(ledgerId));
          return first?.seenAt ?? [];
        }),
      );
      return { files: all - left.length, oldestSeenAt: times.sort()[0] ?? null };
    }),
  };
}

const SLOW_MS = 2;
const SHARE_OF_TIME = 1 / 50;

/** Counting a million waiting files takes a while, and a screen asks four times a second: then the last answer holds for some time. */
function rarelyWhereSlow(count: Ledger['backlog']): Ledger['backlog'] {
  let last: { readonly key: string; readonly untilMs: number; readonly answer: ReturnType<Ledger['backlog']> } | null =
    null;
  return (sourceIds, unfinished) => {
    const key = sourceIds.join();
    const beganMs = performance.now();
    if (last !== null && last.key === key && beganMs < last.untilMs) return last.answer;
    const answer = count(sourceIds, unfinished);
    const endMs = performance.now();
    const tookMs = endMs - beganMs;
    last = tookMs < SLOW_MS || answer.files === 0 ? null : { key, untilMs: endMs + tookMs / SHARE_OF_TIME, answer };
    return answer;
  };
}
