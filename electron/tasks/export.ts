import { SigmalineError } from '../../shared/domain/index.ts';
import {
  type ExportProgress,
  type ExportRequest,
  type ExportResult,
  exportProgressSchema,
  exportRequestSchema,
  exportResultSchema,
} from '../../shared/processes/jobs.ts';
import type { Job } from '../hosts/index.ts';
import { bePatient } from './patience.ts';

/** Writes an export beside the work. */
export const exportRecords: Job<ExportRequest, ExportProgress, ExportResult> = {
  name: 'export',
  request: exportRequestSchema,
  progress: exportProgressSchema,
  result: exportResultSchema,
  crashed: (reason) => new SigmalineError('export.crashed', { reason }),
  cancelled: () => new SigmalineError('export.cancelled'),
  async run(request, report) {
    bePatient();
    const { writeExport } = await import('../engine/export/index.ts');
    return writeExport(request, report);
  },
};
