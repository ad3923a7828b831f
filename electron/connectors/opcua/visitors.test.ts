import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type SurroundingsFixture, surroundingsFixture } from '../surroundings.fixture.ts';
import type { UaEndpoint, UaServer, UaSession } from './stack.ts';
import {
  MOST_CONNECTIONS_OF_ADDRESS,
  MOST_SESSIONS,
  MOST_WATCHED,
  PasswordTries,
  SHARE_OF_ADDRESS,
  Visitors,
} from './visitors.ts';

describe('who guesses a password', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('waits longer after each wrong one, and then is as quick as anybody after the right one', async () => {
    const tries = new PasswordTries();
    const took = async (isRight: boolean): Promise<number> => {
      const began = performance.now();
      const answered = tries.try('10.0.0.9', () => isRight);
      await vi.runAllTimersAsync();
      expect((await answered).isIn).toBe(isRight);
      return Math.round((performance.now() - began) / 100) / 10;
    };
    const seconds: number[] = [];
    for (let time = 0; time < 7; time += 1) seconds.push(await took(false));
    expect(seconds).toEqual([0, 1, 2, 4, 8, 16, 30]);
    expect(await took(true)).toBe(30);
    expect(await took(true)).toBe(0);
  });

  it('has no use of many connections at once, and does not hold up others', async () => {
    const tries = new PasswordTries();
    const first = tries.try('10.0.0.9', () => false);
    await vi.runAllTimersAsync();
    await first;
    let looked = 0;
    const guess = (): boolean => {
      looked += 1;
      return false;
    };
    const guesses = Array.from({ length: 50 }, () => tries.try('10.0.0.9', guess));
    const other = tries.try('10.0.0.2', () => true);
    await vi.advanceTimersByTimeAsync(0);
    expect((await other).isIn).toBe(true);
    expect(looked).toBe(0);
    await vi.runAllTimersAsync();
    expect((await Promise.all(guesses)).filter(({ isIn }) => isIn)).toEqual([]);
    expect(looked).toBe(3);
  });

  it('is told on the screen with its address, and how often in a row', async () => {
    const fixture = surroundingsFixture({ kind: 'opcua', user: 'line' }, { password: 'secret' });
    const { userManager } = new Visitors(fixture.surroundings);
    const channel = { remoteAddress: '10.0.0.9', clientCertificate: null };
    const signIn = (name: string, password: string): Promise<boolean> =>
      new Promise((resolve) => {
        userManager.isValidUserAsync.call({ channel } as never, name, password, (_, isIn) => resolve(isIn));
        void vi.runAllTimersAsync();
      });
    expect(await signIn('line', 'guess')).toBe(false);
    expect(await signIn('other', 'secret')).toBe(false);
    expect(fixture.refused).toBe(2);
    const details = { where: '10.0.0.9', client: '-', count: 2 };
    expect(fixture.states.at(-1)).toEqual({ state: 'working', error: { code: 'connection.client-sign-in', details } });
    expect(await signIn('line', 'secret')).toBe(true);
    fixture.remove();
  });
});

