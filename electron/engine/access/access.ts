import type {
  AccessState,
  Caller,
  Credentials,
  Handlers,
  RequestName,
  Visitor,
} from '../../../shared/contract/index.ts';
import { type Policies, SigmalineError, type SignDispositions } from '../../../shared/domain/index.ts';
import { actingAs, type Feature, type Kernel, type Work } from '../kernel/index.ts';
import { Identification } from './identification.ts';
import { type KnownPerson, People } from './people.ts';
import { PeopleHandlers, type PeopleRequest } from './peopleHandlers.ts';
import type { Secrets } from './secrets.ts';
import { type Connection, type EndReason, type Place, type Screen, Sessions } from './sessions.ts';
import { Signatures } from './signatures.ts';

type AccessRequest = Extract<RequestName, `${'access' | 'signatures'}.${string}`> | PeopleRequest;

/** Sessions that have rested too long end at most so much later. They may do nothing in that time. */
const SWEEP_MS = 1000;

/** Who is at the station's screens, and what they may do. */
export class Access implements Feature<AccessRequest> {
  readonly handlers: Handlers<AccessRequest>;
  readonly signatures: Signatures;
  readonly #kernel: Kernel;
  readonly #people: People;
  readonly #sessions: Sessions;
  readonly #identification: Identification;
  readonly #work: Work;

  constructor(kernel: Kernel, options: { readonly secrets?: Secrets; readonly nowMs?: () => number } = {}) {
    this.#kernel = kernel;
    this.#people = new People(kernel, options.secrets);
    this.#sessions = new Sessions(this.#people, options.nowMs);
    this.#identification = new Identification(kernel, this.#people);
    this.signatures = new Signatures(kernel, this.#identification, this.#sessions);
    const people = new PeopleHandlers(this.#people, {
      changed: () => this.#changed(),
      signOut: (person) => this.#endAllOf(person),
    });
    this.handlers = {
      ...people.handlers,
      'access.state': (_, caller) => this.#stateOf(caller),
      'access.protect': (input, caller) => this.#protect(input, caller),
      'access.signIn': (credentials, caller) => this.#signIn(credentials, caller),
      'access.signOut': (_, caller) => {
        const connection = this.#sessions.of(caller);
        if (connection !== undefined) this.#end(connection, 'signed-out');
        return this.#stateOf(caller, connection);
      },
      'access.changeSecret': (input, caller) => this.#changeSecret(input, caller),
      'access.checkSecret': async ({ secret }, caller) => {
        await this.#identify({ id: caller.person ?? '', secret }, caller);
        return {};
      },
      'access.activity': (_, caller) => {
        const connection = this.#sessions.of(caller);
        if (connection !== undefined) this.#sessions.touch(connection);
        return {};
      },
      'access.chooseLanguage': ({ language }, caller) => {
        this.#people.chooseLanguage(caller.person ?? '', language);
        this.#kernel.emit('access.changed', {});
        return this.#stateOf(caller);
      },
      'access.leaveKiosk': (left) => {
        kernel.audit.append({ action: 'kiosk.left', object: { kind: 'station', id: 'window' }, new: left });
        kernel.emit('access.kioskLeft', left);
        return {};
      },
      'signatures.of': (object) => this.signatures.of(object),
    };
    this.#work = kernel.work();
    this.#work.repeat(SWEEP_MS, () => this.#sweep());
  }

  get station(): AccessState['station'] {
    return this.#people.isProtected ? 'protected' : 'open';
  }

  /** Whether a version of a recipe is chosen with a signature. */
  get signsRecipeUse(): boolean {
    return this.#people.isProtected && this.#people.policies.current.signRecipeUse;
  }

  /** Whether a source is given another recipe with a signature. */
  get signsRecipeChange(): boolean {
    return this.#people.isProtected && this.#people.policies.current.signRecipeChange;
  }

  /** Whether inspection is switched off with a signature. */
  get signsBypass(): boolean {
    return this.#people.isProtected && this.#people.policies.current.signBypass;
  }

  /** What the policies say of approvals; at an open station they say nothing. */
  get approvals(): Pick<Policies, 'signApproval' | 'approvalNeedsTest' | 'fitterMayNotApprove'> {
    const { signApproval, approvalNeedsTest, fitterMayNotApprove } = this.#people.policies.current;
    if (!this.#people.isProtected) {
      return { signApproval: false, approvalNeedsTest: false, fitterMayNotApprove: false };
    }
    return { signApproval, approvalNeedsTest, fitterMayNotApprove };
  }

  /** How many people say of each image of a test set what it shows. */
  get labelsEach(): 1 | 2 {
    return this.#people.isProtected && this.#people.policies.current.twoLabels ? 2 : 1;
  }

  /** Which decisions about parts need a signature. */
  get signsDispositions(): SignDispositions {
    return this.#people.isProtected ? this.#people.policies.current.signDispositions : 'never';
  }

