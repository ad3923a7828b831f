import { expect, it } from 'vitest';
import type { RecordedInspection } from '../storage/index.ts';
import { Recorders } from './recorders.ts';

it('tells everybody of a committed record, also behind one who throws, and then throws that', () => {
  const told: string[] = [];
  const recorders = new Recorders();
  recorders.onCommitted(() => told.push('feed'));
  recorders.onCommitted(() => {
    throw new Error('a counter is broken');
  });
  recorders.onCommitted(() => told.push('gate'));
  expect(() => recorders.committed({} as RecordedInspection)).toThrow('a counter is broken');
  expect(told).toEqual(['feed', 'gate']);
});

it('tells machines before whoever they need not wait for, in whatever order they came', () => {
  const told: string[] = [];
  const recorders = new Recorders();
  recorders.onCommitted(() => told.push('feed'));
  recorders.onCommitted(() => told.push('review'));
  recorders.onCommitted(() => told.push('gate'), 'machines');
  recorders.onCommitted(() => told.push('counters'), 'first');
  recorders.onCommitted(() => told.push('guard'), 'first');
  recorders.committed({} as RecordedInspection);
  expect(told).toEqual(['counters', 'guard', 'gate', 'feed', 'review']);
});
