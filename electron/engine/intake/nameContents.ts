import { areAlike, type Fingerprint, type SourceId, sameFingerprint } from '../../../shared/domain/index.ts';
import type { Statement, StationDatabase } from '../storage/index.ts';

/** The row of what was left when its source was added. */
export const LEFT = 0;

/** A content that a name has had. */
interface Content extends Fingerprint {
  readonly ledgerId: number;
  /** As the ledger has it; `left` is of no row in it. */
  readonly state: string;
  readonly sample: string | null;
  /** Of its record, or of what was left; null where nobody has read it. */
  readonly sha256: string | null;
  /** It was recorded as missing or overwritten: should it come back, it has arrived again. */
  readonly isAway: 0 | 1;
}

/** A content that may be the one that was found: so it is if its bytes have this hash, of all of them or of a sample. */
export interface Suspect {
  readonly ledgerId: number;
  readonly by: 'sample' | 'sha256';
  /** Null where it is only to be learnt. */
  readonly hash: string | null;
}

/** What the ledger says of a content that was found under a name. */
export type Comparison =
  /** `before` is the row of the content that the name had before; null where there was none. */
  | { readonly kind: 'new'; readonly before: number | null }
  /** `isLearnt` is false where the ledger knows less of its fingerprint than was found. */
  | { readonly kind: 'known'; readonly ledgerId: number; readonly isLearnt: boolean }
  /** `isShifted`: its time moved by whole quarters of an hour, as where a file system tells the hour in another way than before. */
  | {
      readonly kind: 'doubt';
      readonly before: number;
      readonly suspects: readonly Suspect[];
      readonly isShifted: boolean;
    };

export interface FoundContent {
  readonly sourceId: SourceId;
  readonly path: string;
  readonly fingerprint: Fingerprint;
  /** The row of the content that the name had before, where that is known. */
  readonly before?: number | undefined;
  /** Something has happened to the file that its fingerprint need not tell. */
  readonly isHinted?: boolean;
}

const RECORDED_COLUMNS = `ledger.id AS ledgerId, state, size, modified_us AS modifiedUs, changed_us AS changedUs, file_id AS fileId, sample, sha256,
  error_code IS NOT NULL AND error_code IN ('image.not-found', 'image.changed') AS isAway`;
const RECORDED = `${RECORDED_COLUMNS} FROM ledger LEFT JOIN inspection ON inspection.id = ledger.inspection_id`;
const SHIFT_US = 15 * 60 * 1_000_000;
/**
 * Rows of one name, size and time are told apart by the order of their arrivals, which is that of their ids. Older versions counted from 1: what begins
 * here meets none of theirs.
 */
export const ARRIVALS_BEGIN = 1_000_000_000_000;
/** Of a name that has had one content a million times, with one size and one time. */
const MOST_OLDER = 8;

/**
 * The contents that each name has had. The last one is compared with what is found: what differs in its size is another content, what differs in nothing
 * is the same, and between them the bytes decide. What the bytes have shown to be the same gets the fingerprint that was found.
 */
export class NameContents {
  readonly #some: Statement<{ ledgerId: number }>;
  readonly #last: Statement<{ ledgerId: number | null }>;
  readonly #lastBefore: Statement<{ ledgerId: number | null }>;
  readonly #fingerprint: Statement<Fingerprint & Pick<Content, 'ledgerId' | 'state'>>;
  readonly #content: Statement<Content>;
  readonly #older: Statement<Content>;
  readonly #left: Statement<Content>;
  readonly #renew: Statement<never>;
  readonly #renewLeft: Statement<never>;
  readonly #unread: Statement<{ path: string }>;

