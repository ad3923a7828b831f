import { describe, expect, test } from 'vitest';
import { partPatternFault } from './partPattern.ts';

const PATTERN = String.raw`(?<serial>\d+)-lot(?<lot>\d+)-(?<view>top|side)\.png$`;

describe('a part pattern', () => {
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
