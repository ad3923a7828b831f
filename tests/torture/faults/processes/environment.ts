import type { FaultPlan } from './messages.ts';

/** A plan that a process gets before it has said a word. */
export function faultPlanFrom(text: string | undefined): FaultPlan | null {
  return text === undefined || text === '' ? null : (JSON.parse(text) as FaultPlan);
}
