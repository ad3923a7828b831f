import { randomUUID } from 'node:crypto';
import { type Caller, type ChannelKind, openStationCaller } from '../../../shared/contract/index.ts';
import { SigmalineError } from '../../../shared/domain/index.ts';
import type { KnownPerson, People } from './people.ts';

/** From a person's sign-in to the end of it. */
export interface Session {
  readonly id: string;
  readonly person: string;
  readonly since: string;
  /** Whether a signature with both components was made in it. */
  hasSigned: boolean;
  /** When the secret was shown to sign last, by the station's clock and by one that nobody sets. */
  shownSecret: { readonly at: string; readonly ms: number } | null;
  /** When somebody was at the screen last, in milliseconds of a clock that nobody sets. */
  touchedMs: number;
}

/** Where somebody turns to the station from. */
export interface Place {
  readonly channel: Exclude<ChannelKind, 'host'>;
  /** What tries are counted by: the address of a browser's machine, or the station's own window. */
  readonly peer: string;
  /** The browser, by a number that it was given; null for the window and for programs. */
  readonly browser: string | null;
}

/** What shows pages: the station's own window, or a browser. */
export type Screen = Pick<Place, 'channel' | 'browser'>;

/** One connection, from its first frame to its end. It holds one session at most, which ends with it. */
export interface Connection extends Place {
  readonly id: string;
  session: Session | null;
}

export type EndReason = 'signed-out' | 'idle' | 'switched' | 'disconnected' | 'changed' | 'deactivated' | 'stopped';

const MINUTE_MS = 60_000;
const RECENT = 6;

/** Who is signed in where. */
export class Sessions {
  readonly #people: People;
  readonly #connections = new Set<Connection>();
  /** Sign-in ids by place, the newest first. */
  readonly #recent = new Map<string, readonly string[]>();
  readonly #nowMs: () => number;

  constructor(people: People, nowMs: () => number = () => performance.now()) {
    this.#people = people;
    this.#nowMs = nowMs;
  }

  enter(place: Place): Connection {
    const connection: Connection = { ...place, id: randomUUID(), session: null };
    this.#connections.add(connection);
    return connection;
  }

  leave(connection: Connection): void {
    this.#connections.delete(connection);
  }

  /** The connection that a caller speaks over; undefined for one who shows the secret with a request, or who has left. */
  of(caller: Caller): Connection | undefined {
    return this.#at(caller.session);
  }

