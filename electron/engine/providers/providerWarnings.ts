import { SigmalineError } from '../../../shared/domain/index.ts';
import type { MachineIdentity } from './machineIdentity.ts';
import type { ProviderMemory } from './providerMemory.ts';
import type { RecipeProvider } from './recipeProvider.ts';

/** Sentences on providers that were given up for a recipe, or that the settings name in vain. */
export function providerWarnings(
  { recipe: { recipe }, graph, provider: used, refusal }: RecipeProvider,
  memory: Pick<ProviderMemory, 'failures'>,
  { key: machine }: Pick<MachineIdentity, 'key'>,
): string[] {
  const { name } = recipe;
  const givenUp = memory.failures(machine, graph).filter(({ provider }) => provider !== used);
  const failed = givenUp.map(
    ({ provider, reason }) => new SigmalineError('provider.failed', { recipe: name, provider, reason }),
  );
  const isRefused = refusal !== null && failed.length === 0;
  const refused = isRefused ? [new SigmalineError('provider.refused', { recipe: name, ...refusal })] : [];
  return [...failed, ...refused].map(({ message }) => message);
}
