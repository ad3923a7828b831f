import { locale, reportTexts } from './words.ts';

const NARROW_SPACE = '\u202f';

/** Of each language once: making them takes longer than using them. */
const known = new Map<string, ReturnType<typeof formatsIn>>();

function formats(): ReturnType<typeof formatsIn> {
  const found = known.get(locale()) ?? formatsIn(locale());
  known.set(locale(), found);
  return found;
}

function formatsIn(language: string) {
  return {
    counts: new Intl.NumberFormat(language),
    decimals: new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 }),
    oneDecimal: new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 }),
    day: new Intl.DateTimeFormat(language, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }),
    dayAndMonth: new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short' }),
    clock: new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' }),
    exactClock: new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit', second: '2-digit' }),
  };
}

export const count = (value: number): string => formats().counts.format(value);

export function sigma(value: number | null): string {
  return value === null
    ? reportTexts.none
    : `${formats().decimals.format(value).replace('-', '\u2212')}${NARROW_SPACE}σ`;
}

/** A share with as many digits as it needs to be told from 0. */
export function percent(share: number | null): string {
  if (share === null) return reportTexts.none;
  const value = share * 100;
  return `${(value !== 0 && value < 1 ? formats().decimals : formats().oneDecimal).format(value)}${NARROW_SPACE}%`;
}

/** Never rounded up to 100 % while a part was lost. */
export function yieldPercent(share: number | null): string {
  return share === null
    ? reportTexts.none
    : `${formats().oneDecimal.format(Math.floor(share * 1000) / 10)}${NARROW_SPACE}%`;
}

/** On the wall of the station, with the offset from UTC: a report is read elsewhere. */
export function moment(iso: string): string {
  const at = new Date(iso);
  return `${formats().day.format(at)}, ${formats().clock.format(at)} ${offset(at)}`;
}

export function exactMoment(iso: string): string {
  const at = new Date(iso);
  return `${formats().day.format(at)}, ${formats().exactClock.format(at)} ${offset(at)}`;
}

export function span(from: string, to: string): string {
  const [begin, end] = [new Date(from), new Date(to)];
  const isOneDay = begin.toDateString() === end.toDateString();
  const until = isOneDay ? `${formats().clock.format(end)} ${offset(end)}` : moment(to);
  return reportTexts.span(`${formats().day.format(begin)}, ${formats().clock.format(begin)}`, until);
}

export const timeOfDay = (at: Date): string => formats().clock.format(at);

export const shortDay = (at: Date): string => formats().dayAndMonth.format(at);

/** The day too where a span is longer than one. */
export function shortMoment(at: string | number, isLong: boolean): string {
  const date = new Date(at);
  if (!isLong) return formats().exactClock.format(date);
  return `${formats().dayAndMonth.format(date)}, ${formats().exactClock.format(date)}`;
}

export function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return `${Math.round(ms / 1000)}${NARROW_SPACE}s`;
  if (minutes < 90) return `${minutes}${NARROW_SPACE}min`;
  return `${formats().oneDecimal.format(minutes / 60)}${NARROW_SPACE}h`;
}

/** Hexadecimal digits in groups, so that they wrap and can be compared by eye. */
export const grouped = (hash: string): string => hash.replace(/(.{8})(?=.)/g, '$1 ');

const zone = new Intl.DateTimeFormat('en-GB', { timeZoneName: 'longOffset' });

function offset(at: Date): string {
  const name = zone.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  return name.replace('GMT', 'UTC');
}
