/**
 * What networks run on: each provider that ONNX Runtime offers has to prove, in a process of its own, that it judges as the CPU does; one that fails
 * later is given up. What was found out is remembered for this machine.
 */
export { createCheckedPool } from './checkedPool.ts';
export { createGoldenProbe } from './goldenProbe.ts';
export { createProviderHandlers } from './handlers.ts';
export { laneSplitFor, physicalCores } from './laneSplit.ts';
export { identifyMachine } from './machineIdentity.ts';
export { createProviderChoices, type ProviderChoices } from './providerChoices.ts';
export { openProviderMemory } from './providerMemory.ts';
