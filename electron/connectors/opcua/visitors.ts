import { createHash, timingSafeEqual, X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { type Growth, growingMs } from '../../../shared/domain/index.ts';
import type { Surroundings } from '../driver.ts';
import { commonName } from './certificates.ts';
import type { Stack, UaCapabilities, UaEndpoint, UaServer, UaSession } from './stack.ts';

/** Sessions at once. Some places stay free for those that knock next. */
export const MOST_SESSIONS = 50;
const PLACES_KEPT_FREE = 5;
/** Connections at once: those of all sessions, and of some who only ask. */
export const MOST_CONNECTIONS = 60;
export const MOST_CONNECTIONS_OF_ADDRESS = 35;
export const MOST_SUBSCRIPTIONS_OF_SESSION = 10;
/** What clients together may watch: 20 of them all values of 32 sources, or 10 all of 64. */
export const MOST_WATCHED = 20_000;
/** A program that opens one session after the other, or watches all there is, leaves as much to those at other addresses. */
export const SHARE_OF_ADDRESS = 0.5;
/** A client signs in at once after it has made its session. */
const SIGNS_IN_MS = 10_000;
/** After a wrong password the next try from the same address waits: a second, then two, then four. */
const PAUSE: Growth = { firstMs: 1000, longestMs: 30_000 };
/** So many tries of one address stand in line; what comes then is refused unread. */
const MOST_WAITING = 3;
/** Addresses whose wrong passwords are remembered, and for how long. */
const MOST_ADDRESSES = 1000;
const FORGOTTEN_MS = 600_000;

interface Tries {
  failures: number;
  waiting: number;
  nextMs: number;
  line: Promise<unknown>;
}

/** Tries at a password: one after the other for each address, and slower the more of them were wrong. */
export class PasswordTries {
  readonly #tries = new Map<string, Tries>();

  /** @returns whether it is right, and how many of this address were wrong since the last right one */
  async try(address: string, isRight: () => boolean): Promise<{ readonly isIn: boolean; readonly failures: number }> {
    const tries = this.#of(address);
    if (tries.waiting >= MOST_WAITING) {
      tries.failures += 1;
      return { isIn: false, failures: tries.failures };
    }
    tries.waiting += 1;
    const answer = tries.line.then(async () => {
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, tries.nextMs - performance.now())));
      const isIn = isRight();
      tries.waiting -= 1;
      tries.failures = isIn ? 0 : tries.failures + 1;
      tries.nextMs = isIn ? 0 : performance.now() + growingMs(tries.failures - 1, PAUSE);
      return { isIn, failures: tries.failures };
    });
    tries.line = answer;
    return answer;
  }

  #of(address: string): Tries {
    const known = this.#tries.get(address);
    const isForgotten = known?.waiting === 0 && performance.now() - known.nextMs > FORGOTTEN_MS;
    const tries = known === undefined || isForgotten ? noTries() : known;
    // The one that was here last stands last.
    this.#tries.delete(address);
    this.#tries.set(address, tries);
    const [oldest] = this.#tries.keys();
    if (this.#tries.size > MOST_ADDRESSES && oldest !== undefined) this.#tries.delete(oldest);
    return tries;
  }
}

const noTries = (): Tries => ({ failures: 0, waiting: 0, nextMs: 0, line: Promise.resolve() });

interface UserManager {
  isValidUserAsync(this: UaSession, name: string, password: string, done: (error: null, isIn: boolean) => void): void;
}

interface Visit {
  readonly address: string;
  readonly madeMs: number;
  /** Whether a client speaks for the session now. */
  is: 'new' | 'there' | 'left';
}

/** Who is connected: who may sign in, how many there are, and whose place is given to another. */
export class Visitors {
  readonly #surroundings: Surroundings<'opcua'>;
  readonly #tries = new PasswordTries();
  /** Sessions, the one that was made first before the others. */
  readonly #sessions = new Map<UaSession, Visit>();
  /** Sessions of an address that are about to be made. */
  readonly #arriving = new Map<string, number>();

  constructor(surroundings: Surroundings<'opcua'>) {
    this.#surroundings = surroundings;
  }

  /** What the server asks about a name and a password; `this` is the session that wants to be activated. */
  get userManager(): UserManager {
    const isIn = this.#isIn.bind(this);
    return {
      isValidUserAsync(this, name, password, done) {
        void isIn(this, name, password).then((answer) => done(null, answer));
      },
    };
  }

