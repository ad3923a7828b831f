import type { StationConnection } from './connection/index.ts';
import type { Refusal } from './sentence.ts';

/** @returns the error that refused it; null where it worked (a demo that runs already is what was wanted) */
export async function startDemo(connection: StationConnection): Promise<Refusal | null> {
  const refusal = await connection.refusalOf('demo.start', {});
  return refusal?.code === 'demo.running' ? null : refusal;
}

export function stopDemo(connection: StationConnection): Promise<Refusal | null> {
  return connection.refusalOf('demo.stop', {});
}
