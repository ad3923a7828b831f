import { SigmalineError } from '../../shared/domain/errors.ts';

/** No Gaussian can be fitted, for the reason that is named. */
export function degenerate(reason: string): SigmalineError {
  return new SigmalineError('calibration.degenerate', { reason });
}
