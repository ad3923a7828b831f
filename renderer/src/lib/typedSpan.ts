/** The value of a `datetime-local` field for a moment, in local time and whole minutes. */
export { localMinute as typedMoment } from '../../../shared/domain/index.ts';

/** A span of time as `datetime-local` fields hold it: local, empty without a bound. */
export interface TypedSpan {
  readonly from: string;
  readonly to: string;
}

/** The UTC time of a `datetime-local` field; null where it is empty. */
export function momentOf(typed: string): string | null {
  return typed === '' ? null : new Date(typed).toISOString();
}

export function isOrdered({ from, to }: TypedSpan): boolean {
  return from === '' || to === '' || new Date(from) < new Date(to);
}

export function startOfDay(now: Date): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate());
}
