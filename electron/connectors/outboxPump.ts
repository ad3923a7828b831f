import { setTimeout as delay, setImmediate as yieldToOthers } from 'node:timers/promises';
import {
  type ErrorFact,
  factOf,
  type Growth,
  growingMs,
  type OutboxMessage,
  type WantedMessages,
  wantsMessage,
} from '../../shared/domain/index.ts';
import { type AtOnce, MessageRefused, type OutboxItem } from './driver.ts';

/** What of the outbox a connection sends. */
export interface Wanted extends WantedMessages {
  readonly tries: number;
  readonly keepsDays: number;
}

export interface PumpNeeds {
  readonly wanted: Wanted;
  /** The last entry that the receiver has. */
  readonly position: number;
  readonly after: (position: number, limit: number) => readonly OutboxItem[];
  readonly one: (sequence: number) => OutboxItem | null;
  readonly deliver: (items: readonly OutboxItem[], signal: AbortSignal) => Promise<void>;
  readonly atOnce?: AtOnce;
  /** Looks whether the receiver is there where nothing waits to be sent at the beginning. @throws where it is away */
  readonly reach?: (signal: AbortSignal) => Promise<void>;
  readonly now?: () => Date;
  /** Told of everything that the engine keeps. `delivered` is told at most once in `TELL_EVERY_MS`. */
  readonly tell: (news: PumpNews) => void;
  /** The receiver takes messages, or is away because of this. */
  readonly onReceiver: (error: ErrorFact | null) => void;
  readonly growth?: { readonly away: Growth; readonly refused: Growth };
}

export type PumpNews =
  | { readonly kind: 'delivered'; readonly position: number }
  | { readonly kind: 'too-old'; readonly count: number }
  | { readonly kind: 'set-aside'; readonly sequence: number; readonly error: ErrorFact; readonly tries: number }
  | { readonly kind: 'taken'; readonly sequence: number }
  /** So many were sent or refused just now; for counters only. */
  | { readonly kind: 'counted'; readonly taken: number; readonly refused: number };

/** What takes the receiver's answer for one call, for receivers that say nothing else. */
const AT_ONCE: AtOnce = { fewest: 500, most: 500 };
/** So many entries are read before others have their turn: machines at the outlets wait for nothing longer. */
const SLICE = 100;
/** Entries longer than this together are handed over in more calls. */
const LONGEST = 4_000_000;
/** A call that ends sooner may be twice as long the next time; one that takes longer than the second, half as long. */
const QUICK_MS = 400;
const SLOW_MS = 4000;
/** With so many messages in doubt nothing more is sent until they are settled. */
const MOST_IN_DOUBT = 100;
/** The engine writes each position to its disk, beside the records of the line: what is sent twice after a crash is known by its id. */
const TELL_EVERY_MS = 1000;
const GROWTH = {
  away: { firstMs: 1000, longestMs: 60_000 },
  refused: { firstMs: 500, longestMs: 5000 },
} as const;
const DAY_MS = 86_400_000;

interface Read {
  readonly after: number;
  readonly items: readonly OutboxItem[];
  /** More may follow. */
  readonly isFull: boolean;
}

/** A message that is sent by itself: its receiver refused it before. */
interface Apart {
  readonly tries: number;
  /** Set aside where it is refused so often. */
  readonly most: number;
  /** Set aside before, and sent because somebody asked for it; otherwise the position that is told stays before it. */
  readonly wasAside: boolean;
  readonly dueMs: number;
}

/**
 * Sends the outbox to one receiver: every message that it wants, in order, each at least once. While the receiver is away everything waits. A message that it refuses is in
 * doubt: it is tried again a few times by itself and then set aside, and the others go on meanwhile.
 */
export class OutboxPump {
  readonly #needs: PumpNeeds;
  readonly #ending = new AbortController();
  readonly #apart = new Map<number, Apart>();
  /** What is read while the receiver takes what comes before it. */
  #ahead: Promise<Read> | null = null;
  #atOnce: number;
  /** All up to here were taken, are in doubt or set aside. */
  #position: number;
  #told: number;
  #toldMs = Number.NEGATIVE_INFINITY;
  #failures = 0;
  /** Refused one after the other. */
  #refusals = 0;
  #wake: (() => void) | null = null;
  #isReached = false;
  /** Something came while nobody slept: the next pause is not begun. */
  #isWoken = false;
  readonly #done: Promise<void>;

  constructor(needs: PumpNeeds) {
    this.#needs = needs;
    this.#position = needs.position;
    this.#told = needs.position;
    this.#atOnce = Math.min(AT_ONCE.most, this.#limits.most);
    this.#done = this.#run();
  }

