import type { Handlers, RequestName } from '../../../shared/contract/index.ts';
import type { People } from './people.ts';

export type PeopleRequest = Extract<RequestName, `${'people' | 'policies'}.${string}`>;

export interface PeopleHandlersNeeds {
  /** People or policies are others now. */
  readonly changed: () => void;
  /** Ends all sessions of a person. */
  readonly signOut: (signInId: string) => void;
}

/** What administrators do with people and policies. */
export class PeopleHandlers {
  readonly handlers: Handlers<PeopleRequest>;

  constructor(people: People, { changed, signOut }: PeopleHandlersNeeds) {
    /** Tells everybody of a change that was made. */
    const told = <Result>(result: Result): Result => {
      changed();
      return result;
    };
    this.handlers = {
      'people.list': () => people.list(),
      'people.add': async (wish) => told(await people.add(wish, false)),
      'people.change': (wish) => {
        const { role } = people.require(wish.signInId);
        const person = people.change(wish);
        // What the person had begun to do may not be theirs to do any more.
        if (person.role !== role) signOut(person.signInId);
        return told(person);
      },
      'people.deactivate': (which) => told(people.setActive(which, false)),
      'people.reactivate': (which) => told(people.setActive(which, true)),
      'people.reset': async ({ secret, ...which }) => {
        const person = await people.reset(which, secret);
        signOut(person.signInId);
        return told(person);
      },
      'people.unlock': (which) => told(people.unlock(which)),
      'policies.get': () => people.policies.current,
      'policies.change': ({ seen = {}, reason = null, ...change }) => {
        const policies = people.policies.change(change, seen, reason);
        people.copy();
        return told(policies);
      },
    };
  }
}
