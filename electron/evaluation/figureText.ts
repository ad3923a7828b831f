import type { LimitChoice } from '../../shared/domain/index.ts';
import type { ObservedRate } from '../gaussian/index.ts';

/** Figures as people read them, the same on a terminal and in a report. */
export const NOT_APPLICABLE = 'not applicable';

/** Of a value that is in percent already. */
export function percentText(value: number | null): string {
  return value === null ? NOT_APPLICABLE : `${value.toFixed(1)} %`;
}

/** Of a share, 0..1. */
export function shareText(value: number | null): string {
  return percentText(value === null ? null : value * 100);
}

export function intervalText({ low, high }: Pick<ObservedRate, 'low' | 'high'>): string {
  return `${shareText(low)} to ${shareText(high)}`;
}

export function rateText(rate: ObservedRate | null): string {
  return rate === null ? NOT_APPLICABLE : `${shareText(rate.observed)} (95 % interval ${intervalText(rate)})`;
}

export function millisecondsText(value: number | null): string {
  return value === null ? NOT_APPLICABLE : `${value.toFixed(1)} ms`;
}

export function ratioText(value: number | null): string {
  return value === null ? NOT_APPLICABLE : value.toFixed(2);
}

/** Which of the held-out scores a limit is: a rank between two of them has a fraction. */
export function rankText({ rank, count }: Pick<LimitChoice, 'rank' | 'count'>): string {
  return `rank ${Number(rank.toFixed(2))} of ${count}`;
}