describe('places of a server', () => {
  let fixture: SurroundingsFixture<'opcua'>;
  let visitors: Visitors;
  let server: UaServer;
  let endpoint: UaEndpoint;
  const channels: { readonly remotePort: number; readonly hasSession: boolean }[] = [];
  const sessions = new Map<unknown, UaSession>();
  const faults: unknown[] = [];
  let watched = 0;

  beforeEach(() => {
    fixture = surroundingsFixture({ kind: 'opcua', allowsAnonymous: true });
    sessions.clear();
    faults.length = 0;
    channels.length = 0;
    endpoint = {
      ...{ _server: new EventEmitter() as never, getChannels: () => channels as never, endpointDescriptions: () => [] },
      _prevent_DDOS_Attack: (establish) => establish(),
    };
    const events = new EventEmitter();
    const closeSession = (token: unknown): void => {
      const session = sessions.get(token);
      sessions.delete(token);
      events.emit('session_closed', session);
    };
    const make = async (message: object, channel: object): Promise<void> => {
      const publishEngine = { subscriptions: [], currentMonitoredItemCount: watched, _closed_subscriptions: [] };
      const session = Object.assign(new EventEmitter(), { authenticationToken: message, channel, publishEngine });
      sessions.set(message, session as unknown as UaSession);
      events.emit('create_session', session);
    };
    const made = { endpoints: [endpoint], engine: { closeSession }, _on_CreateSessionRequest: make };
    server = Object.assign(events, made) as unknown as UaServer;
    visitors = new Visitors(fixture.surroundings);
    visitors.watch(server, { faultOf: (status) => status });
  });
  afterEach(() => {
    vi.useRealTimers();
    fixture.remove();
  });

  /** @returns its session; undefined where it was refused */
  async function come(address: string, signsIn = true): Promise<UaSession | undefined> {
    const message = {};
    const channel = { remoteAddress: address, send_response: (_: string, fault: unknown) => faults.push(fault) };
    await server._on_CreateSessionRequest(message, channel as never);
    const session = sessions.get(message);
    if (signsIn) (server as unknown as EventEmitter).emit('session_activated', session);
    return session;
  }
  const leave = (session: UaSession | undefined): void =>
    void (session as unknown as EventEmitter).emit('channel_aborted');

  it('are not taken by a client that loses its connection again and again, and it is not counted', async () => {
    const stayed = [await come('10.0.0.1'), await come('10.0.0.9'), await come('10.0.0.1')];
    for (let time = 0; time < 200; time += 1) leave(await come(`10.0.${time % 7}.9`));
    expect(sessions.size).toBeLessThan(MOST_SESSIONS);
    expect([...sessions.values()].slice(0, 3)).toEqual(stayed);
    expect(fixture.clients).toBe(3);
  });

  it('are shared: clients of one address hold half of them, and one more of theirs is refused and told', async () => {
    const half = MOST_SESSIONS * SHARE_OF_ADDRESS;
    const own: (UaSession | undefined)[] = [];
    for (let place = 0; place < half; place += 1) own.push(await come('10.0.0.9'));
    expect(await come('10.0.0.9')).toBeUndefined();
    expect(faults).toEqual(['BadTooManySessions']);
    const details = { where: '10.0.0.9', count: half };
    expect(fixture.states.at(-1)?.error).toEqual({ code: 'connection.client-takes-places', details });
    expect(await come('10.0.0.1')).toBeDefined();
    // One of its own that nobody speaks for gives way.
    leave(own[3]);
    expect(await come('10.0.0.9')).toBeDefined();
    expect(visitors.sessions).not.toContain(own[3]);
    expect(visitors.sessions).toContain(own[0]);
  });

  it('are shared by connections too: one more of an address closes its oldest that has no session', () => {
    let established = 0;
    const connects = (remoteAddress: string, remotePort: number, hasSession = false): { isOpen: boolean } => {
      const socket = Object.assign(new EventEmitter(), {
        ...{ remoteAddress, remotePort, isOpen: true },
        destroy: () => {
          socket.isOpen = false;
          socket.emit('close');
        },
      });
      if (hasSession) channels.push({ remotePort, hasSession });
      (endpoint._server as unknown as EventEmitter).emit('connection', socket);
      endpoint._prevent_DDOS_Attack(
        () => {
          established += 1;
        },
        () => undefined,
      );
      return socket;
    };
    const other = connects('10.0.0.1', 1);
    const first = connects('10.0.0.9', 2, true);
    const idle = Array.from({ length: 200 }, (_, index) => connects('10.0.0.9', 3 + index));
    const open = idle.map(({ isOpen }) => isOpen);
    expect([other.isOpen, first.isOpen, open.indexOf(true)]).toEqual([true, true, 201 - MOST_CONNECTIONS_OF_ADDRESS]);
    expect([open.filter((isOpen) => isOpen).length, established]).toEqual([MOST_CONNECTIONS_OF_ADDRESS - 1, 202]);
  });

  it('are not kept for long for sessions that nobody signs in to', async () => {
    vi.useFakeTimers();
    for (let place = 0; place < MOST_SESSIONS * SHARE_OF_ADDRESS; place += 1) await come('10.0.0.9', false);
    expect(await come('10.0.0.9')).toBeUndefined();
    vi.advanceTimersByTime(20_000);
    expect(await come('10.0.0.9')).toBeDefined();
  });

  it('are so many for values too: clients of one address watch half of what may be watched', async () => {
    const all = { maxMonitoredItems: MOST_WATCHED };
    const limitOf = (session: UaSession | undefined): number => {
      const subscription = { serverCapabilities: all };
      (session as unknown as EventEmitter).emit('new_subscription', subscription);
      return subscription.serverCapabilities.maxMonitoredItems;
    };
    watched = MOST_WATCHED * SHARE_OF_ADDRESS - 1;
    const first = await come('10.0.0.9');
    expect(limitOf(first)).toBe(MOST_WATCHED);
    watched = 1;
    const second = await come('10.0.0.9');
    expect([limitOf(first), limitOf(second), limitOf(await come('10.0.0.1'))]).toEqual([0, 0, MOST_WATCHED]);
  });
});
