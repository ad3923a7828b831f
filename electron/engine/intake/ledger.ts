import { randomUUID } from 'node:crypto';
import type { Fingerprint, InspectionId, RecipeId, SourceId } from '../../../shared/domain/index.ts';
import type { StationDatabase } from '../storage/index.ts';
import { ARRIVALS_BEGIN, NameContents } from './nameContents.ts';

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
  /** By which the content is known again until a lane has read it; null where it could not be read. */
  readonly sample: string | null;
  /** The one that was to judge it when it arrived, by its name or as its source's; `RECIPE_UNKNOWN` where its name told none; null where its source had none. */
  readonly recipeId: RecipeId | null;
  readonly inspectionId: InspectionId;
}

/** Stands in a row instead of a recipe: no file is ever judged by it, and no recipe can have this id. */
export const RECIPE_UNKNOWN = '?' as RecipeId;

/** Files of one source that wait to be judged by one recipe. */
export interface LedgerQueue extends Pick<LedgerEntry, 'sourceId' | 'recipeId'> {
  /** Only those that were seen since. */
  readonly seenSince?: string;
}

export interface NamedContent extends Fingerprint {
  readonly path: string;
}

/** How a file was settled. */
export interface Settled {
  readonly lack?: Lack | null;
  readonly sample?: string | null;
  /** It was compared with what is in the ledger. */
  readonly isOther?: boolean;
}

export interface Ledger {
  /** All of `work` or nothing of it. */
  transaction<Result>(work: () => Result): Result;
  /** The files of a source that are not settled, in the order of their rows after one of them: for reading many in portions. */
  seen(sourceId: SourceId, after: number, limit: number): LedgerEntry[];
  /** What the names have had so far. */
  readonly contents: NameContents;
  /** A content has arrived that its name did not have, as `contents` say. @param recipeId that its name says; null for the one of its source */
  insertSeen(sourceId: SourceId, path: string, fingerprint: Fingerprint, recipeId?: RecipeId | null): LedgerEntry;
  /** @returns false where this very content is in the ledger already: the row is gone then */
  settle(ledgerId: number, fingerprint: Fingerprint, settled?: Settled): boolean;
  /** The contents of a source that their camera had not released when their time was up, and has not since. */
  unreleased(sourceId: SourceId): readonly NamedContent[];
  /**
   * The camera has released such a content after all. One that still waits is judged as it would have been; one whose error is recorded has arrived again.
   *
   * @returns the new arrival where there is one; `later` where a lane has it at this moment
   */
  release(sourceId: SourceId, content: NamedContent): LedgerEntry | 'in-place' | 'later';
  /** When the station saw the file of a record, in the time of operation, which no clock changes; null where that is not known. */
  livedMsOf(id: InspectionId): number | null;
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
  /** Whether no other content has been seen since under the name of the file that an inspection judged. */
  isNewestOfName(inspectionId: InspectionId): boolean;
  /** When the newest files of a source were seen, the oldest first. */
  recentArrivals(sourceId: SourceId): readonly string[];
  /** What waits to be judged, of all sources in one question: of those that have something. @param unfinished rows of files that wait for their camera: they do not count */
  backlogs(unfinished?: ReadonlySet<number>): ReadonlyMap<SourceId, Backlog>;
}

export interface Backlog {
  readonly files: number;
  readonly oldestSeenAt: string | null;
  readonly newestSeenAt: string | null;
}
export const NOTHING_WAITS: Backlog = { files: 0, oldestSeenAt: null, newestSeenAt: null };

const FINGERPRINT = 'size, modified_us AS modifiedUs, changed_us AS changedUs, file_id AS fileId';
const COLUMNS = `id AS ledgerId, source_id AS sourceId, path, ${FINGERPRINT}, state, seen_at AS seenAt,
  lane_deaths AS laneDeaths, lack, sample, recipe_id AS recipeId, inspection_id AS inspectionId`;

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
/** With this very term SQLite takes the index of what waits for a lane. */
const RECIPE = `COALESCE(recipe_id, '')`;

