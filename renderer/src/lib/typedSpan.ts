/** A span of time as `datetime-local` fields hold it: local, empty without a bound. */
export interface TypedSpan {
  readonly from: string;
  readonly to: string;
}

/** The value of a `datetime-local` field for a moment, in local time and whole minutes. */
export function typedMoment(moment: Date): string {
  const twoDigits = (value: number): string => String(value).padStart(2, '0');
  const day = `${moment.getFullYear()}-${twoDigits(moment.getMonth() + 1)}-${twoDigits(moment.getDate())}`;
  return `${day}T${twoDigits(moment.getHours())}:${twoDigits(moment.getMinutes())}`;
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
