import type { ErrorReport } from '../../../shared/domain/index.ts';
import type { StationConnection } from './connection/index.ts';

/** @returns the error that refused it; null where it worked (a demo that runs already is what was wanted) */
export async function startDemo(connection: StationConnection): Promise<ErrorReport | null> {
  const refusal = await connection.refusalOf('demo.start', {});
  return refusal?.code === 'demo.running' ? null : refusal;
}

export function stopDemo(connection: StationConnection): Promise<ErrorReport | null> {
  return connection.refusalOf('demo.stop', {});
}
