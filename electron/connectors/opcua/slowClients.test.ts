import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { surroundingsFixture } from '../surroundings.fixture.ts';
import { MOST_LEFT_BEHIND, MOST_WAITING, MOST_WAITING_BYTES, SlowClients, STUCK_MS } from './slowClients.ts';
import type { UaServer, UaSession, UaSubscription } from './stack.ts';

function subscriptionOf(waiting: number): UaSubscription & { readonly told: unknown[]; isOver: boolean } {
  const subscription = {
    ...{
      serverCapabilities: { maxMonitoredItems: 1 },
      pendingNotificationsCount: 1,
      told: [] as unknown[],
      isOver: false,
    },
    monitoredItems: new Map([[1, { queue: { length: waiting - 1 } as unknown[] }]]),
    _addNotificationMessage: (told: unknown) => subscription.told.push(told),
    terminate: () => {
      subscription.isOver = true;
    },
    dispose: () => undefined,
  };
  return subscription;
}

function sessionOf(...subscriptions: UaSubscription[]): UaSession {
  return { publishEngine: { subscriptions } } as unknown as UaSession;
}

function watching() {
  const fixture = surroundingsFixture({ kind: 'opcua', allowsAnonymous: true });
  const listener = new EventEmitter();
  const engine: Record<string, unknown> = {};
  const server = { endpoints: [{ _server: listener }], engine } as unknown as UaServer;
  const slow = new SlowClients(fixture.surroundings, { overOf: (status) => status });
  slow.watch(server, () => []);
  slow.stop();
  const came = (): { writableLength: number; bytesWritten: number; destroyed: boolean } => {
    const socket = Object.assign(new EventEmitter(), {
      ...{ writableLength: 0, bytesWritten: 0, remoteAddress: '10.0.0.9', destroyed: false },
      destroy: () => {
        socket.destroyed = true;
        socket.emit('close');
      },
    });
    listener.emit('connection', socket);
    return socket;
  };
  const began = performance.now();
  const look = (laterMs: number, ...sessions: UaSession[]): void => slow.look(server, sessions, began + laterMs);
  return { fixture, engine, came, look };
}

it('cuts off a client that takes nothing of what waits for it, and not one that is slow', () => {
  const { fixture, came, look } = watching();
  const [stuck, slow, idle] = [came(), came(), came()];
  Object.assign(stuck, { writableLength: 5000, bytesWritten: 8000 });
  for (let ms = 0; ms <= STUCK_MS + 1000; ms += 1000) {
    // What waits grows, and some of it was taken.
    Object.assign(slow, { writableLength: 5000 + ms, bytesWritten: 8000 + 2 * ms });
    look(ms);
  }
  expect([stuck.destroyed, slow.destroyed, idle.destroyed]).toEqual([true, false, false]);
  const details = { where: '10.0.0.9' };
  expect(fixture.states).toEqual([{ state: 'working', error: { code: 'connection.client-stuck', details } }]);
  Object.assign(slow, { writableLength: MOST_WAITING_BYTES + 1, bytesWritten: 100 * MOST_WAITING_BYTES });
  look(STUCK_MS + 2000);
  expect(slow.destroyed).toBe(true);
  fixture.remove();
});

it('ends the subscriptions for which most waits once all that waits is too much, and tells their clients', () => {
  const { fixture, engine, look } = watching();
  const [small, large, larger] = [subscriptionOf(1000), subscriptionOf(MOST_WAITING), subscriptionOf(MOST_WAITING + 1)];
  look(0, sessionOf(small, subscriptionOf(MOST_WAITING - 1000)));
  expect(small.isOver).toBe(false);
  engine._orphanPublishEngine = { subscriptions: [large], _closed_subscriptions: [] };
  look(1000, sessionOf(small), sessionOf(larger));
  expect([small.isOver, large.isOver, larger.isOver]).toEqual([false, true, true]);
  expect([small.told, larger.told]).toEqual([[], ['BadTimeout']]);
  fixture.remove();
});

it('keeps the newest subscriptions whose session is over, and none that have ended', () => {
  const { fixture, engine, look } = watching();
  const subscriptions = Array.from({ length: MOST_LEFT_BEHIND + 3 }, () => subscriptionOf(1));
  const left = { subscriptions, _closed_subscriptions: [subscriptionOf(1)] };
  const deleted: unknown[] = [];
  Object.assign(engine, {
    _orphanPublishEngine: left,
    deleteOrphanSubscription: (subscription: unknown) => deleted.push(subscription),
  });
  look(0);
  expect(deleted).toEqual(subscriptions.slice(0, 3));
  expect(left._closed_subscriptions).toEqual([]);
  fixture.remove();
});
