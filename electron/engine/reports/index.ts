/** Reports as PDF: of shifts, parts and calibrations. The engine keeps and schedules them; a task writes them. */
export { Reports } from './reports.ts';
export { readSigner } from './signerStore.ts';

import { type InspectionId, SigmalineError } from '../../../shared/domain/index.ts';
import { readStationDatabase } from '../storage/index.ts';
import type { ReportRequest, WrittenReport } from './writing.ts';

export type { ReportRequest, WrittenReport };

/** Loads what draws a PDF only where one is drawn. @throws SigmalineError `storage.*`, `inspection.not-found`, `recipe.*` */
export async function writeReport(request: ReportRequest, onProgress: (share: number) => void): Promise<WrittenReport> {
  const { writePdf } = await import('./writing.ts');
  return writePdf(request, onProgress);
}

/** The id of a record that people know by its number. @throws SigmalineError `storage.*`, `inspection.not-found` */
export function recordNumbered(dataFolder: string, number: number): InspectionId {
  const database = readStationDatabase(dataFolder);
  try {
    const found = database.prepare<{ id: InspectionId }>('SELECT id FROM inspection WHERE sequence = ?').get(number);
    if (found === undefined) throw new SigmalineError('inspection.not-found', { inspection: String(number) });
    return found.id;
  } finally {
    database.close();
  }
}
