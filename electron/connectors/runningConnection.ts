import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ConnectionId,
  type ConnectionKind,
  type ConnectionReport,
  type ConnectionTest,
  factOf,
  type Growth,
  growingMs,
  type LineAnswer,
  type LineCommand,
  type OutboxMessage,
  type Outlet,
  type SettingsOf,
  SigmalineError,
  type SourceId,
} from '../../shared/domain/index.ts';
import type {
  ConnectionCall,
  ConnectionResult,
  ConnectorMessage,
  OpenedConnection,
} from '../../shared/processes/connector.ts';
import { makeFolderSync } from '../files/index.ts';
import type { Driver, OpenConnection, OutletView, Surroundings } from './driver.ts';
import { drivers } from './index.ts';
import { OutboxPump, type PumpNews } from './outboxPump.ts';
import { type OutboxReader, testMessage } from './outboxReader.ts';
import { OutletClock } from './outletClock.ts';

/** What all connections of a station share. */
export interface StationSurroundings {
  readonly dataFolder: string;
  readonly station: OutboxMessage['station'];
  readonly sources: readonly { readonly id: string; readonly name: string }[];
  readonly reader: () => OutboxReader;
  readonly send: (message: ConnectorMessage) => void;
  readonly ask: (connection: ConnectionId, command: LineCommand) => Promise<LineAnswer>;
}

const REOPEN: Growth = { firstMs: 1000, longestMs: 30_000 };
const REPORT_EVERY_MS = 250;
/** A driver that does not close is left to the end of the process. */
const CLOSE_MS = 3000;
/** Delays of the last results. */
const DELAYS = 200;
const TEST_MS = 20_000;

/** One connection: its driver, opened and opened again; its outlets; its part of the outbox; and how it stands. */
export class RunningConnection {
  readonly #opened: OpenedConnection;
  readonly #station: StationSurroundings;
  readonly #sources: readonly { readonly id: SourceId; readonly name: string }[];
  readonly #clock: OutletClock | null;
  readonly #ending = new AbortController();
  /** From the complete files and from the committed records of the last results. */
  readonly #delays = { file: [] as number[], record: [] as number[] };
  readonly #seen = new Map<SourceId, number>();
  /** When the record was committed of a result that the engine told as soon as there was one, by `performance.now()`. */
  readonly #news = new Map<number, number>();
  #connection: OpenConnection | null = null;
  #pump: OutboxPump | null = null;
  #position: number;
  #failures = 0;
  #heartbeat = 0;
  #change: NodeJS.Timeout | undefined;
  #reopen: NodeJS.Timeout | undefined;
  #reporting: NodeJS.Timeout | undefined;
  #report: ConnectionReport;
  readonly #done: Promise<void>;

