import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { surroundingsFixture } from '../surroundings.fixture.ts';
import type { UaServer, UaSession } from './stack.ts';
import { MOST_SESSIONS, PasswordTries, Visitors } from './visitors.ts';

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

it('a client that loses its connection again and again takes no place from others, and is not counted', () => {
  const fixture = surroundingsFixture({ kind: 'opcua', allowsAnonymous: true });
  const sessions = new Map<unknown, UaSession>();
  const server = new EventEmitter();
  const closeSession = (token: unknown): void => {
    const session = sessions.get(token);
    sessions.delete(token);
    server.emit('session_closed', session);
  };
  new Visitors(fixture.surroundings).watch(Object.assign(server, { engine: { closeSession } }) as unknown as UaServer);
  const come = (authenticationToken: number): EventEmitter => {
    const session = Object.assign(new EventEmitter(), { authenticationToken });
    sessions.set(authenticationToken, session);
    server.emit('create_session', session);
    server.emit('session_activated', session);
    return session;
  };
  for (let place = 0; place < 3; place += 1) come(place);
  for (let time = 0; time < 200; time += 1) come(100 + time).emit('channel_aborted');
  expect(sessions.size).toBeLessThan(MOST_SESSIONS);
  expect([...sessions.keys()].slice(0, 3)).toEqual([0, 1, 2]);
  expect(fixture.clients).toBe(3);
  fixture.remove();
});
