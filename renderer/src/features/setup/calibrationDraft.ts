import { type ErrorCode, LARGEST_TARGET, SMALLEST_TARGET } from '../../../../shared/domain/index.ts';
import { typedNumber } from '../../lib/typedNumber.ts';

/** Targets that engineers commonly ask for, as shares. */
export const COMMON_TARGETS = [0.01, 0.02, 0.05] as const;
export const DEFAULT_TARGET_PERCENT = '5';

/** Reads a percentage that a person typed, with a dot or a comma. Null where it is no share that a calibration takes. */
export function shareOfPercent(typed: string): number | null {
  // Divided in decimals: 0.7 / 100 in binary is not what was typed.
  const share = Number((typedNumber(typed) / 100).toPrecision(12));
  return share >= SMALLEST_TARGET && share <= LARGEST_TARGET ? share : null;
}

/** As it is typed: multiplied in decimals too. */
export function percentOfShare(share: number): string {
  return String(Number((share * 100).toPrecision(12)));
}

/** The field of the calibration form that an error is about; null where it is about none of them. */
export function calibrationFieldOf(code: ErrorCode): 'name' | 'folder' | 'target' | 'group' | null {
  if (code === 'recipe.name') return 'name';
  if (code === 'target.invalid') return 'target';
  if (code.startsWith('calibration.group')) return 'group';
  return code.startsWith('folder.') ? 'folder' : null;
}
