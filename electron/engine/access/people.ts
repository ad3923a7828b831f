import {
  type Language,
  languageSchema,
  type Person,
  type Role,
  roleSchema,
  type SecretKind,
  SigmalineError,
} from '../../../shared/domain/index.ts';
import type { Kernel } from '../kernel/index.ts';
import {
  PeopleTables,
  type PersonRow,
  readPeopleCopy,
  type SecretRow,
  takeOverPeople,
  writePeopleCopy,
} from '../storage/index.ts';
import { Attempts } from './attempts.ts';
import { PolicyStore } from './policies.ts';
import { kindOf, requireGoodSecret } from './secretRules.ts';
import { Secrets } from './secrets.ts';

/** A person as the station keeps one. */
export interface KnownPerson {
  readonly signInId: string;
  readonly name: string;
  readonly role: Role;
  readonly badge: string | null;
  readonly isActive: boolean;
  readonly mustChange: boolean;
  readonly addedAt: string;
  readonly lastSignedInAt: string | null;
  /** The one that the person chose; null while there is none. */
  readonly language: Language | null;
  readonly secret: { readonly kind: SecretKind; readonly hash: string; readonly since: string };
}

export interface NewPerson {
  readonly signInId: string;
  readonly name: string;
  readonly role: Role;
  readonly badge: string | null;
  readonly secret: string;
}

export interface Named {
  readonly signInId: string;
  readonly reason?: string | undefined;
}

type Wish = { readonly [Field in 'name' | 'role' | 'badge']?: KnownPerson[Field] | undefined };

const DAY_MS = 24 * 60 * 60 * 1000;

/** The people of a station. It is protected as soon as there is one, and people are never deleted, so it never opens again. */
export class People {
  readonly attempts: Attempts;
  readonly policies: PolicyStore;
  readonly secrets: Secrets;
  readonly #kernel: Kernel;
  readonly #tables: PeopleTables;
  #people: ReadonlyMap<string, KnownPerson> = new Map();
  /** By sign-in id, the newest first. */
  #secrets: ReadonlyMap<string, readonly SecretRow[]> = new Map();

  constructor(kernel: Kernel, secrets = new Secrets()) {
    this.#kernel = kernel;
    this.#tables = new PeopleTables(kernel.database);
    takeBack(kernel);
    this.attempts = new Attempts(kernel);
    this.policies = new PolicyStore(kernel);
    this.secrets = secrets;
    this.#read();
    this.copy();
  }

  get isProtected(): boolean {
    return this.#people.size > 0;
  }

  /** Whoever has the sign-in id or the badge. */
  find(idOrBadge: string): KnownPerson | undefined {
    const typed = idOrBadge.trim();
    return this.#people.get(typed.toLowerCase()) ?? [...this.#people.values()].find(({ badge }) => badge === typed);
  }

