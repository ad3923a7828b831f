import { SigmalineError } from '../../../shared/domain/index.ts';
import { imagesNeeded, smallestSupportedTarget } from '../../gaussian/index.ts';

const SMALLEST_TARGET = 0.001;
const LARGEST_TARGET = 0.5;

/**
 * Refuses a target false-reject rate that is none, or that this many good images cannot support (section 4 of the method: nothing is extrapolated).
 *
 * @throws SigmalineError `target.invalid`, `calibration.too-few-images` with the remedy
 */
export function requireSupportedTarget(target: number, count: number): void {
  if (!(target >= SMALLEST_TARGET && target <= LARGEST_TARGET)) throw new SigmalineError('target.invalid', { target });
  const needed = imagesNeeded(target);
  if (count >= needed) return;
  const best = smallestSupportedTarget(count);
  const another = best <= LARGEST_TARGET ? `, or accept a rate of ${formatShare(best)}` : '';
  throw new SigmalineError('calibration.too-few-images', {
    target,
    needed,
    count,
    remedy: `Add ${needed - count} more${another}.`,
  });
}

/** Rounded up, so that the offered rate is supported as it is written. */
function formatShare(share: number): string {
  return String(Math.ceil(share * 1000) / 1000);
}
