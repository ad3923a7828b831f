/** The lane of the engine's tests. A file beside the station says which of its calls is to fail from the next image on. */

import { readFileSync, rmSync } from 'node:fs';
import { faultPlanFrom } from './environment.ts';
import { arm } from './injection.ts';

const order = process.env.SIGMALINE_LANE_FAULT;

process.on('message', () => {
  if (order === undefined) return;
  const plan = faultPlanFrom(ordered(order));
  if (plan !== null) arm(plan);
});
await import('../../../integration/engine/processes/lane.ts');

function ordered(file: string): string | undefined {
  try {
    const text = readFileSync(file, 'utf8');
    rmSync(file);
    return text;
  } catch {
    return undefined;
  }
}