  /** Ends all sessions: they do not outlast the station. */
  async stop(): Promise<void> {
    await this.#work.stop(0);
    for (const connection of this.#sessions.signedIn()) this.#end(connection, 'stopped');
  }

  /** Somebody connects. `leave` ends the session that the connection may have. */
  readonly enter = (place: Place): Visitor & { readonly leave: () => void } => {
    const connection = this.#sessions.enter(place);
    return {
      caller: () => this.#sessions.callerAt(connection),
      actAs: async (credentials) => {
        const person = await this.#identification.identify(credentials, place);
        return this.#sessions.callerOnce(person, place.channel);
      },
      touch: () => this.#sessions.touch(connection),
      leave: () => {
        this.#end(connection, 'disconnected');
        this.#sessions.leave(connection);
      },
    };
  };

  /** Whether the connection or the session of a caller is still there. */
  readonly isHere = (session: string): boolean => this.#sessions.isHere(session);

  /** In whose name the files behind a page's addresses are asked for. */
  readonly behind = (screen: Screen): Caller => this.#sessions.callerBehind(screen);

  async #protect(
    { signInId, name, secret }: { signInId: string; name: string; secret: string },
    caller: Caller,
  ): Promise<AccessState> {
    const requireOpen = (): void => {
      if (this.#people.isProtected) throw new SigmalineError('access.protected');
    };
    requireOpen();
    const person = { signInId, name, secret, role: 'administrator', badge: null } as const;
    await this.#people.add(person, true, requireOpen);
    const connection = this.#sessions.of(caller);
    if (connection !== undefined) this.#begin(connection, this.#people.require(signInId));
    this.#changed();
    return this.#stateOf(caller, connection);
  }

  async #signIn(credentials: Credentials, caller: Caller): Promise<AccessState> {
    const connection = this.#sessions.of(caller);
    const person = await this.#identify(credentials, caller);
    // It may have been closed meanwhile, or the caller has none.
    if (connection === undefined) throw new SigmalineError('access.signed-out');
    if (connection.session !== null) this.#end(connection, 'switched');
    this.#begin(connection, person);
    this.#kernel.emit('access.changed', {});
    return this.#stateOf(caller, connection);
  }

  async #changeSecret(
    { secret, newSecret }: { secret: string; newSecret: string },
    caller: Caller,
  ): Promise<AccessState> {
    if (caller.person === null)
      throw new SigmalineError(this.#people.isProtected ? 'access.signed-out' : 'access.open');
    const person = await this.#identify({ id: caller.person, secret }, caller);
    await this.#people.changeSecret(person.signInId, newSecret);
    const own = this.#sessions.of(caller);
    // Whoever knew the old one is out.
    for (const other of this.#sessions.signedIn(person.signInId)) if (other !== own) this.#end(other, 'changed');
    this.#changed();
    return this.#stateOf(caller, own);
  }

  #identify(credentials: Credentials, caller: Caller): Promise<KnownPerson> {
    const place = this.#sessions.of(caller) ?? { peer: caller.session, channel: 'window' };
    return this.#identification.identify(credentials, place);
  }

  #begin(connection: Connection, person: KnownPerson): void {
    const since = this.#kernel.clock.now().toISOString();
    const session = this.#sessions.begin(connection, person, since);
    try {
      this.#kernel.database.transaction(() => {
        this.#people.noteSignIn(person.signInId);
        this.#appendAs(connection, 'access.signed-in', { channel: connection.channel });
      });
      this.#people.refresh();
    } catch (thrown) {
      if (connection.session === session) connection.session = null;
      throw thrown;
    }
  }

  /** Signing out must not fail: what cannot be written down is reported, and the records' own condition tells people. */
  #end(connection: Connection, why: EndReason): void {
    if (connection.session === null) return;
    try {
      this.#appendAs(connection, 'access.signed-out', { why });
    } catch (thrown) {
      this.#kernel.report(thrown);
    }
    connection.session = null;
    this.#kernel.emit('access.changed', {});
  }

  #appendAs(connection: Connection, action: string, what: object): void {
    if (connection.session === null) return;
    const { id: session, person } = connection.session;
    const { name = null, role = null } = this.#people.find(person) ?? {};
    const caller = { ...this.#sessions.callerAt(connection), person, name, role, session };
    actingAs({ ...caller, requireSession: () => undefined }, () =>
      this.#kernel.audit.append({ action, object: { kind: 'person', id: person }, new: what }),
    );
  }

  #endAllOf(person: string): void {
    for (const connection of this.#sessions.signedIn(person)) this.#end(connection, 'changed');
  }

  #sweep(): void {
    for (const { connection, why } of this.#sessions.outdated()) this.#end(connection, why);
  }

  /** People or policies changed: who may not be signed in any more is not, and the screens ask anew. */
  #changed(): void {
    this.#sweep();
    this.#kernel.emit('access.changed', {});
    this.#kernel.changed();
  }

  #stateOf(asker: Caller, connection = this.#sessions.of(asker)): AccessState {
    const caller = connection === undefined ? asker : this.#sessions.callerAt(connection);
    const { policies } = this.#people;
    const person = caller.person === null ? undefined : this.#people.find(caller.person);
    const session = connection?.session;
    const minutes = person === undefined ? null : this.#sessions.idleMinutes(person);
    return {
      station: this.station,
      person:
        person === undefined || session === undefined || session === null
          ? null
          : {
              signInId: person.signInId,
              name: person.name,
              role: person.role,
              secretKind: person.secret.kind,
              signedInAt: session.since,
              hasSigned: session.hasSigned,
              ...(person.language === null ? {} : { language: person.language }),
            },
      role: caller.role,
      rights: [...caller.rights],
      due: caller.due === 'change-secret' ? caller.due : null,
      secretAtAction: policies.current.secretAtAction,
      signRecipeUse: this.signsRecipeUse,
      signRecipeChange: this.signsRecipeChange,
      signApproval: this.approvals.signApproval,
      signAgainMinutes: policies.current.signAgainMinutes,
      idleSeconds: minutes === null ? null : minutes * 60,
      shortestPassword: policies.current.shortestPassword,
      recent: connection === undefined ? [] : this.#sessions.recentAt(connection),
    };
  }
}
