import type { Credentials } from '../../../shared/contract/index.ts';
import { SigmalineError, UNKNOWN_ID } from '../../../shared/domain/index.ts';
import type { Kernel } from '../kernel/index.ts';
import { AttemptsFrom, unknownId } from './attempts.ts';
import type { KnownPerson, People } from './people.ts';
import type { Place } from './sessions.ts';

/** Tells who shows an id and a secret. Whether nobody has the id or the secret is wrong can be told neither by the answer nor by its time. */
export class Identification {
  readonly #kernel: Pick<Kernel, 'database' | 'audit'>;
  readonly #people: People;
  readonly #places = new AttemptsFrom();

  constructor(kernel: Pick<Kernel, 'database' | 'audit'>, people: People) {
    this.#kernel = kernel;
    this.#people = people;
  }

  /** @throws SigmalineError `access.open`, `access.refused`, `access.locked`, `access.too-often`, `access.deactivated`, `storage.*` */
  async identify({ id, secret }: Credentials, place: Pick<Place, 'peer' | 'channel'>): Promise<KnownPerson> {
    const { attempts, policies, secrets } = this.#people;
    if (!this.#people.isProtected) throw new SigmalineError('access.open');
    const person = this.#people.find(id);
    const counted = person?.signInId ?? unknownId(id.trim().toLowerCase());
    this.#places.begin(place.peer);
    attempts.begin(counted, policies.current);
    let isRight: boolean | null = null;
    try {
      isRight = await secrets.verify(secret, person?.secret.hash ?? null);
    } finally {
      if (isRight === null) this.#places.forgive(place.peer);
      attempts.end(counted, isRight !== null);
    }
    // It may have been changed, or the person deactivated, meanwhile.
    const now = person === undefined ? undefined : this.#people.find(person.signInId);
    if (!isRight || now === undefined || now.secret.hash !== person?.secret.hash) {
      throw this.#refuse(counted, now, place);
    }
    this.#places.forgive(place.peer);
    if (!now.isActive) {
      this.#observe('access.refused', now, { why: 'deactivated', channel: place.channel });
      throw new SigmalineError('access.deactivated');
    }
    attempts.forget(counted);
    return now;
  }

  #refuse(counted: string, person: KnownPerson | undefined, { channel }: Pick<Place, 'channel'>): SigmalineError {
    return this.#kernel.database.transaction(() => {
      this.#observe('access.refused', person, { why: person === undefined ? 'unknown id' : 'wrong secret', channel });
      const minutes = this.#people.attempts.fail(counted, this.#people.policies.current);
      if (minutes === null) return new SigmalineError('access.refused');
      this.#observe('access.locked', person, { minutes, channel });
      return new SigmalineError('access.locked', { minutes });
    });
  }

  /** Nobody acted here yet: the station saw somebody try. What was typed as an id may be a secret, and is not kept. */
  #observe(action: string, person: KnownPerson | undefined, what: object): void {
    this.#kernel.audit.observed({ action, object: { kind: 'person', id: person?.signInId ?? UNKNOWN_ID }, new: what });
  }
}