  /** Sessions that are open now. */
  get sessions(): readonly UaSession[] {
    return [...this.#sessions.keys()];
  }

  watch(server: UaServer, stack: Pick<Stack, 'faultOf'>): void {
    for (const endpoint of server.endpoints) this.#guard(endpoint);
    const make = server._on_CreateSessionRequest.bind(server);
    // By itself the package gives all places to whoever comes first.
    server._on_CreateSessionRequest = async (message, channel) => {
      const { remoteAddress: address } = channel;
      if (!this.#hasRoom(server, address)) {
        this.#refuse(address);
        channel.send_response('MSG', stack.faultOf('BadTooManySessions'), message);
        return;
      }
      this.#arriving.set(address, this.#arrivingFrom(address) + 1);
      await make(message, channel).finally(() => {
        const left = this.#arrivingFrom(address) - 1;
        if (left > 0) this.#arriving.set(address, left);
        else this.#arriving.delete(address);
      });
    };
    server.on('create_session', (session: UaSession) => {
      const address = session.channel?.remoteAddress ?? '';
      this.#sessions.set(session, { address, madeMs: performance.now(), is: 'new' });
      session.on('channel_aborted', () => this.#is(session, 'left'));
      session.on('new_subscription', (subscription) => {
        subscription.serverCapabilities = this.#limited(subscription.serverCapabilities, address);
      });
      this.#makeRoom(server);
    });
    server.on('session_activated', (session: UaSession) => this.#is(session, 'there'));
    server.on('session_closed', (session: UaSession) => {
      this.#sessions.delete(session);
      this.#count();
    });
    server.on('connectionRefused', () => this.#surroundings.refused());
  }

  /** Whoever opens connections and says nothing in them closes their own, and none of others. */
  #guard(endpoint: UaEndpoint): void {
    const sockets = new Set<Socket>();
    let newest: Socket | undefined;
    endpoint._server.prependListener('connection', (socket) => {
      newest = socket;
      sockets.add(socket);
      socket.once('close', () => sockets.delete(socket));
    });
    const place = endpoint._prevent_DDOS_Attack.bind(endpoint);
    endpoint._prevent_DDOS_Attack = (establish) => {
      const socket = newest;
      const own = [...sockets].filter(({ remoteAddress }) => remoteAddress === socket?.remoteAddress);
      if (own.length > MOST_CONNECTIONS_OF_ADDRESS) {
        const channels = endpoint.getChannels().filter(({ hasSession }) => hasSession);
        const ports = new Set(channels.map(({ remotePort }) => remotePort));
        own.find(({ remotePort }) => remotePort === undefined || !ports.has(remotePort))?.destroy();
      }
      place(establish, () => {
        this.#surroundings.refused();
        socket?.destroy();
      });
    };
  }

  #is(session: UaSession, now: 'there' | 'left'): void {
    const visit = this.#sessions.get(session);
    if (visit !== undefined) visit.is = now;
    this.#count();
  }

  #count(): void {
    this.#surroundings.clients([...this.#sessions.values()].filter(({ is }) => is === 'there').length);
  }

  /**
   * A session outlives its connection, for up to 50 minutes if the client wishes so, so that the client finds it again. A PLC whose cable has a loose contact would
   * take all places with them.
   */
  #makeRoom(server: UaServer): void {
    const surplus = this.#sessions.size - (MOST_SESSIONS - PLACES_KEPT_FREE);
    const left = [...this.#sessions].filter(([, { is }]) => is === 'left').slice(0, Math.max(0, surplus));
    for (const [session] of left) close(server, session);
  }

  /** Whether one more session from this address has a place; one of its own that nobody speaks for gives way. */
  #hasRoom(server: UaServer, address: string): boolean {
    const own = [...this.#sessions].filter(([, visit]) => visit.address === address);
    if (own.length + this.#arrivingFrom(address) < MOST_SESSIONS * SHARE_OF_ADDRESS) return true;
    const latestMs = performance.now() - SIGNS_IN_MS;
    const idle = own.find(([, { is, madeMs }]) => is === 'left' || (is === 'new' && madeMs < latestMs));
    if (idle !== undefined) close(server, idle[0]);
    return idle !== undefined;
  }

  #arrivingFrom(address: string): number {
    return this.#arriving.get(address) ?? 0;
  }

  #refuse(where: string): void {
    const { refused, state } = this.#surroundings;
    refused();
    const count = MOST_SESSIONS * SHARE_OF_ADDRESS;
    state('working', { code: 'connection.client-takes-places', details: { where, count } });
  }

  /** The limits of the server, and beside them that clients of this address watch no more than their share. */
  #limited(all: UaCapabilities, address: string): UaCapabilities {
    const watched = (): number =>
      [...this.#sessions]
        .filter(([, visit]) => visit.address === address)
        .reduce((sum, [{ publishEngine }]) => sum + publishEngine.currentMonitoredItemCount, 0);
    return Object.create(all, {
      maxMonitoredItems: { get: () => (watched() < MOST_WATCHED * SHARE_OF_ADDRESS ? all.maxMonitoredItems : 0) },
    }) as UaCapabilities;
  }

  async #isIn({ channel }: UaSession, name: string, password: string): Promise<boolean> {
    const { settings, secrets, state, refused } = this.#surroundings;
    const { user } = settings;
    const where = channel?.remoteAddress ?? '';
    const isRight = (): boolean => user !== '' && isSame(name, user) && isSame(password, secrets.password ?? '');
    const { isIn, failures } = await this.#tries.try(where, isRight);
    if (isIn) return true;
    refused();
    state('working', {
      code: 'connection.client-sign-in',
      details: { where, client: nameOf(channel), count: failures },
    });
    return false;
  }
}

function close(server: UaServer, { authenticationToken }: UaSession): void {
  server.engine.closeSession(authenticationToken, true, 'Terminated');
}

/** Takes the same time whatever differs. */
function isSame(one: string, other: string): boolean {
  const hash = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(one), hash(other));
}

/** How a client is called in its certificate; a dash for one without. */
function nameOf(channel: UaSession['channel']): string {
  const certificate = channel?.clientCertificate ?? null;
  return certificate === null ? '-' : commonName(new X509Certificate(certificate));
}
