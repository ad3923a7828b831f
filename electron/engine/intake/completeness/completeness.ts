/** `unknown`: of no format that we know, or of one that cannot tell yet, so only time can. */
export type Completeness = 'complete' | 'incomplete' | 'unknown';

export function completeIf(isComplete: boolean): Completeness {
  return isComplete ? 'complete' : 'incomplete';
}