  /** The chain has grown, or something is to be sent again. */
  wake(): void {
    this.#isWoken = true;
    this.#wake?.();
  }

  again(sequences: readonly number[]): void {
    for (const sequence of sequences)
      if (!this.#apart.has(sequence)) this.#apart.set(sequence, { tries: 0, most: 1, wasAside: true, dueMs: 0 });
    this.wake();
  }

  /** Begins nothing more; what is under way is cut off, and sent again one day. */
  async stop(): Promise<void> {
    this.#ending.abort();
    this.wake();
    await this.#done;
    await this.#ahead?.catch(() => undefined);
    this.#tellPosition(true);
  }

  get #limits(): AtOnce {
    return this.#needs.atOnce ?? AT_ONCE;
  }

  async #run(): Promise<void> {
    while (!this.#ending.signal.aborted) {
      const pauseMs = await this.#step().catch((thrown: unknown) => this.#away(thrown));
      if (pauseMs > 0) await this.#pause(pauseMs);
    }
  }

  /** @returns for how long nothing is to be done, ms */
  async #step(): Promise<number> {
    await this.#sendApart();
    if (this.#apart.size >= MOST_IN_DOUBT) return this.#untilDueMs();
    const read = await this.#next();
    const last = read.items.at(-1)?.message.sequence;
    if (last === undefined) {
      await this.#reachFirst();
      this.#refusals = 0;
      this.#tellPosition();
      return Math.min(this.#told === this.#settled() ? Number.POSITIVE_INFINITY : TELL_EVERY_MS, this.#untilDueMs());
    }
    const items = this.#wanted(read.items);
    if (items.length > 0) {
      const delivered = this.#deliver(items, read.isFull);
      if (read.isFull) this.#ahead = this.#read(last);
      // What it throws is thrown where it is asked for.
      this.#ahead?.catch(() => undefined);
      const pauseMs = await delivered;
      if (pauseMs !== null) return pauseMs;
    }
    this.#position = last;
    this.#tellPosition();
    return 0;
  }

  async #reachFirst(): Promise<void> {
    const { reach } = this.#needs;
    if (reach === undefined || this.#isReached) return;
    await reach(this.#ending.signal);
    this.#here(0);
  }

  async #next(): Promise<Read> {
    const ahead = this.#ahead;
    this.#ahead = null;
    const read = await ahead;
    return read?.after === this.#position ? read : this.#read(this.#position);
  }

  async #read(after: number): Promise<Read> {
    const size = this.#atOnce;
    const items: OutboxItem[] = [];
    let isFull = true;
    for (let length = 0; isFull && items.length < size && length < LONGEST; ) {
      if (this.#ending.signal.aborted) return { after, items: [], isFull: false };
      const limit = Math.min(SLICE, size - items.length);
      const slice = this.#needs.after(items.at(-1)?.message.sequence ?? after, limit);
      items.push(...slice);
      isFull = slice.length === limit;
      length += slice.reduce((sum, { entry }) => sum + entry.body.length, 0);
      if (isFull) await yieldToOthers();
    }
    return { after, items, isFull };
  }

  /** Those that its receiver wants, without what is too old: that is passed at once, or each further try would tell of it again. */
  #wanted(read: readonly OutboxItem[]): readonly OutboxItem[] {
    const { wanted, now = () => new Date(), tell } = this.#needs;
    const oldest = new Date(now().getTime() - wanted.keepsDays * DAY_MS).toISOString();
    const young = read.findIndex(({ message }) => wants(wanted, message) && message.time_utc >= oldest);
    const passed = young < 0 ? read : read.slice(0, young);
    const count = passed.filter(({ message }) => wants(wanted, message)).length;
    const last = passed.at(-1)?.message.sequence;
    if (count > 0 && last !== undefined) {
      tell({ kind: 'too-old', count });
      this.#position = last;
      this.#tellPosition(true);
    }
    return read.slice(passed.length).filter(({ message }) => wants(wanted, message));
  }

  /** @returns null where all of them are settled; otherwise the pause before the rest is sent, ms */
  async #deliver(items: readonly OutboxItem[], isFull: boolean): Promise<number | null> {
    const began = performance.now();
    try {
      await this.#needs.deliver(items, this.#ending.signal);
    } catch (thrown) {
      if (!(thrown instanceof MessageRefused)) throw thrown;
      return this.#refused(items, thrown);
    }
    const tookMs = performance.now() - began;
    if (isFull && tookMs < QUICK_MS) this.#atOnce = Math.min(this.#limits.most, this.#atOnce * 2);
    if (tookMs > SLOW_MS) this.#fewer();
    this.#here(items.length);
    this.#refusals = 0;
    return null;
  }

  #fewer(): void {
    this.#atOnce = Math.max(this.#limits.fewest, Math.floor(this.#atOnce / 2));
  }

  /** What follows it is sent at once, but to a receiver that refuses one after the other. */
  #refused(items: readonly OutboxItem[], refused: MessageRefused): number {
    const { growth = GROWTH, wanted } = this.#needs;
    this.#here(refused.taken);
    this.#refusals = refused.taken > 0 ? 0 : this.#refusals + 1;
    this.#position = refused.sequence;
    const first: Apart = { tries: 0, most: wanted.tries, wasAside: false, dueMs: 0 };
    this.#again(refused, first);
    const isLast = items.at(-1)?.message.sequence === refused.sequence;
    return this.#refusals < 2 || isLast ? 0 : growingMs(this.#refusals - 2, growth.refused);
  }

  #again({ sequence, fact }: MessageRefused, { tries: before, ...apart }: Apart): void {
    const { growth = GROWTH, tell } = this.#needs;
    const tries = before + 1;
    tell({ kind: 'counted', taken: 0, refused: 1 });
    if (tries < apart.most) {
      const dueMs = performance.now() + growingMs(before, growth.refused);
      this.#apart.set(sequence, { ...apart, tries, dueMs });
      return;
    }
    this.#apart.delete(sequence);
    tell({ kind: 'set-aside', sequence, error: fact, tries });
    // Were it told late, the message would be set aside a second time after a crash.
    this.#tellPosition(true);
  }

  /** Each by itself, when its time has come. */
  async #sendApart(): Promise<void> {
    for (const [sequence, apart] of this.#apart) {
      if (apart.dueMs > performance.now() || this.#ending.signal.aborted) continue;
      const item = this.#needs.one(sequence);
      try {
        if (item !== null) {
          await this.#needs.deliver([item], this.#ending.signal);
          this.#here(1);
          if (apart.wasAside) this.#needs.tell({ kind: 'taken', sequence });
        }
        this.#apart.delete(sequence);
      } catch (thrown) {
        if (!(thrown instanceof MessageRefused)) throw thrown;
        this.#again(thrown, apart);
      }
    }
  }

  #untilDueMs(): number {
    const dueMs = Math.min(Number.POSITIVE_INFINITY, ...[...this.#apart.values()].map((apart) => apart.dueMs));
    return Math.max(1, dueMs - performance.now());
  }

  #here(taken: number): void {
    this.#isReached = true;
    this.#failures = 0;
    this.#needs.onReceiver(null);
    if (taken > 0) this.#needs.tell({ kind: 'counted', taken, refused: 0 });
  }

  #away(thrown: unknown): number {
    const { growth = GROWTH, onReceiver } = this.#needs;
    if (this.#ending.signal.aborted) return 0;
    onReceiver(factOf(thrown));
    this.#tellPosition();
    // It may have been too much for one call.
    this.#fewer();
    const pauseMs = growingMs(this.#failures, growth.away);
    this.#failures += 1;
    return pauseMs;
  }

  /** Up to here nothing need be sent again, also by somebody who knows of nothing in doubt. */
  #settled(): number {
    const inDoubt = [...this.#apart].flatMap(([sequence, { wasAside }]) => (wasAside ? [] : [sequence - 1]));
    return Math.min(this.#position, ...inDoubt);
  }

  #tellPosition(isUrgent = false): void {
    const settled = this.#settled();
    if (this.#told === settled) return;
    const nowMs = performance.now();
    if (!isUrgent && nowMs - this.#toldMs < TELL_EVERY_MS) return;
    this.#toldMs = nowMs;
    this.#told = settled;
    this.#needs.tell({ kind: 'delivered', position: settled });
  }

  /** A receiver that is away or refuses is not asked earlier because there is more to send; otherwise whatever comes ends a pause. */
  async #pause(ms: number): Promise<void> {
    const woken = new AbortController();
    if (this.#failures === 0 && this.#refusals < 2) {
      if (this.#isWoken) woken.abort();
      this.#wake = () => woken.abort();
    }
    const signal = AbortSignal.any([woken.signal, this.#ending.signal]);
    await delay(Math.min(ms, 2 ** 31 - 1), undefined, { signal }).catch(() => undefined);
    this.#wake = null;
    this.#isWoken = false;
  }
}

const wants = (wanted: Wanted, { type, record }: OutboxMessage): boolean =>
  wantsMessage(wanted, type, record?.verdict ?? null);
