import { reportTexts } from '../../../../shared/i18n/enReport.ts';

const LOCALE = 'en-GB';
const NARROW_SPACE = '\u202f';
const counts = new Intl.NumberFormat(LOCALE);
const decimals = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const oneDecimal = new Intl.NumberFormat(LOCALE, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const day = new Intl.DateTimeFormat(LOCALE, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' });
const dayAndMonth = new Intl.DateTimeFormat(LOCALE, { day: 'numeric', month: 'short' });
const clock = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit' });
const exactClock = new Intl.DateTimeFormat(LOCALE, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

export const count = (value: number): string => counts.format(value);

export function sigma(value: number | null): string {
  return value === null ? reportTexts.none : `${decimals.format(value).replace('-', '\u2212')}${NARROW_SPACE}σ`;
}

/** A share with as many digits as it needs to be told from 0. */
export function percent(share: number | null): string {
  if (share === null) return reportTexts.none;
  const value = share * 100;
  return `${(value !== 0 && value < 1 ? decimals : oneDecimal).format(value)}${NARROW_SPACE}%`;
}

/** Never rounded up to 100 % while a part was lost. */
export function yieldPercent(share: number | null): string {
  return share === null ? reportTexts.none : `${oneDecimal.format(Math.floor(share * 1000) / 10)}${NARROW_SPACE}%`;
}

/** On the wall of the station, with the offset from UTC: a report is read elsewhere. */
export function moment(iso: string): string {
  const at = new Date(iso);
  return `${day.format(at)}, ${clock.format(at)} ${offset(at)}`;
}

export function exactMoment(iso: string): string {
  const at = new Date(iso);
  return `${day.format(at)}, ${exactClock.format(at)} ${offset(at)}`;
}

export function span(from: string, to: string): string {
  const [begin, end] = [new Date(from), new Date(to)];
  const isOneDay = begin.toDateString() === end.toDateString();
  const until = isOneDay ? `${clock.format(end)} ${offset(end)}` : moment(to);
  return reportTexts.span(`${day.format(begin)}, ${clock.format(begin)}`, until);
}

export const timeOfDay = (at: Date): string => clock.format(at);

export const shortDay = (at: Date): string => dayAndMonth.format(at);

/** The day too where a span is longer than one. */
export function shortMoment(at: string | number, isLong: boolean): string {
  const date = new Date(at);
  if (!isLong) return exactClock.format(date);
  return `${dayAndMonth.format(date)}, ${exactClock.format(date)}`;
}

export function duration(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  if (minutes < 1) return `${Math.round(ms / 1000)}${NARROW_SPACE}s`;
  if (minutes < 90) return `${minutes}${NARROW_SPACE}min`;
  return `${oneDecimal.format(minutes / 60)}${NARROW_SPACE}h`;
}

/** Hexadecimal digits in groups, so that they wrap and can be compared by eye. */
export const grouped = (hash: string): string => hash.replace(/(.{8})(?=.)/g, '$1 ');

const zone = new Intl.DateTimeFormat(LOCALE, { timeZoneName: 'longOffset' });

function offset(at: Date): string {
  const name = zone.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  return name.replace('GMT', 'UTC');
}