  constructor(opened: OpenedConnection, station: StationSurroundings) {
    this.#opened = opened;
    this.#station = station;
    this.#position = opened.position;
    const { settings } = opened;
    const named = 'sources' in settings ? settings.sources : [];
    const known = station.sources as readonly { readonly id: SourceId; readonly name: string }[];
    // Their order is that of the blocks that machines read.
    this.#sources = named.length === 0 ? known : named.flatMap((id) => known.find((source) => source.id === id) ?? []);
    this.#clock = 'validMs' in settings ? new OutletClock(settings.validMs, opened.acknowledged) : null;
    this.#report = {
      state: 'starting',
      since: new Date().toISOString(),
      error: null,
      errorAt: null,
      clients: 0,
      told: 0,
      refused: 0,
      asked: 0,
      garbled: 0,
      delay: null,
      warnings: [],
    };
    this.#reportSoon();
    this.#done = this.#open();
  }

  /**
   * @param toldMs when the engine said so, by `performance.now()`
   * @param isWhole whether these are all sources
   */
  hear(outlets: readonly Outlet[], toldMs: number, isWhole: boolean): void {
    if (this.#clock === null) return;
    // While nothing is open no machine has read that the engine is away: how long this process took to begin is no silence.
    this.#clock.hear(outlets, toldMs, { nowMs: this.#connection === null ? toldMs : performance.now(), isWhole });
    this.#news.clear();
    // All of them are told again and again, and to a process that was just started: how long that took says nothing.
    for (const { result } of isWhole ? [] : outlets)
      if (result !== null) this.#news.set(result.sequence, toldMs - result.ageMs);
    this.#show();
  }

  /** Counts up while the engine is heard. */
  beat(): void {
    if (this.#clock === null || this.#clock.isSilent(performance.now())) return;
    this.#heartbeat += 1;
    this.#show();
  }

  wake(): void {
    this.#pump?.wake();
  }

  again(sequences: readonly number[]): void {
    this.#pump?.again(sequences);
  }

  async call(call: ConnectionCall): Promise<ConnectionResult> {
    switch (call.kind) {
      case 'test':
        return { kind: 'test', test: await this.#test() };
      case 'play':
        return { kind: 'play', error: await this.#ask(call.command) };
      case 'read':
        return { kind: 'read', views: this.#views(), heartbeat: this.#heartbeat };
      case 'refuse':
        await this.#connection?.refuse?.(call.certificate);
        return { kind: 'refuse' };
      case 'reopen':
        await this.#reopenNow();
        return { kind: 'reopen' };
    }
  }

  #views(): OutletView[] {
    return this.#clock?.views(this.#sources, performance.now()) ?? [];
  }

  async #test(): Promise<ConnectionTest> {
    const began = performance.now();
    const ended = (error: ConnectionTest['error']): ConnectionTest => ({
      isOk: error === null,
      error,
      durationMs: performance.now() - began,
    });
    const connection = this.#connection;
    if (connection === null) return ended(this.#report.error ?? factOf(notOpenYet(this.#opened.name)));
    try {
      await within(connection.test(testMessage(this.#station.station, new Date())), TEST_MS, this.#opened.name);
      return ended(null);
    } catch (thrown) {
      return ended(factOf(thrown));
    }
  }

  /** @returns how far its outbox has come */
  async close(): Promise<number> {
    this.#ending.abort();
    for (const timer of [this.#change, this.#reopen, this.#reporting]) clearTimeout(timer);
    await this.#pump?.stop();
    await Promise.race([this.#done, new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref())]);
    await this.#closeDriver();
    return this.#position;
  }

  async #reopenNow(): Promise<void> {
    // While it opens, or waits to be opened again, it reads its folder anyway.
    if (this.#connection === null) return;
    await this.#pump?.stop();
    await this.#closeDriver();
    if (this.#ending.signal.aborted) return;
    this.#set({ state: 'starting', clients: 0 });
    await this.#open();
  }

  async #open(): Promise<void> {
    try {
      const { settings } = this.#opened;
      const connection = await this.#openDriver(settings.kind);
      if (this.#ending.signal.aborted) return await closed(connection);
      this.#connection = connection;
      this.#failures = 0;
      const isOpening = this.#report.state === 'starting' || this.#report.state === 'failed';
      // Whether its receiver is there is still to be seen.
      if (isOpening && connection.reach === undefined) this.#set({ state: 'working' });
      this.#show();
      this.#startPump(connection);
    } catch (thrown) {
      // What is open holds its port, and the next try needs it.
      await this.#closeDriver();
      this.#failed(thrown);
    }
  }

  async #openDriver<Kind extends ConnectionKind>(kind: Kind): Promise<OpenConnection> {
    const driver: Driver<Kind> = await drivers[kind]();
    const folder = join(this.#station.dataFolder, 'connections', this.#opened.id);
    makeFolderSync(folder);
    // Keys lie in it; Windows keeps the rights of the data folder.
    chmodSync(folder, 0o700);
    const surroundings: Surroundings<Kind> = {
      name: this.#opened.name,
      settings: this.#opened.settings as SettingsOf<Kind>,
      secrets: this.#opened.secrets,
      station: this.#station.station,
      sources: this.#sources,
      folder,
      state: (state, error) => this.#set({ state, ...erred(error ?? null) }),
      warn: (warnings) => this.#set({ warnings: [...warnings] }),
      clients: (clients) => this.#set({ clients }),
      garbled: () => this.#set({ garbled: this.#report.garbled + 1 }),
      refused: () => this.#set({ refused: this.#report.refused + 1 }),
      ask: (command) => this.#ask(command),
    };
    return driver(surroundings);
  }

  async #ask(command: LineCommand): Promise<LineAnswer> {
    this.#set({ asked: this.#report.asked + 1 });
    if (command.kind === 'acknowledge' && this.#clock !== null) {
      const newest = this.#clock.acknowledge(command.source, command.sequence);
      this.#show();
      if (newest === null) return { code: 'connection.source-unknown', details: {} };
      const { source, sequence } = command;
      if (newest !== sequence) return { code: 'connection.result-over', details: { sequence, newest } };
      // The process that follows this one must not show it again.
      this.#station.send({ kind: 'acknowledged', connection: this.#opened.id, source, sequence });
      return null;
    }
    if (!this.#sources.some(({ id }) => id === command.source))
      return { code: 'connection.source-unknown', details: {} };
    return this.#station.ask(this.#opened.id, command);
  }

  #startPump(connection: OpenConnection): void {
    const { settings } = this.#opened;
    const deliver = connection.deliver?.bind(connection);
    const reach = connection.reach?.bind(connection);
    if (deliver === undefined || !('tries' in settings)) return;
    const reader = this.#station.reader();
    this.#pump = new OutboxPump({
      wanted: settings,
      position: this.#position,
      after: (position, limit) => reader.after(position, limit),
      one: (sequence) => reader.one(sequence),
      deliver,
      ...(connection.atOnce !== undefined && { atOnce: connection.atOnce }),
      ...(reach !== undefined && { reach }),
      tell: (news) => this.#tell(news),
      onReceiver: (error) => this.#receiver(error),
    });
  }

  #receiver(error: ConnectionReport['error']): void {
    if (error !== null) this.#set({ state: 'waiting', ...erred(error) });
    else if (this.#report.state !== 'working') this.#set({ state: 'working' });
  }

  #tell(news: PumpNews): void {
    const connection = this.#opened.id;
    if (news.kind === 'counted') {
      const { told, refused } = this.#report;
      this.#set({ told: told + news.taken, refused: refused + news.refused });
      return;
    }
    if (news.kind === 'delivered') this.#position = news.position;
    this.#station.send({ ...news, connection });
  }

  /** Shows machines what they may read now, and again when that changes by time alone. */
  #show(): void {
    const clock = this.#clock;
    if (clock === null || this.#connection === null) return;
    clearTimeout(this.#change);
    const nowMs = performance.now();
    const views = clock.views(this.#sources, nowMs);
    this.#connection.show?.(views, this.#heartbeat);
    for (const view of views) this.#measure(view);
    const nextMs = clock.nextChangeMs(nowMs) - nowMs;
    if (Number.isFinite(nextMs)) this.#change = setTimeout(() => this.#show(), Math.max(1, Math.ceil(nextMs)));
  }

  /** From the complete file, and from its record, to what can be read now. */
  #measure({ sourceId, sequence, result }: OutletView): void {
    if (result === null || this.#seen.get(sourceId) === sequence) return;
    this.#seen.set(sourceId, sequence);
    this.#set({ told: this.#report.told + 1 });
    const committedMs = this.#news.get(sequence);
    if (committedMs === undefined) return;
    const { file, record } = this.#delays;
    file.push(Math.max(0, Date.now() - result.completeAtMs));
    record.push(Math.max(0, performance.now() - committedMs));
    for (const delays of [file, record]) if (delays.length > DELAYS) delays.shift();
    this.#set({ delay: { ...delayOf(file), afterRecord: delayOf(record) } });
  }

  #failed(thrown: unknown): void {
    if (this.#ending.signal.aborted) return;
    this.#set({ state: 'failed', ...erred(factOf(thrown)) });
    this.#reopen = setTimeout(() => void this.#open(), growingMs(this.#failures, REOPEN));
    this.#failures += 1;
  }

  #set(change: Partial<ConnectionReport>): void {
    const isOther = change.state !== undefined && change.state !== this.#report.state;
    // One time for both: an error that is older than the state is over.
    const now = new Date().toISOString();
    const times = { ...(isOther && { since: now }), ...(change.error !== undefined && { errorAt: now }) };
    this.#report = { ...this.#report, ...change, ...times };
    this.#reportSoon();
  }

  #reportSoon(): void {
    if (this.#ending.signal.aborted) return;
    this.#reporting ??= setTimeout(() => {
      this.#reporting = undefined;
      this.#station.send({ kind: 'report', connection: this.#opened.id, report: this.#report });
    }, REPORT_EVERY_MS);
  }

  async #closeDriver(): Promise<void> {
    const connection = this.#connection;
    this.#connection = null;
    if (connection !== null) await closed(connection);
  }
}

/** The last error stays where there is none now. */
function erred(error: ConnectionReport['error']): Partial<ConnectionReport> {
  return error === null ? {} : { error };
}

function delayOf(delays: readonly number[]): { readonly medianMs: number; readonly mostMs: number } {
  const sorted = delays.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { medianMs: at(0.5), mostMs: at(0.99) };
}

async function closed(connection: OpenConnection): Promise<void> {
  const late = new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref());
  await Promise.race([connection.close().catch(() => undefined), late]);
}

function notOpenYet(name: string): SigmalineError {
  return new SigmalineError('connection.timeout', { where: name, seconds: 0 });
}

async function within<Result>(promise: Promise<Result>, ms: number, where: string): Promise<Result> {
  const error = new SigmalineError('connection.timeout', { where, seconds: ms / 1000 });
  let clock: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    clock = setTimeout(() => reject(error), ms);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(clock));
}
