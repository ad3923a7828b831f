import { createHash, timingSafeEqual, X509Certificate } from 'node:crypto';
import { type Growth, growingMs } from '../../../shared/domain/index.ts';
import type { Surroundings } from '../driver.ts';
import { commonName } from './certificates.ts';
import type { UaServer, UaSession } from './stack.ts';

/** Sessions at once. Some places stay free for those that knock next. */
export const MOST_SESSIONS = 50;
const PLACES_KEPT_FREE = 5;
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

/** Who is connected: who may sign in, how many there are, and whose place is given to another. */
export class Visitors {
  readonly #surroundings: Surroundings<'opcua'>;
  readonly #tries = new PasswordTries();
  /** Sessions, the one that was made first before the others, and whether a client speaks for it now. */
  readonly #sessions = new Map<UaSession, 'new' | 'there' | 'left'>();

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

  watch(server: UaServer): void {
    server.on('create_session', (session: UaSession) => {
      this.#sessions.set(session, 'new');
      session.on('channel_aborted', () => this.#is(session, 'left'));
      this.#makeRoom(server);
    });
    server.on('session_activated', (session: UaSession) => this.#is(session, 'there'));
    server.on('session_closed', (session: UaSession) => {
      this.#sessions.delete(session);
      this.#count();
    });
    server.on('connectionRefused', () => this.#surroundings.refused());
  }

  #is(session: UaSession, now: 'there' | 'left'): void {
    if (this.#sessions.has(session)) this.#sessions.set(session, now);
    this.#count();
  }

  #count(): void {
    this.#surroundings.clients([...this.#sessions.values()].filter((now) => now === 'there').length);
  }

  /**
   * A session outlives its connection, for up to 50 minutes if the client wishes so, so that the client finds it again. A PLC whose cable has a loose contact would
   * take all places with them.
   */
  #makeRoom(server: UaServer): void {
    const surplus = this.#sessions.size - (MOST_SESSIONS - PLACES_KEPT_FREE);
    const left = [...this.#sessions].filter(([, now]) => now === 'left').slice(0, Math.max(0, surplus));
    for (const [session] of left) server.engine.closeSession(session.authenticationToken, true, 'Terminated');
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
