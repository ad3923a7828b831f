import { describe, expect, test } from 'vitest';
import { partNameOf, partPatternFault, partPatternOf } from './partPattern.ts';

const PATTERN = String.raw`(?<serial>\d+)-lot(?<lot>\d+)-(?<view>top|side)\.png$`;

describe('a part pattern', () => {
  test('reads serial, lot and view from a path', () => {
    const read = partNameOf(partPatternOf(PATTERN), 'monday/0815-lot7-top.png');
    expect(read).toEqual({ serial: '0815', lot: '7', view: 'top' });
  });

  test('reads nothing from a path that it does not fit', () => {
    expect(partNameOf(partPatternOf(PATTERN), 'image.png')).toBeNull();
  });

  test('leaves out what it does not name, and what is blank', () => {
    const read = partNameOf(partPatternOf(String.raw`^(?<serial>.*)_(?<lot>\d+)?`), ' _');
    expect(read).toEqual({ serial: null, lot: null, view: null });
  });

  test('has no fault where every group means something', () => {
    expect(partPatternFault(PATTERN)).toBeNull();
    expect(partPatternFault('a|(?<serial>b)')).toBeNull();
  });

  test('that is no regular expression has the fault of its syntax', () => {
    expect(partPatternFault('(?<serial>')).toEqual({ kind: 'syntax', reason: 'Unterminated group' });
    expect(partPatternFault('(?P<serial>x)')).toMatchObject({ kind: 'syntax' });
  });

  test('that would say nothing, or something unknown, has the fault of its groups', () => {
    expect(partPatternFault(String.raw`(\d+)`)).toEqual({ kind: 'groups', unknown: [] });
    expect(partPatternFault('(?<serial>a)(?<batch>b)')).toEqual({ kind: 'groups', unknown: ['batch'] });
  });
});