  noteSecret({ session }: Connection, at: string): void {
    if (session !== null) session.shownSecret = { at, ms: this.#nowMs() };
  }

  /** When the secret was shown, where that is so short ago that the policies do not ask for it again; else null. */
  secretShownAt({ session }: Connection): string | null {
    const shown = session?.shownSecret ?? null;
    const minutes = this.#people.policies.current.signAgainMinutes;
    return shown !== null && this.#nowMs() - shown.ms < minutes * MINUTE_MS ? shown.at : null;
  }

  isHere(session: string): boolean {
    return this.#at(session) !== undefined;
  }

  begin(connection: Connection, person: KnownPerson, since: string): Session {
    const session: Session = {
      id: randomUUID(),
      person: person.signInId,
      since,
      hasSigned: false,
      shownSecret: null,
      touchedMs: this.#nowMs(),
    };
    connection.session = session;
    const before = this.#recent.get(connection.peer) ?? [];
    const others = before.filter((id) => id !== person.signInId);
    this.#recent.set(connection.peer, [person.signInId, ...others].slice(0, RECENT));
    return session;
  }

  recentAt({ peer }: Place): Pick<KnownPerson, 'signInId' | 'name'>[] {
    const known = (this.#recent.get(peer) ?? []).map((id) => this.#people.find(id));
    return known.flatMap((person) =>
      person?.isActive === true ? [{ signInId: person.signInId, name: person.name }] : [],
    );
  }

  touch({ session }: Connection): void {
    if (session !== null) session.touchedMs = this.#nowMs();
  }

  /** For how many minutes a session of this person may rest; null for ever. */
  idleMinutes({ role }: KnownPerson): number | null {
    return this.#people.policies.current.idleMinutes[role];
  }

  /** Connections whose person may not act there any more. */
  outdated(): { readonly connection: Connection; readonly why: EndReason }[] {
    return [...this.#connections].flatMap((connection) => {
      const why = connection.session === null ? null : this.#whyEnded(connection.session);
      return why === null ? [] : [{ connection, why }];
    });
  }

  /** Where somebody is signed in: this person, or anybody. */
  signedIn(person?: string): Connection[] {
    return [...this.#connections].filter(
      ({ session }) => session !== null && (person ?? session.person) === session.person,
    );
  }

  /** Who asks over a connection now. */
  callerAt(connection: Connection): Caller {
    const { id, channel, session } = connection;
    const requireOpen = (): void => {
      if (this.#people.isProtected) throw new SigmalineError('access.signed-out');
    };
    if (!this.#people.isProtected) return { ...openStationCaller(channel, id), requireSession: requireOpen };
    const person = session === null || this.#whyEnded(session) !== null ? undefined : this.#people.find(session.person);
    if (session === null || person === undefined) return this.#nobody(id, channel);
    return {
      ...this.#asPerson(person, session.id, channel),
      requireSession: () => {
        const isOver = connection.session !== session || this.#whyEnded(session) !== null;
        if (isOver) throw new SigmalineError('access.signed-out');
      },
    };
  }

  /** Who showed id and secret for one request. */
  callerOnce(person: KnownPerson, channel: ChannelKind): Caller {
    const caller = this.#asPerson(person, randomUUID(), channel);
    const requireSession = (): void => {
      const { isActive = false, role = null, secret } = this.#people.find(person.signInId) ?? {};
      if (!isActive || role !== person.role || secret?.hash !== person.secret.hash) {
        throw new SigmalineError('access.signed-out');
      }
    };
    return { ...caller, due: caller.due === 'secret' ? null : caller.due, requireSession };
  }

  /** Whoever is signed in in a browser, or in the window, may have the files that the pages there show. */
  callerBehind(screen: Screen): Caller {
    const here = [...this.#connections].filter(({ channel, browser }) =>
      screen.channel === 'window' ? channel === 'window' : browser !== null && browser === screen.browser,
    );
    const callers = here.map((connection) => this.callerAt(connection));
    const caller = callers.find(({ person }) => person !== null) ?? callers[0];
    if (caller !== undefined) return { ...caller, channel: 'host' };
    return this.#people.isProtected ? this.#nobody(randomUUID(), 'host') : openStationCaller('host', randomUUID());
  }

  #at(caller: string): Connection | undefined {
    return [...this.#connections].find(({ id, session }) => (session?.id ?? id) === caller);
  }

  #whyEnded({ person: id, touchedMs }: Session): EndReason | null {
    const person = this.#people.find(id);
    if (person?.isActive !== true) return 'deactivated';
    const minutes = this.idleMinutes(person);
    return minutes !== null && this.#nowMs() - touchedMs >= minutes * MINUTE_MS ? 'idle' : null;
  }

  #nobody(session: string, channel: ChannelKind): Caller {
    const rights = this.#people.policies.current.viewSignedOut ? (['view'] as const) : [];
    const requireSession = (): void => {
      throw new SigmalineError('access.signed-out');
    };
    return {
      station: 'protected',
      person: null,
      name: null,
      role: null,
      session,
      channel,
      rights,
      due: null,
      requireSession,
    };
  }

  #asPerson(person: KnownPerson, session: string, channel: ChannelKind): Omit<Caller, 'requireSession'> {
    const { signInId, name, role } = person;
    const { policies } = this.#people;
    const asksSecret = role === 'operator' && policies.current.secretAtAction;
    const due = this.#people.mustChange(person) ? 'change-secret' : asksSecret ? 'secret' : null;
    return {
      station: 'protected',
      person: signInId,
      name,
      role,
      session,
      channel,
      rights: policies.rightsOf(role),
      due,
    };
  }
}