  list(): Person[] {
    return [...this.#people.values()].map((person) => this.shown(person));
  }

  shown(person: KnownPerson): Person {
    const { mustChange: _, language: __, secret, ...shown } = person;
    return {
      ...shown,
      secretKind: secret.kind,
      secretSince: secret.since,
      mustChangeSecret: this.mustChange(person),
      lockedMinutes: this.attempts.lockedMinutes(person.signInId),
    };
  }

  /** Whether somebody else knows the secret, it has expired, or it does not suit the role. */
  mustChange({ mustChange, role, secret }: KnownPerson): boolean {
    const { expiryDays } = this.policies.current;
    const isExpired = expiryDays !== null && this.#kernel.clock.ageMs(secret.since) > expiryDays * DAY_MS;
    return mustChange || isExpired || (secret.kind === 'pin' && role !== 'operator');
  }

  /**
   * @param isOwn whether the person chose the secret: otherwise the first sign-in asks for another
   * @param requireInTime throws where somebody else was faster
   * @throws SigmalineError `person.id-taken`, `person.badge-taken`, `access.*`, `storage.*`
   */
  async add(wish: NewPerson & Named, isOwn: boolean, requireInTime: () => void = () => undefined): Promise<Person> {
    requireGoodSecret(wish.secret, wish, this.policies.current.shortestPassword);
    const hash = await this.secrets.hash(wish.secret);
    const { signInId, name, role, badge, reason = null } = wish;
    return this.#write(() => {
      requireInTime();
      if (!this.isProtected) {
        this.#kernel.audit.append({ action: 'station.protected', object: { kind: 'station', id: 'station' } });
      }
      // Also one whose badge says the same.
      if (this.find(signInId) !== undefined) throw new SigmalineError('person.id-taken', { person: signInId });
      this.#requireFreeBadge(badge, signInId);
      const addedAt = this.#now();
      const row = { signInId, name, role, badge, isActive: 1, mustChange: isOwn ? 0 : 1, addedAt } as const;
      this.#tables.write({ ...row, lastSignedInAt: null, language: null });
      this.#addSecret(signInId, role, wish.secret, hash);
      this.#audit('person.added', signInId, null, { name, role, badge }, reason);
      return signInId;
    });
  }

  /** @throws SigmalineError `person.*`, `storage.*` */
  change({ signInId, reason, ...wish }: Named & Wish): Person {
    const { name, role, badge } = this.require(signInId);
    const before = { name, role, badge };
    const given = Object.entries(wish).filter(
      ([field, value]) => value !== undefined && value !== before[field as 'name'],
    );
    if (given.length === 0) return this.shown(this.require(signInId));
    const old = Object.fromEntries(given.map(([field]) => [field, before[field as 'name']]));
    return this.#write(() => {
      const after = { ...before, ...Object.fromEntries(given) };
      if (role === 'administrator' && after.role !== role) this.#requireOtherAdministrator(signInId);
      this.#requireFreeBadge(after.badge, signInId);
      this.#tables.write({ ...this.#rowOf(signInId), ...after });
      this.#audit('person.changed', signInId, old, Object.fromEntries(given), reason);
      return signInId;
    });
  }

  /** @throws SigmalineError `person.*`, `storage.*` */
  setActive({ signInId, reason }: Named, isActive: boolean): Person {
    const person = this.require(signInId);
    if (person.isActive === isActive) return this.shown(person);
    return this.#write(() => {
      if (!isActive && person.role === 'administrator') this.#requireOtherAdministrator(signInId);
      this.#tables.write({ ...this.#rowOf(signInId), isActive: isActive ? 1 : 0 });
      const action = isActive ? 'person.changed' : 'person.deactivated';
      this.#audit(action, signInId, { isActive: !isActive }, { isActive }, reason);
      return signInId;
    });
  }

  /** Gives another secret, which the next sign-in asks to change, and ends a lock. @throws SigmalineError `person.not-found`, `access.*`, `storage.*` */
  async reset({ signInId, reason }: Named, secret: string): Promise<Person> {
    requireGoodSecret(secret, this.require(signInId), this.policies.current.shortestPassword);
    const hash = await this.secrets.hash(secret);
    return this.#write(() => {
      this.#tables.write({ ...this.#rowOf(signInId), mustChange: 1 });
      this.#addSecret(signInId, this.require(signInId).role, secret, hash);
      this.attempts.forget(signInId);
      this.#audit('person.reset', signInId, null, null, reason);
      return signInId;
    });
  }

  /** @throws SigmalineError `person.not-found`, `storage.*` */
  unlock({ signInId, reason }: Named): Person {
    this.require(signInId);
    return this.#write(() => {
      this.attempts.forget(signInId);
      this.#audit('person.changed', signInId, { locked: true }, { locked: false }, reason);
      return signInId;
    });
  }

  /** The person's own new secret. @throws SigmalineError `access.*`, `storage.*` */
  async changeSecret(signInId: string, secret: string): Promise<Person> {
    const { shortestPassword, noReuse } = this.policies.current;
    requireGoodSecret(secret, this.require(signInId), shortestPassword);
    // That which holds now is never a new one.
    const count = Math.max(1, noReuse);
    for (const { hash } of (this.#secrets.get(signInId) ?? []).slice(0, count)) {
      if (await this.secrets.verify(secret, hash)) throw new SigmalineError('access.secret-used', { count });
    }
    const hash = await this.secrets.hash(secret);
    return this.#write(() => {
      this.#tables.write({ ...this.#rowOf(signInId), mustChange: 0 });
      this.#addSecret(signInId, this.require(signInId).role, secret, hash);
      this.#audit('person.changed', signInId, null, { secret: 'changed' });
      return signInId;
    });
  }

  /** @throws SigmalineError `person.not-found`, `storage.*` */
  chooseLanguage(signInId: string, language: Language | null): Person {
    const { language: before } = this.require(signInId);
    return this.#write(() => {
      this.#tables.write({ ...this.#rowOf(signInId), language });
      this.#audit('person.changed', signInId, { language: before }, { language });
      return signInId;
    });
  }

  /** To be called in the transaction of a sign-in. */
  noteSignIn(signInId: string): void {
    this.#tables.write({ ...this.#rowOf(signInId), lastSignedInAt: this.#now() });
  }

  /** @throws SigmalineError `person.not-found` */
  require(signInId: string): KnownPerson {
    const person = this.#people.get(signInId);
    if (person === undefined) throw new SigmalineError('person.not-found', { person: signInId });
    return person;
  }

  /** Reads what the tables hold; also after a transaction that was undone. */
  refresh(): void {
    this.#read();
  }

  /** Only a recovery reads it, so that trouble with it stops nobody. */
  copy(): void {
    try {
      writePeopleCopy(this.#kernel.dataFolder, this.#tables.read());
    } catch (thrown) {
      this.#kernel.report(thrown);
    }
  }

  /** All of a change or nothing of it. @param change gives the sign-in id of whoever is changed */
  #write(change: () => string): Person {
    const signInId = this.#kernel.database.transaction(change);
    this.#read();
    this.copy();
    return this.shown(this.require(signInId));
  }

  #addSecret(signInId: string, role: Role, secret: string, hash: string): void {
    const keep = Math.max(1, this.policies.current.noReuse);
    this.#tables.addSecret({ signInId, kind: kindOf(secret, role), hash, since: this.#now() }, keep);
  }

  #requireOtherAdministrator(signInId: string): void {
    const others = [...this.#people.values()].filter(
      (person) => person.role === 'administrator' && person.isActive && person.signInId !== signInId,
    );
    if (others.length === 0) throw new SigmalineError('person.last-administrator', { person: signInId });
  }

  #requireFreeBadge(badge: string | null, signInId: string): void {
    const owner = badge === null ? undefined : this.find(badge);
    if (owner !== undefined && owner.signInId !== signInId) {
      throw new SigmalineError('person.badge-taken', { person: owner.name });
    }
  }

  #audit(action: string, id: string, old: unknown, after: unknown, reason?: string | null): void {
    this.#kernel.audit.append({ action, object: { kind: 'person', id }, old, new: after, reason: reason ?? null });
  }

  #rowOf(signInId: string): PersonRow {
    const { secret: _, isActive, mustChange, ...person } = this.require(signInId);
    return { ...person, isActive: isActive ? 1 : 0, mustChange: mustChange ? 1 : 0 };
  }

  #now(): string {
    return this.#kernel.clock.now().toISOString();
  }

  #read(): void {
    const { people, secrets } = this.#tables.read();
    this.#secrets = Map.groupBy(secrets.toReversed(), ({ signInId }) => signInId);
    this.#people = new Map(
      people.flatMap((row) => {
        const secret = this.#secrets.get(row.signInId)?.[0];
        const role = roleSchema.safeParse(row.role);
        // Who cannot be read cannot sign in; the station stays protected all the same.
        const known = { ...row, role: role.data ?? 'operator', isActive: row.isActive === 1 && role.success };
        const nobodys = { kind: 'password', hash: '', since: row.addedAt } as const;
        // A language that is not spoken any more is as good as none.
        const language = languageSchema.safeParse(row.language).data ?? null;
        const mustChange = row.mustChange === 1;
        return [[row.signInId, { ...known, language, mustChange, secret: secret ?? nobodys }] as const];
      }),
    );
  }
}

/** A database without people, in the place of one that had some (a backup of before, say), opens no station that was protected. */
function takeBack({ database, dataFolder, audit }: Kernel): void {
  const copy = readPeopleCopy(dataFolder);
  const isOpen = new PeopleTables(database).read().people.length === 0;
  if (!isOpen || copy === null || copy.people.length === 0) return;
  database.transaction(() => {
    takeOverPeople(database, copy);
    const people = copy.people.map(({ signInId }) => signInId);
    audit.observed({ action: 'people.taken-back', object: { kind: 'station', id: 'station' }, new: { people } });
  });
}
