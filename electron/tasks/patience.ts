import { setPriority } from 'node:os';

/** Behind everything that a part waits for. */
const LOW_PRIORITY = 10;

/** Takes the last place at the processor. */
export function bePatient(): void {
  try {
    setPriority(LOW_PRIORITY);
  } catch {
    // Where a process may not step back, it takes its share of the processor.
  }
}
