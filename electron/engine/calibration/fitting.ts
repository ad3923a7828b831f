import type { CalibrationProgress } from '../../../shared/contract/index.ts';
import { SigmalineError } from '../../../shared/domain/index.ts';
import { type FitterMessage, type FitterRequest, fitterMessageSchema } from '../../../shared/processes/fitter.ts';
import { type ProcessHost, runTask } from '../../hosts/index.ts';

export type FitProgress = Omit<CalibrationProgress, 'runId'>;
export type FitResult = Extract<FitterMessage, { kind: 'done' }>;

/**
 * Runs one fitter process to its end: it writes a complete recipe version into `request.outputFolder`.
 *
 * @param signal ends the process at once; nothing it wrote is of use then
 * @throws SigmalineError the fitter's own code, `calibration.cancelled` or `calibration.crashed`
 */
export function runFitter(
  host: ProcessHost,
  request: FitterRequest,
  onProgress: (progress: FitProgress) => void,
  signal?: AbortSignal,
): Promise<FitResult> {
  return runTask<FitterMessage>(host, {
    role: 'fitter',
    request,
    read: (raw) => fitterMessageSchema.safeParse(raw).data,
    onMessage(message) {
      if (message.kind !== 'progress') return;
      const { phase, done, total } = message;
      onProgress({ phase, done, total });
    },
    crashed: (reason) => new SigmalineError('calibration.crashed', { reason }),
    cancelled: () => new SigmalineError('calibration.cancelled'),
    signal,
  });
}