/** @param moment what the clock says now, and the time of operation, where that is known */
export function createLedger(
  database: StationDatabase,
  moment = (): { readonly at: string; readonly livedMs: number | null } => ({
    at: new Date().toISOString(),
    livedMs: null,
  }),
): Ledger {
  const seen = database.prepare<LedgerEntry>(
    `SELECT ${COLUMNS} FROM ledger WHERE source_id = ? AND state = 'seen' AND ${IS_WAITING} AND id > ?
     ORDER BY id LIMIT ?`,
  );
  const insert = database.prepare<LedgerEntry>(
    `INSERT INTO ledger (source_id, path, size, modified_us, changed_us, file_id, arrival, state, seen_at, lived_ms, recipe_id, inspection_id)
     SELECT :sourceId, :path, :size, :modifiedUs, :changedUs, :fileId, (SELECT COALESCE(MAX(id), 0) + 1 FROM ledger) + ${ARRIVALS_BEGIN}, 'seen', :seenAt, :livedMs,
       COALESCE(:recipeId, (SELECT recipe_id FROM source WHERE id = :sourceId)), :inspectionId
     WHERE NOT :isReleased OR NOT EXISTS (SELECT 1 ${SAME_CONTENT} AND NOT ${WAS_AWAY} AND NOT ${WAS_UNRELEASED})
     RETURNING ${COLUMNS}`,
  );
  const settle = database.prepare(
    `UPDATE ledger AS growing
     SET state = 'settled', size = :size, modified_us = :modifiedUs, changed_us = :changedUs, file_id = :fileId, lack = :lack, sample = :sample,
       arrival = id + ${ARRIVALS_BEGIN}
     WHERE id = :ledgerId AND state = 'seen' AND (:isOther OR NOT EXISTS (
       SELECT 1 ${SAME_AS_GROWN} AND NOT ${WAS_AWAY} AND NOT (:lack IS NULL AND ${WAS_UNRELEASED})
     ))`,
  );
  const unreleased = database.prepare<NamedContent>(
    `SELECT path, ${FINGERPRINT} FROM ledger AS other
     WHERE source_id = ? AND lack = 'release' AND NOT EXISTS (
       SELECT 1 FROM ledger AS later WHERE later.source_id = other.source_id AND later.path = other.path
         AND later.size = other.size AND later.modified_us = other.modified_us AND later.arrival > other.arrival
     )`,
  );
  const ofContent = `source_id = :sourceId AND path = :path AND size = :size AND modified_us = :modifiedUs AND lack = 'release'`;
  const releaseWaiting = database.prepare(`UPDATE ledger SET lack = NULL WHERE ${ofContent} AND state = 'settled'`);
  const atWork = database.prepare<{ id: number }>(`SELECT id FROM ledger WHERE ${ofContent} AND state = 'claimed'`);
  const recipeOfUnreleased = database.prepare<Pick<LedgerEntry, 'recipeId'>>(
    `SELECT recipe_id AS recipeId FROM ledger WHERE ${ofContent}`,
  );
  const withdraw = database.prepare(`DELETE FROM ledger WHERE id = ? AND state = 'seen'`);
  const nextSettled = (direction: 'ASC' | 'DESC') =>
    database.prepare<LedgerEntry>(
      `SELECT ${COLUMNS} FROM ledger WHERE source_id = ? AND ${RECIPE} = ? AND state = 'settled' AND seen_at >= ?
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
  const content = database.prepare<Fingerprint>(`SELECT ${FINGERPRINT} FROM ledger WHERE inspection_id = ?`);
  const livedMsOf = database.prepare<{ livedMs: number | null }>(
    'SELECT lived_ms AS livedMs FROM ledger WHERE inspection_id = ?',
  );
  const newestOfName = database.prepare<{ id: InspectionId }>(
    `SELECT later.inspection_id AS id FROM ledger AS judged JOIN ledger AS later USING (source_id, path)
     WHERE judged.inspection_id = ? ORDER BY later.id DESC LIMIT 1`,
  );
  // By the index of what waits alone; each file that arrived is asked for by its row.
  const waiting = (isCounted: string) =>
    database.prepare<Backlog & { readonly sourceId: SourceId }>(
      `SELECT waiting.sourceId, waiting.files, oldest.seen_at AS oldestSeenAt, newest.seen_at AS newestSeenAt
       FROM (
         SELECT source_id AS sourceId, COUNT(*) AS files, MIN(id) AS oldestId, MAX(id) AS newestId
         FROM ledger WHERE ${IS_WAITING} ${isCounted} GROUP BY source_id
       ) AS waiting JOIN ledger AS oldest ON oldest.id = oldestId JOIN ledger AS newest ON newest.id = newestId`,
    );
  const waitingAll = waiting('');
  const waitingFinished = waiting('AND id NOT IN (SELECT value FROM json_each(?))');

  // Bounded, so that the rows of a source that long has had none are not looked for through the whole history of others.
  const recent = database.prepare<{ seenAt: string }>(
    `SELECT seen_at AS seenAt FROM ledger
     WHERE +source_id = ? AND id > (SELECT MAX(id) FROM ledger) - ${RECENT_ROWS} ORDER BY id DESC LIMIT ${RECENT_ARRIVALS}`,
  );

  function arrive(
    sourceId: SourceId,
    { path, size, modifiedUs, changedUs, fileId }: NamedContent,
    { isReleased, recipeId }: { readonly isReleased: 0 | 1; readonly recipeId: RecipeId | null },
  ): LedgerEntry | undefined {
    const { at: seenAt, livedMs } = moment();
    const inspectionId = randomUUID();
    const row = {
      sourceId,
      path,
      size,
      modifiedUs,
      changedUs,
      fileId,
      seenAt,
      livedMs,
      inspectionId,
      isReleased,
      recipeId,
    };
    return insert.get(row);
  }

  return {
    transaction: (work) => database.transaction(work),
    seen: (sourceId, after, limit) => seen.all(sourceId, after, limit),
    contents: new NameContents(database),
    insertSeen(sourceId, path, fingerprint, recipeId = null) {
      const entry = arrive(sourceId, { ...fingerprint, path }, { isReleased: 0, recipeId });
      if (entry === undefined) throw new Error(`${path} could not be entered in the ledger`);
      return entry;
    },
    unreleased: (sourceId) => unreleased.all(sourceId),
    release(sourceId, content) {
      const { path, size, modifiedUs } = content;
      if (releaseWaiting.run({ sourceId, path, size, modifiedUs }) > 0) return 'in-place';
      if (atWork.get({ sourceId, path, size, modifiedUs }) !== undefined) return 'later';
      // It has been there for a while: the recipe of that time judges it.
      const recipeId = recipeOfUnreleased.get({ sourceId, path, size, modifiedUs })?.recipeId ?? null;
      return arrive(sourceId, content, { isReleased: 1, recipeId }) ?? 'in-place';
    },
    settle(ledgerId, { size, modifiedUs, changedUs, fileId }, { lack = null, sample = null, isOther = false } = {}) {
      const row = { ledgerId, size, modifiedUs, changedUs, fileId, lack, sample, isOther: isOther ? 1 : 0 };
      if (settle.run(row) === 1) return true;
      withdraw.run(ledgerId);
      return false;
    },
    livedMsOf: (id) => livedMsOf.get(id)?.livedMs ?? null,
    withdraw: (ledgerId) => void withdraw.run(ledgerId),
    waitingRecipes: (sourceId) => waitingRecipes.all({ sourceId }).map(({ recipeId }) => recipeId || null),
    claimNext(queues, first) {
      const isBefore = (entry: LedgerEntry, other: LedgerEntry): boolean =>
        first === 'oldest' ? entry.ledgerId < other.ledgerId : entry.ledgerId > other.ledgerId;
      const next = queues
        .map(({ sourceId, recipeId, seenSince = '' }) => firstSettled[first].get(sourceId, recipeId ?? '', seenSince))
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
    isNewestOfName: (inspectionId) => newestOfName.get(inspectionId)?.id === inspectionId,
    recentArrivals: (sourceId) =>
      recent
        .all(sourceId)
        .map(({ seenAt }) => seenAt)
        .reverse(),
    backlogs: rarelyWhereMany((unfinished) => {
      const rows = unfinished.size === 0 ? waitingAll.all() : waitingFinished.all(JSON.stringify([...unfinished]));
      return new Map(rows.map(({ sourceId, ...backlog }) => [sourceId, backlog]));
    }),
  };
}

/** So many are counted in some milliseconds, and whether a source is busy must be true at once. */
const MANY_FILES = 10_000;
const SHARE_OF_TIME = 1 / 50;

/** Counting a million waiting files takes a while, and a screen asks four times a second: then the last answer holds for some time. */
function rarelyWhereMany(
  count: (unfinished: ReadonlySet<number>) => ReturnType<Ledger['backlogs']>,
): Ledger['backlogs'] {
  let last: { readonly key: string; readonly untilMs: number; readonly answer: ReturnType<Ledger['backlogs']> } | null =
    null;
  return (unfinished = new Set()) => {
    const key = [...unfinished].join();
    const beganMs = performance.now();
    if (last !== null && last.key === key && beganMs < last.untilMs) return last.answer;
    const answer = count(unfinished);
    const files = [...answer.values()].reduce((sum, backlog) => sum + backlog.files, 0);
    const endMs = performance.now();
    const untilMs = endMs + (endMs - beganMs) / SHARE_OF_TIME;
    last = files < MANY_FILES ? null : { key, untilMs, answer };
    return answer;
  };
}
