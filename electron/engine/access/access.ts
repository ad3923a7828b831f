import type { AccessState, Handlers, RequestName } from '../../../shared/contract/index.ts';
import { SigmalineError, storedPoliciesSchema } from '../../../shared/domain/index.ts';
import type { Feature } from '../kernel/index.ts';

type AccessRequest = Extract<RequestName, `${'access' | 'people' | 'policies' | 'signatures'}.${string}`>;

export class Access implements Feature<AccessRequest> {
  readonly handlers: Handlers<AccessRequest>;

  constructor() {
    const policies = storedPoliciesSchema.parse({});
    const state: AccessState = {
      station: 'open',
      person: null,
      role: 'engineer',
      rights: ['view', 'dispose', 'bypass', 'approve', 'export'],
      due: null,
      secretAtAction: false,
      signRecipeUse: false,
      idleSeconds: null,
      shortestPassword: policies.shortestPassword,
      recent: [],
    };
    const refuse = (): never => {
      throw new SigmalineError('access.open');
    };
    this.handlers = {
      'access.state': () => state,
      'access.signOut': () => state,
      'access.activity': () => ({}),
      'policies.get': () => policies,
      'signatures.of': () => [],
      'access.protect': refuse,
      'access.signIn': refuse,
      'access.changeSecret': refuse,
      'access.checkSecret': refuse,
      'people.list': refuse,
      'people.add': refuse,
      'people.change': refuse,
      'people.deactivate': refuse,
      'people.reactivate': refuse,
      'people.reset': refuse,
      'people.unlock': refuse,
      'policies.change': refuse,
    };
  }
}
