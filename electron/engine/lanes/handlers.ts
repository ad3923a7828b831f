import type { Handlers } from '../../../shared/contract/index.ts';
import type { ProviderChoices } from './providerChoices.ts';

export function createProviderHandlers(choices: Pick<ProviderChoices, 'retry'>): Handlers<'provider.retry'> {
  return {
    'provider.retry'() {
      choices.retry();
      return {};
    },
  };
}
