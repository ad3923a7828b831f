import { expect, it } from 'vitest';
import { loadedAnewAfterMs, reloadIfOutdated } from './freshPage.ts';

function openPage() {
  const kept = new Map<string, string>();
  const page = {
    version: '1.0.0',
    reloads: 0,
    storage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    },
    reload: () => {
      page.reloads += 1;
    },
  };
  return page;
}

it('a page of the station’s version stays', () => {
  const page = openPage();
  expect([reloadIfOutdated('1.0.0', page), page.reloads]).toEqual([false, 0]);
});

it('a page of another version is loaded anew once, and again after the next update', () => {
  const page = openPage();
  for (const version of ['1.1.0', '1.1.0', '1.2.0', '1.2.0']) reloadIfOutdated(version, page);
  expect(page.reloads).toBe(2);
});

it('a page that fails is loaded anew later each time, and at once after it has worked for long', () => {
  const { storage } = openPage();
  const after = Array.from({ length: 8 }, (_, place) => loadedAnewAfterMs(storage, 1e12 + place * 60_000));
  expect(after).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  expect(loadedAnewAfterMs(storage, 1e12 + 7 * 60_000 + 600_000)).toBe(1000);
});
