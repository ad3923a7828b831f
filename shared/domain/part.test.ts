import { describe, expect, test } from 'vitest';
import { partOf } from './part.ts';
import type { Verdict } from './verdict.ts';

const EXPECTED = ['top', 'side', 'back'];

/** "pass fail -": what came of top, side and back. */
function judged(came: string, isOver = false, incomplete: 'review' | 'error' = 'review') {
  const views = came.split(' ').flatMap((verdict, place) => {
    return verdict === '-' ? [] : [{ view: EXPECTED[place] ?? 'another', verdict: verdict as Verdict }];
  });
  const { state, verdict, missing } = partOf({ expected: EXPECTED, views, isOver, incomplete });
  return `${state} ${verdict}${missing.length === 0 ? '' : ` without ${missing.join(', ')}`}`;
}

describe('the verdict of a part', () => {
  test.each([
    ['pass pass pass', 'complete pass'],
    ['pass review pass', 'complete review'],
    ['pass review error', 'complete error'],
    ['fail review error', 'complete fail'],
    ['error pass fail', 'complete fail'],
    ['pass pass pass fail', 'complete fail'],
  ])('of whole ones (%s) is that of the worst view: %s', (came, expected) => {
    expect(judged(came)).toBe(expected);
  });

  test.each([
    ['pass pass pass', 'complete review', 'complete error'],
    ['pass review pass', 'complete review', 'complete error'],
    ['pass pass fail', 'complete fail', 'complete fail'],
  ])('that were made whole when their time was over (%s) is never a pass: %s', (came, review, error) => {
    expect([judged(came, true), judged(came, true, 'error')]).toEqual([review, error]);
  });

  test.each([
    ['- pass pass', 'waiting null without top', 'incomplete review without top', 'incomplete error without top'],
    [
      'pass - -',
      'waiting null without side, back',
      'incomplete review without side, back',
      'incomplete error without side, back',
    ],
    ['fail - pass', 'waiting fail without side', 'incomplete fail without side', 'incomplete fail without side'],
    ['error - pass', 'waiting error without side', 'incomplete error without side', 'incomplete error without side'],
    ['review - pass', 'waiting review without side', 'incomplete review without side', 'incomplete error without side'],
    [
      'pass pass - pass',
      'waiting null without back',
      'incomplete review without back',
      'incomplete error without back',
    ],
  ])('without a view (%s) is never a pass: %s', (came, waiting, review, error) => {
    expect([judged(came), judged(came, true), judged(came, true, 'error')]).toEqual([waiting, review, error]);
  });

  test('of which nothing came is never a pass either', () => {
    expect(partOf({ expected: [], views: [], isOver: false, incomplete: 'review' }).verdict).toBe('error');
  });
});
