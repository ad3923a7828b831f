import { AuditChain, type AuditObject, type StationDatabase } from '../storage/index.ts';
import { currentActor, THE_STATION } from './actor.ts';
import type { StationClock } from './stationClock.ts';

/** Something that was done or that happened. Its actor and its time are added where it is written. */
export interface AuditedAction {
  /** `area.verb`, the verb in the past. */
  readonly action: string;
  readonly object: AuditObject;
  /** What differs, before and after. */
  readonly old?: unknown;
  readonly new?: unknown;
  /** Why, in the words of whoever did it. */
  readonly reason?: string | null;
}

/** Writes entries of the audit chain: in the transaction of what they tell of, so that neither is there without the other. */
export class AuditTrail {
  readonly #database: StationDatabase;
  readonly #clock: StationClock;
  readonly #chain: AuditChain;
  readonly #report: (error: unknown) => void;

  constructor(database: StationDatabase, clock: StationClock, report: (error: unknown) => void) {
    this.#report = report;
    this.#database = database;
    this.#clock = clock;
    this.#chain = new AuditChain(database);
  }

  /**
   * Writes down what is done by whoever asked for it, or by the station where nobody did.
   *
   * @returns the entry's number in the chain
   * @throws SigmalineError `storage.*`: then what it tells of must not be done either
   */
  append(action: AuditedAction): number {
    return this.#append(action, currentActor());
  }

  /** Writes down what the station noticed, or did by itself, whoever may have asked for something before. @throws SigmalineError `storage.*` */
  observed(action: AuditedAction): number {
    return this.#append(action, THE_STATION);
  }

  /** The same of what cannot be undone any more: that it could not be written is reported, and the database's trouble shown by its own condition. */
  happened(action: AuditedAction): void {
    try {
      this.observed(action);
    } catch (thrown) {
      this.#report(thrown);
    }
  }

  #append(
    { action, object, old = null, new: after = null, reason = null }: AuditedAction,
    actor: typeof THE_STATION,
  ): number {
    const { at, livedMs: lived } = this.#clock.moment();
    const statement = { at, lived, ...actor, action, object, old, new: after, reason };
    // A savepoint of its own would cost a record more than its entry does.
    if (this.#database.isInTransaction()) return this.#chain.append(statement);
    return this.#database.transaction(() => this.#chain.append(statement));
  }
}
