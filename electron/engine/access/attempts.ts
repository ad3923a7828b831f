import { createHash } from 'node:crypto';
import { SigmalineError } from '../../../shared/domain/index.ts';
import type { Kernel } from '../kernel/index.ts';
import type { Statement } from '../storage/index.ts';

const MINUTE_MS = 60_000;
const LONGEST_LOCK_MINUTES = 24 * 60;
/** Of ids that nobody has. */
const KEPT_UNKNOWN = 1000;

/** So many wrong secrets may come from one place at once, and one more after each pause. */
const BURST = 10;
const PAUSE_MS = 30_000;

interface Row {
  readonly id: string;
  readonly failures: number;
  readonly locks: number;
  readonly lockedUntil: number | null;
}

export interface LockRules {
  readonly lockAfter: number;
  readonly lockMinutes: number;
}

/** Wrong secrets in a row: after some of them the id is locked, whether it is somebody's or not. Restarting the station changes nothing of it. */
export class Attempts {
  readonly #kernel: Pick<Kernel, 'database' | 'clock'>;
  readonly #read: Statement<Row>;
  readonly #write: Statement<never>;
  readonly #forget: Statement<never>;
  readonly #prune: Statement<never>;
  /** Tries of an id that are not answered yet. */
  readonly #pending = new Map<string, number>();

  constructor(kernel: Pick<Kernel, 'database' | 'clock'>) {
    this.#kernel = kernel;
    const { database } = kernel;
    this.#read = database.prepare(
      'SELECT id, failures, locks, locked_until_lived_ms AS lockedUntil FROM sign_in_attempt WHERE id = ?',
    );
    this.#write = database.prepare(
      `INSERT INTO sign_in_attempt (id, failures, locks, locked_until_lived_ms, last_lived_ms)
       VALUES (:id, :failures, :locks, :lockedUntil, :now)
       ON CONFLICT (id) DO UPDATE SET failures = excluded.failures, locks = excluded.locks,
         locked_until_lived_ms = excluded.locked_until_lived_ms, last_lived_ms = excluded.last_lived_ms`,
    );
    this.#forget = database.prepare('DELETE FROM sign_in_attempt WHERE id = ?');
    this.#prune = database.prepare(
      `DELETE FROM sign_in_attempt WHERE id LIKE '#%' AND id NOT IN
         (SELECT id FROM sign_in_attempt WHERE id LIKE '#%' ORDER BY last_lived_ms DESC LIMIT ${KEPT_UNKNOWN})`,
    );
  }

  /**
   * Counts a try before it is made, so that many at once are no more than they are one after the other.
   *
   * @throws SigmalineError `access.locked`, `access.too-often`
   */
  begin(id: string, rules: LockRules): void {
    const pending = this.#pending.get(id) ?? 0;
    const { failures, locks } = this.#of(id);
    if (failures >= rules.lockAfter && pending > 0) throw new SigmalineError('access.too-often', { seconds: 1 });
    // A station that was killed before it answered, or a rule that became stricter, may have left more than it takes.
    const minutes = this.lockedMinutes(id) ?? this.fail(id, rules);
    if (minutes !== null) throw new SigmalineError('access.locked', { minutes });
    this.#save({ id, failures: failures + 1, locks, lockedUntil: null });
    this.#pending.set(id, pending + 1);
    if (id.startsWith('#')) this.#prune.run();
  }

  /** The try has ended, however it did. @param wasMade whether the secret was looked at: otherwise it does not count */
  end(id: string, wasMade: boolean): void {
    const pending = (this.#pending.get(id) ?? 1) - 1;
    if (pending === 0) this.#pending.delete(id);
    else this.#pending.set(id, pending);
    const row = this.#of(id);
    if (!wasMade && row.failures > 0) this.#save({ ...row, failures: row.failures - 1 });
  }

  /** The try was wrong. @returns for how many minutes the id is locked by it; null where it is not */
  fail(id: string, { lockAfter, lockMinutes }: LockRules): number | null {
    const { failures, locks } = this.#of(id);
    if (failures < lockAfter) return null;
    const minutes = Math.min(LONGEST_LOCK_MINUTES, lockMinutes * 2 ** locks);
    this.#save({ id, failures: 0, locks: locks + 1, lockedUntil: this.#now() + minutes * MINUTE_MS });
    return minutes;
  }

  /** The try was right, or an administrator unlocked the person. */
  forget(id: string): void {
    this.#forget.run(id);
  }

  /** For how many minutes an id is locked still; null where it is not. */
  lockedMinutes(id: string): number | null {
    const leftMs = (this.#of(id).lockedUntil ?? 0) - this.#now();
    return leftMs > 0 ? Math.ceil(leftMs / MINUTE_MS) : null;
  }

  #of(id: string): Row {
    return this.#read.get(id) ?? { id, failures: 0, locks: 0, lockedUntil: null };
  }

  #save(row: Row): void {
    this.#write.run({ ...row, now: this.#now() });
  }

  #now(): number {
    return this.#kernel.clock.moment().livedMs;
  }
}

/** Under what the tries of an id that nobody has are counted. It may be a secret that was typed into the wrong field, so it is not kept. */
export function unknownId(typed: string): string {
  return `#${createHash('sha256').update(typed).digest('base64url')}`;
}

/** How many wrong secrets came from one place lately, whosever they were. */
export class AttemptsFrom {
  readonly #now: () => number;
  /** When all tries from a place are forgotten. */
  readonly #free = new Map<string, number>();

  constructor(now: () => number = () => performance.now()) {
    this.#now = now;
  }

  /** @throws SigmalineError `access.too-often` */
  begin(place: string): void {
    const now = this.#now();
    for (const [other, free] of this.#free) if (free <= now) this.#free.delete(other);
    const free = Math.max(now, this.#free.get(place) ?? now) + PAUSE_MS;
    const waitMs = free - now - BURST * PAUSE_MS;
    if (waitMs > 0) throw new SigmalineError('access.too-often', { seconds: Math.ceil(waitMs / 1000) });
    this.#free.set(place, free);
  }

  /** A try was right, or was not made: it does not count. */
  forgive(place: string): void {
    const free = this.#free.get(place);
    if (free !== undefined) this.#free.set(place, free - PAUSE_MS);
  }
}
