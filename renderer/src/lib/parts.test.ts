import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { StationStatus } from '../../../shared/contract/index.ts';
import type { FeedItem } from '../../../shared/domain/index.ts';
import type { StationConnection } from './connection/index.ts';
import { Parts } from './parts.svelte.ts';

beforeEach(() => {
  // Uncompiled, a rune stands for its value: nobody watches here.
  const rune = <Value>(value: Value): Value => value;
  vi.stubGlobal('$state', Object.assign(rune, { raw: rune }));
});
afterEach(() => {
  vi.unstubAllGlobals();
});

it('holds an image of a source that nobody knows by that name for a view, where there are parts of views: alone it would pass', () => {
  const connection = { onOpen: () => undefined, on: () => undefined } as unknown as StationConnection;
  const parts = new Parts(connection);
  const statusOf = (views: object | null) =>
    ({ sources: [{ name: 'Left', options: { views, oneView: null } }] }) as unknown as StationStatus;
  const item = { id: 'image', sourceName: 'Its name of before' } as FeedItem;
  expect(parts.wholeOf(item, statusOf({}))).toBe('unread');
  expect(parts.wholeOf(item, statusOf(null))).toBeNull();
});

it('asks once for the part of an image, however often it is wanted, and again where no answer came', async () => {
  const answers: ((isThere: boolean) => void)[] = [];
  const connection = {
    onOpen: () => undefined,
    on: () => undefined,
    request: () =>
      new Promise((resolve, reject) => {
        answers.push((isThere) => (isThere ? resolve({ part: null }) : reject(new Error('lost'))));
      }),
  } as unknown as StationConnection;
  const parts = new Parts(connection);
  const item = { id: 'image', sourceName: 'Left' } as FeedItem;
  const first = [parts.want(item), parts.want(item), parts.want(item)];
  expect(answers).toHaveLength(1);
  answers[0]?.(false);
  await Promise.all(first);
  const again = parts.want(item);
  expect(answers).toHaveLength(2);
  answers[1]?.(true);
  await again;
  expect(parts.wholeOf(item, null)).toBeNull();
});
