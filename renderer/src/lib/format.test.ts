import { describe, expect, it } from 'vitest';
import { age, bytes, duration, percent, sigma, yieldPercent } from './format.ts';

const plain = (text: string): string => text.replaceAll('\u202f', ' ');

describe('numbers on the screen', () => {
  it('show a score with its unit and a real minus sign', () => {
    expect(plain(sigma(2.314))).toBe('2.31 σ');
    expect(plain(sigma(-0.5))).toBe('−0.50 σ');
    expect(plain(sigma(1234.5))).toBe('1,235 σ');
  });

  it('never round a yield up to 100 % while a part was lost', () => {
    expect(plain(yieldPercent(0.99999))).toBe('99.9 %');
    expect(plain(yieldPercent(1))).toBe('100.0 %');
  });

  it('show a rate as short as it is', () => {
    expect(plain(percent(0.05))).toBe('5 %');
    expect(plain(percent(0.1009))).toBe('10.1 %');
    expect(plain(percent(0.001))).toBe('0.10 %');
  });

  it('count time in the unit that a person would use', () => {
    expect(age(0, 1000)).toBe('just now');
    expect(age(0, 12_000)).toBe('12 s ago');
    expect(age(0, 3_600_000)).toBe('1 hour ago');
    expect(age(0, 49 * 3_600_000)).toBe('2 days ago');
    expect(duration(75)).toBe('1 min');
  });

  it('show a clock that runs behind the station as now, not as the future', () => {
    expect(age(5000, 0)).toBe('just now');
  });

  it('show space on a disk in its own unit', () => {
    expect(bytes(412e9)).toBe('412 GB');
    expect(bytes(3.24e9)).toBe('3.2 GB');
    expect(bytes(0)).toBe('0 byte');
  });
});