  constructor(database: StationDatabase) {
    const ofName = 'FROM ledger WHERE source_id = ? AND path = ?';
    this.#some = database.prepare(`SELECT id AS ledgerId ${ofName} LIMIT 2`);
    this.#last = database.prepare(`SELECT MAX(id) AS ledgerId ${ofName}`);
    this.#lastBefore = database.prepare(`SELECT MAX(id) AS ledgerId ${ofName} AND id < ? AND lack IS NOT 'release'`);
    this.#fingerprint = database.prepare(
      'SELECT id AS ledgerId, state, size, modified_us AS modifiedUs, changed_us AS changedUs, file_id AS fileId FROM ledger WHERE id = ?',
    );
    this.#content = database.prepare(`SELECT ${RECORDED} WHERE ledger.id = ?`);
    this.#older = database.prepare(
      `SELECT ${RECORDED} WHERE ledger.source_id = :sourceId AND path = :path AND size = :size AND modified_us = :modifiedUs
       ORDER BY arrival DESC LIMIT ${MOST_OLDER}`,
    );
    this.#left = database.prepare(
      `SELECT ${LEFT} AS ledgerId, 'left' AS state, size, modified_us AS modifiedUs, changed_us AS changedUs, file_id AS fileId, NULL AS sample, sha256,
         0 AS isAway
       FROM left_file WHERE source_id = ? AND path = ?`,
    );
    this.#renew = database.prepare(
      `UPDATE ledger
       SET size = :size, modified_us = :modifiedUs, changed_us = :changedUs, file_id = :fileId, arrival = id + ${ARRIVALS_BEGIN}
       WHERE id = :ledgerId`,
    );
    this.#renewLeft = database.prepare(
      `UPDATE left_file SET modified_us = :modifiedUs, changed_us = :changedUs, file_id = :fileId, sha256 = COALESCE(:sha256, sha256)
       WHERE source_id = :sourceId AND path = :path AND size = :size`,
    );
    this.#unread = database.prepare(
      'SELECT path FROM left_file WHERE source_id = ? AND sha256 IS NULL AND path > ? ORDER BY path LIMIT ?',
    );
  }

  /** The row of the content that a name had before the one of this row; null where there was none. One that is released late was none. */
  before(sourceId: SourceId, path: string, ledgerId: number): number | null {
    return this.#lastBefore.get(sourceId, path, ledgerId)?.ledgerId ?? this.#leftOf(sourceId, path);
  }

  #lastOf(sourceId: SourceId, path: string): number | null {
    // Nearly always there is none, or one: whether there are more is found in a fifth of the time that the last one takes.
    const [first, second] = this.#some.all(sourceId, path);
    if (first === undefined) return this.#leftOf(sourceId, path);
    return second === undefined ? first.ledgerId : (this.#last.get(sourceId, path)?.ledgerId ?? null);
  }

  #leftOf(sourceId: SourceId, path: string): number | null {
    return this.#left.get(sourceId, path) === undefined ? null : LEFT;
  }

  compare({ sourceId, path, fingerprint, before, isHinted = false }: FoundContent): Comparison {
    const ledgerId = before ?? this.#lastOf(sourceId, path);
    if (ledgerId === null) return { kind: 'new', before: null };
    const last = ledgerId === LEFT ? this.#left.get(sourceId, path) : this.#fingerprint.get(ledgerId);
    if (last === undefined) return { kind: 'new', before: null };
    // Whoever waits for its end looks at it again and again.
    if (last.state === 'seen') return { kind: 'known', ledgerId, isLearnt: true };
    if (!isHinted && last.state !== 'error' && sameFingerprint(last, fingerprint)) return known(last, fingerprint);
    const content = ledgerId === LEFT ? this.#left.get(sourceId, path) : this.#content.get(ledgerId);
    if (content === undefined) return { kind: 'new', before: null };
    return compareContents(fingerprint, content, isHinted, () => [
      ...this.#older.all({ sourceId, path, ...sizeAndTime(fingerprint) }),
      ...this.#left.all(sourceId, path),
    ]);
  }

  /** What was found is this very content. @param sha256 its hash, where it was learnt */
  confirm(
    { sourceId, path, fingerprint }: Omit<FoundContent, 'before' | 'isHinted'>,
    ledgerId: number,
    sha256: string | null = null,
  ): void {
    if (ledgerId === LEFT) this.#renewLeft.run({ sourceId, path, ...fingerprint, sha256 });
    else this.#renew.run({ ledgerId, ...fingerprint });
  }

  /** Files that were left and whose bytes nobody has read, in the order of their names. */
  unread(sourceId: SourceId, after: string, limit: number): string[] {
    return this.#unread.all(sourceId, after, limit).map(({ path }) => path);
  }
}

/**
 * @param last the content that the name had last
 * @param olderOf contents of the name that had the size and the time that were found
 */
export function compareContents(
  found: Fingerprint,
  last: Content,
  isHinted: boolean,
  olderOf: () => readonly Content[],
): Comparison {
  const suspects: Suspect[] = [];
  if (last.isAway === 0 && last.size === found.size) {
    const suspect = suspectOf(last);
    const isAlike = areAlike(last, found);
    if (sameFingerprint(last, found) && !(isHinted && (suspect.hash !== null || last.state === 'left')))
      return known(last, found);
    // Nobody has read it. With the time and the file of before it counts as the same.
    if (suspect.hash === null && isAlike && last.state !== 'left') return known(last, found);
    if (suspect.hash !== null || isAlike) suspects.push(suspect);
  }
  // Written into the file that the last content had: an older one cannot have come back with it.
  const isRewritten = last.fileId !== null && last.fileId === found.fileId;
  const older = isRewritten ? [] : olderOf().filter((content) => isBack(content, last, found));
  for (const content of older) {
    if (isWhole(content) && isWhole(found) && sameFingerprint(content, found)) return known(content, found);
    const suspect = suspectOf(content);
    if (suspect.hash === null) return known(content, found);
    suspects.push(suspect);
  }
  const before = last.ledgerId;
  if (suspects.length === 0) return { kind: 'new', before };
  const shiftUs = Math.abs(last.modifiedUs - found.modifiedUs);
  return { kind: 'doubt', before, suspects, isShifted: shiftUs > 0 && shiftUs % SHIFT_US === 0 };
}

/** Whether an older content of a name may be there again. */
function isBack(content: Content, last: Content, found: Fingerprint): boolean {
  const isOther = content.ledgerId !== last.ledgerId && content.isAway === 0 && content.state !== 'seen';
  return isOther && areAlike(content, found);
}

function suspectOf({ ledgerId, state, sample, sha256 }: Content): Suspect {
  const isWaiting = state === 'settled' || state === 'claimed';
  return isWaiting ? { ledgerId, by: 'sample', hash: sample } : { ledgerId, by: 'sha256', hash: sha256 };
}

function known(content: Fingerprint & { readonly ledgerId: number }, found: Fingerprint): Comparison {
  const isLearnt =
    (content.changedUs === found.changedUs || found.changedUs === null) &&
    (content.fileId === found.fileId || found.fileId === null);
  return { kind: 'known', ledgerId: content.ledgerId, isLearnt };
}

function isWhole({ changedUs, fileId }: Fingerprint): boolean {
  return changedUs !== null && fileId !== null;
}

function sizeAndTime({ size, modifiedUs }: Fingerprint) {
  return { size, modifiedUs };
}
