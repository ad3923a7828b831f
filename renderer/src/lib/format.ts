import { type Measure, measureUnit, shownMeasure } from '../../../shared/domain/index.ts';
import { followedUp, joined, type Parts } from '../../../shared/i18n/translation.ts';
import { texts } from './texts.ts';

const NARROW_SPACE = '\u202f';
const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Gives what is made for the present language; made once for each. */
function inLanguage<Format>(make: (locale: string) => Format): () => Format {
  const made = new Map<string, Format>();
  return () => {
    const { locale } = texts;
    const known = made.get(locale) ?? make(locale);
    made.set(locale, known);
    return known;
  };
}

/** Numbers in the present language. */
function numbers(options: Intl.NumberFormatOptions = {}): { readonly format: (value: number) => string } {
  const current = inLanguage((locale) => new Intl.NumberFormat(locale, options));
  return { format: (value) => current().format(value) };
}

/** Days and times in the present language. */
export function times(options: Intl.DateTimeFormatOptions): { readonly format: (date: Date) => string } {
  const current = inLanguage((locale) => new Intl.DateTimeFormat(locale, options));
  return { format: (date) => current().format(date) };
}

const decimals = numbers({ minimumFractionDigits: 2, maximumFractionDigits: 2 });
const oneDecimal = numbers({ minimumFractionDigits: 1, maximumFractionDigits: 1 });
const counts = numbers();
const lists = inLanguage((locale) => new Intl.ListFormat(locale, { style: 'narrow', type: 'conjunction' }));
const clock = times({ hour: '2-digit', minute: '2-digit', second: '2-digit' });
const shortClock = times({ hour: '2-digit', minute: '2-digit' });
const dayAndClock = times({ day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' });
const toTheMinute = { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' } as const;
const fullDay = times(toTheMinute);
const exactDay = times({ ...toTheMinute, second: '2-digit' });

/** A score in sigma, with its unit; a large one needs no hundredths. */
export function sigma(value: number): string {
  return `${sigmaNumber(value)}${NARROW_SPACE}σ`;
}

export function sigmaNumber(value: number): string {
  const text = Math.abs(value) < 99.95 ? decimals.format(value) : counts.format(Math.round(value));
  return text.replace('-', '\u2212');
}

/** A number on an axis: without digits that say nothing. */
export function plainNumber(value: number): string {
  return counts.format(value).replace('-', '\u2212');
}

/** The end of a scale in sigma. */
export function sigmaOfScale(value: number): string {
  return `${plainNumber(value)}${NARROW_SPACE}σ`;
}

/** Things of one kind, as the language lists them. */
export function listOf(items: readonly (string | number)[]): string {
  return lists().format(items.map(String));
}

/** What belongs together in one line; what is empty is left out. */
export function clauses(parts: Parts, between = texts.comma): string {
  return joined(parts, between);
}

/** One sentence after the other; a full stop is set where one has none. What is empty is left out. */
export function sentences(parts: Parts): string {
  return followedUp(parts, texts.fullStop);
}

export function count(value: number): string {
  return counts.format(value);
}

/** A measure of images with its unit, which levels do without. */
export function measured(measure: Measure, value: number): string {
  const text = plainNumber(shownMeasure(measure, value));
  return measureUnit(measure) === '' ? text : `${text}${NARROW_SPACE}%`;
}

export function percent(share: number): string {
  const value = share * 100;
  const digits = value !== 0 && value < 1 ? decimals : oneDecimal;
  return `${digits.format(value).replace(/[.,]0$/, '')}${NARROW_SPACE}%`;
}

/** Yield: never rounded up to 100 % while a part was lost. */
export function yieldPercent(share: number): string {
  return `${oneDecimal.format(Math.floor(share * 1000) / 10)}${NARROW_SPACE}%`;
}

export function time(iso: string | Date): string {
  return clock.format(new Date(iso));
}

export function timeOfDay(iso: string | Date): string {
  return shortClock.format(new Date(iso));
}

/** The clock alone for today, the day with it otherwise. */
export function moment(iso: string, now: number): string {
  const date = new Date(iso);
  return date.toDateString() === new Date(now).toDateString() ? clock.format(date) : dayAndClock.format(date);
}

export function dateAndTime(iso: string): string {
  return fullDay.format(new Date(iso));
}

/** To the second. */
export function exactTime(iso: string): string {
  return exactDay.format(new Date(iso));
}

export function age(since: number, now: number): string {
  const seconds = Math.max(0, Math.floor((now - since) / 1000));
  if (seconds < 2) return texts.age.justNow;
  if (seconds < MINUTE) return texts.age.seconds(seconds);
  if (seconds < HOUR) return texts.age.minutes(Math.floor(seconds / MINUTE));
  if (seconds < DAY) return texts.age.hours(Math.floor(seconds / HOUR));
  return texts.age.days(Math.floor(seconds / DAY));
}

export function duration(seconds: number): string {
  if (seconds < MINUTE) return texts.duration.seconds(Math.round(seconds));
  if (seconds < HOUR) return texts.duration.minutes(Math.floor(seconds / MINUTE));
  return texts.duration.hours(Math.floor(seconds / HOUR));
}

export function bytes(size: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, size)) / 3)));
  return new Intl.NumberFormat(texts.locale, {
    style: 'unit',
    unit: units[step] ?? 'byte',
    maximumFractionDigits: step > 2 && size / 10 ** (3 * step) < 10 ? 1 : 0,
  }).format(size / 10 ** (3 * step));
}

export function milliseconds(value: number): string {
  return `${counts.format(Math.round(value))}${NARROW_SPACE}ms`;
}

/** Of a time that was set: all of its digits. */
export function setTime(ms: number): string {
  return ms < 1000 ? milliseconds(ms) : `${plainNumber(ms / 1000)}${NARROW_SPACE}s`;
}

/** Of what usually takes a fraction of a second. */
export function shortTime(ms: number): string {
  return ms < 1000 ? milliseconds(ms) : `${oneDecimal.format(ms / 1000)}${NARROW_SPACE}s`;
}

/** Signs that are less than half as wide as a capital. */
const NARROW = /[ijl.,:;!'’\s-]/gi;
/** Of the width of a capital. */
const NARROW_SHARE = 0.4;

/** How many capitals are as wide as this word in capitals: what says how large it can be written in its room. */
export function capitalsOf(word: string): number {
  return word.length - (1 - NARROW_SHARE) * (word.match(NARROW)?.length ?? 0);
}
