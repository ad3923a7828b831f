/** Reports as PDF: of shifts, parts and calibrations. The engine keeps and schedules them; a task writes them. */
export { type ReportNeeds, Reports } from './reports.ts';

import type { ReportRequest, WrittenReport } from './writing.ts';

export type { ReportRequest, WrittenReport };

/** Loads what draws a PDF only where one is drawn. @throws SigmalineError `storage.*`, `inspection.not-found`, `recipe.*` */
export async function writeReport(request: ReportRequest, onProgress: (share: number) => void): Promise<WrittenReport> {
  const { writePdf } = await import('./writing.ts');
  return writePdf(request, onProgress);
}
