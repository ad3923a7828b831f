import { CPU } from './candidates.ts';
import type { Choice } from './ladder.ts';
import type { MachineIdentity } from './machineIdentity.ts';
import type { ProviderMemory } from './providerMemory.ts';

/** A machine on which nothing but the CPU could be used is looked at again after a while: a driver may have been busy. */
const REFUSALS_HOLD_MS = 7 * 24 * 60 * 60 * 1000;

/** What was found out before about the recipe of this graph; null where that was nothing, or holds no longer. */
export function rememberedChoice(
  memory: Pick<ProviderMemory, 'choice' | 'failures'>,
  { key: machine }: Pick<MachineIdentity, 'key'>,
  { graph, wished }: { readonly graph: string; readonly wished: string },
): Choice | null {
  const choice = memory.choice({ machine, graph, wished });
  if (choice === null) return null;
  if (memory.failures(machine, graph).some(({ provider }) => provider === choice.provider)) return null;
  const isOld = Date.now() - Date.parse(choice.checkedAt) > REFUSALS_HOLD_MS;
  return choice.provider === CPU && isOld ? null : choice;
}
