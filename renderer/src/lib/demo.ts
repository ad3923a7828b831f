import { type ErrorReport, reportOf } from '../../../shared/domain/index.ts';
import type { StationConnection } from './connection/index.ts';

/** @returns the error that refused it; null where it worked (a demo that runs already is what was wanted) */
export async function startDemo(connection: StationConnection): Promise<ErrorReport | null> {
  try {
    await connection.request('demo.start', {});
    return null;
  } catch (error) {
    const report = reportOf(error);
    return report.code === 'demo.running' ? null : report;
  }
}

export async function stopDemo(connection: StationConnection): Promise<ErrorReport | null> {
  try {
    await connection.request('demo.stop', {});
    return null;
  } catch (error) {
    return reportOf(error);
  }
}
