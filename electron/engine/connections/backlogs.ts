import {
  type ConnectionId,
  type Delivery,
  messageTypeOf,
  type Verdict,
  type WantedMessages,
  wantsMessage,
} from '../../../shared/domain/index.ts';
import type { Statement, StationDatabase } from '../storage/index.ts';

/** So many entries are looked through at once at most: the line waits meanwhile, for some milliseconds. */
const MOST_ENTRIES = 2000;

interface Group {
  readonly action: string;
  /** Of the record that the entries tell of; null where they tell of none. */
  readonly verdict: Verdict | null;
  readonly count: number;
  readonly first: number;
}

/** What waits behind a position, up to an entry. */
interface Counted {
  /** What the connection sends, as it was set up when this was counted. */
  readonly wanted: string;
  readonly position: number;
  readonly upTo: number;
  readonly count: number;
  /** The first entry of them; null where there is none. */
  readonly first: number | null;
  readonly isExact: boolean;
}

/**
 * How many messages wait for each receiver. Entries that its connection never sends wait for nobody. The chain is looked through as it grows; where there is more at once, as
 * after a start with a receiver that was away for a week, all entries are counted, and it is said that they are so many at most.
 */
export class Backlogs {
  readonly #groups: Statement<Group>;
  readonly #time: Statement<{ at: string }>;
  readonly #counted = new Map<ConnectionId, Counted>();

  constructor(database: StationDatabase) {
    this.#groups = database.prepare(
      `SELECT e.action AS action, i.verdict AS verdict, count(*) AS count, min(e.sequence) AS first
       FROM audit_entry e LEFT JOIN inspection i ON e.object_kind = 'inspection' AND i.id = e.object_id
       WHERE e.sequence > :after AND e.sequence <= :upTo GROUP BY e.action, i.verdict`,
    );
    this.#time = database.prepare('SELECT at FROM audit_entry WHERE sequence = ?');
  }

  /** @param chain the number of the newest entry */
  of(id: ConnectionId, wanted: WantedMessages, position: number, chain: number): Omit<Delivery, 'setAside'> {
    const { count, first, isExact } = this.#count(id, wanted, position, Math.max(position, chain));
    const waitingSince = first === null ? null : (this.#time.get(first)?.at ?? null);
    return { position, waiting: count, isAtMost: !isExact, waitingSince };
  }

  forget(id: ConnectionId): void {
    this.#counted.delete(id);
  }

  #count(id: ConnectionId, messages: WantedMessages, position: number, chain: number): Counted {
    const wanted = JSON.stringify([messages.types, messages.verdicts]);
    const before = this.#counted.get(id);
    const isGrown =
      before !== undefined && before.wanted === wanted && before.position === position && before.upTo <= chain;
    const from = isGrown ? before : { position, upTo: position, count: 0, first: null, isExact: true };
    if (isGrown && before.upTo === chain) return before;
    const more = this.#between(messages, from.upTo, chain);
    const counted = {
      ...{ wanted, position, upTo: chain },
      count: from.count + more.count,
      first: from.first ?? more.first,
      isExact: from.isExact && more.isExact,
    };
    this.#counted.set(id, counted);
    return counted;
  }

  #between(messages: WantedMessages, after: number, upTo: number): Pick<Counted, 'count' | 'first' | 'isExact'> {
    if (upTo - after > MOST_ENTRIES) return { count: upTo - after, first: after + 1, isExact: false };
    const groups = this.#groups
      .all({ after, upTo })
      .filter(({ action, verdict }) => wantsMessage(messages, messageTypeOf(action), verdict));
    const count = groups.reduce((sum, group) => sum + group.count, 0);
    return { count, first: count === 0 ? null : Math.min(...groups.map(({ first }) => first)), isExact: true };
  }
}
