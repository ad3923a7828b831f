import type { Socket } from 'node:net';
import type { Surroundings } from '../driver.ts';
import type { Stack, UaServer, UaSession, UaSubscription } from './stack.ts';

const LOOK_EVERY_MS = 1000;
/** A client that takes nothing for so long of what waits for it is cut off; at once where more waits than any answer is large. */
export const STUCK_MS = 10_000;
export const MOST_WAITING_BYTES = 32_000_000;
/** Values and events that wait for all clients together, some 60 MB. */
export const MOST_WAITING = 200_000;
/** Subscriptions whose session is over. The client that comes back takes its own over. */
export const MOST_LEFT_BEHIND = 20;

interface Progress {
  /** Bytes that the client has taken, and since when there are no more. */
  readonly taken: number;
  readonly sinceMs: number;
}

/**
 * Holds down what waits for clients that do not take it. The package writes to a connection whether or not anybody reads there, and keeps up to 5,000 values of each
 * thing that is watched for as long as a subscription lives.
 */
export class SlowClients {
  readonly #surroundings: Pick<Surroundings<'opcua'>, 'state'>;
  readonly #stack: Pick<Stack, 'overOf'>;
  readonly #sockets = new Map<Socket, Progress>();
  #looking: NodeJS.Timeout | undefined;

  constructor(surroundings: Pick<Surroundings<'opcua'>, 'state'>, stack: Pick<Stack, 'overOf'>) {
    this.#surroundings = surroundings;
    this.#stack = stack;
  }

  /** @param sessions those that are open now */
  watch(server: UaServer, sessions: () => readonly UaSession[]): void {
    for (const { _server } of server.endpoints)
      _server.on('connection', (socket: Socket) => {
        this.#sockets.set(socket, { taken: 0, sinceMs: performance.now() });
        socket.once('close', () => this.#sockets.delete(socket));
      });
    this.#looking = setInterval(() => this.look(server, sessions(), performance.now()), LOOK_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#looking);
  }

  look(server: UaServer, sessions: readonly UaSession[], nowMs: number): void {
    for (const [socket, progress] of this.#sockets) this.#lookAt(socket, progress, nowMs);
    dropLeftBehind(server);
    const left = server.engine._orphanPublishEngine?.subscriptions ?? [];
    const subscriptions = [...sessions.flatMap(({ publishEngine }) => publishEngine.subscriptions), ...left];
    const waiting = subscriptions.map((subscription) => ({ subscription, count: waitingOf(subscription) }));
    let sum = waiting.reduce((all, { count }) => all + count, 0);
    for (const { subscription, count } of waiting.toSorted((one, other) => other.count - one.count)) {
      if (sum <= MOST_WAITING) return;
      sum -= count;
      // As where its lifetime is over: its client learns of it, and begins anew.
      subscription._addNotificationMessage(this.#stack.overOf('BadTimeout'));
      subscription.terminate();
    }
  }

  #lookAt(socket: Socket, { taken, sinceMs }: Progress, nowMs: number): void {
    const waiting = socket.writableLength;
    const takenNow = socket.bytesWritten - waiting;
    if (waiting === 0 || (takenNow > taken && waiting <= MOST_WAITING_BYTES)) {
      this.#sockets.set(socket, { taken: takenNow, sinceMs: nowMs });
      return;
    }
    if (waiting <= MOST_WAITING_BYTES && nowMs - sinceMs < STUCK_MS) return;
    const where = socket.remoteAddress ?? '';
    this.#surroundings.state('working', { code: 'connection.client-stuck', details: { where } });
    socket.destroy();
  }
}

/** Nobody is told how those ended that no session holds: the package would keep them for ever. */
function dropLeftBehind({ engine }: UaServer): void {
  const left = engine._orphanPublishEngine;
  if (left === undefined) return;
  for (const subscription of left.subscriptions.slice(0, Math.max(0, left.subscriptions.length - MOST_LEFT_BEHIND)))
    engine.deleteOrphanSubscription(subscription);
  for (const subscription of left._closed_subscriptions) subscription.dispose();
  left._closed_subscriptions = [];
}

function waitingOf({ pendingNotificationsCount, monitoredItems }: UaSubscription): number {
  let count = pendingNotificationsCount;
  for (const { queue } of monitoredItems.values()) count += queue.length;
  return count;
}
