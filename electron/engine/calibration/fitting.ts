import type { CalibrationProgress } from '../../../shared/contract/index.ts';
import { errorFrom, SigmalineError } from '../../../shared/domain/index.ts';
import { type FitterMessage, type FitterRequest, fitterMessageSchema } from '../../../shared/processes/fitter.ts';
import type { ProcessHost } from '../../hosts/index.ts';

export type FitProgress = Omit<CalibrationProgress, 'runId'>;
export type FitResult = Extract<FitterMessage, { kind: 'done' }>;

/** How long a fitter that has answered may take to end before it is ended. */
const GRACE_MS = 5000;

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
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(new SigmalineError('calibration.cancelled'));
      return;
    }
    const fitter = host.start('fitter');
    let outcome: FitResult | SigmalineError | undefined;
    let grace: NodeJS.Timeout | undefined;

    const cancel = (): void => {
      outcome = new SigmalineError('calibration.cancelled');
      fitter.kill();
    };
    signal?.addEventListener('abort', cancel, { once: true });

    const conclude = (found: FitResult | SigmalineError): void => {
      outcome ??= found;
      grace ??= setTimeout(() => fitter.kill(), GRACE_MS);
    };

    fitter.onMessage((raw) => {
      const message = fitterMessageSchema.safeParse(raw);
      if (!message.success || outcome !== undefined) return;
      switch (message.data.kind) {
        case 'ready':
          fitter.send(request);
          return;
        case 'progress': {
          const { phase, done, total } = message.data;
          onProgress({ phase, done, total });
          return;
        }
        case 'done':
          conclude(message.data);
          return;
        case 'failed':
          conclude(errorFrom(message.data.error));
          return;
      }
    });

    // The folder may be renamed or removed only when the process has let go of its files.
    fitter.onExit((code) => {
      clearTimeout(grace);
      signal?.removeEventListener('abort', cancel);
      const reason = code === null ? 'it was ended by a signal' : `exit code ${code}`;
      const result = outcome ?? new SigmalineError('calibration.crashed', { reason });
      if (result instanceof SigmalineError) reject(result);
      else resolve(result);
    });
  });
}
