import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type FeedItem, feedItemSchema, type Verdict } from '../../../../shared/domain/index.ts';
import { exampleInspection } from '../../../../shared/domain/inspection.fixture.ts';
import { withoutDetails } from '../../lib/presentedPart.ts';
import { Presentation } from './presentation.svelte.ts';

const FRAME_MS = 20;
/** Three flashes a second: six changes to and fro. */
const MOST_A_SECOND = 6;

beforeEach(() => {
  vi.useFakeTimers();
  // Uncompiled, a rune stands for its value: nobody watches here.
  const rune = <Value>(value: Value): Value => value;
  vi.stubGlobal('$state', Object.assign(rune, { raw: rune }));
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function item(number: number, verdict: Verdict = 'pass'): FeedItem {
  const id = `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  return feedItemSchema.parse(exampleInspection({ id, number, verdict }));
}

/** @param loadMs how long the pictures of a part take */
function presented(loadMs: number): {
  presentation: Presentation;
  numbersShown: () => number[];
  run: () => Promise<void>;
} {
  const presentation = new Presentation(async (wanted) => {
    await new Promise((resolve) => setTimeout(resolve, loadMs));
    return { ...withoutDetails(wanted), state: 'complete' };
  });
  const shown: number[] = [];
  const run = async (): Promise<void> => {
    await vi.advanceTimersByTimeAsync(FRAME_MS);
    const number = presentation.shown?.item.number;
    if (number !== undefined && number !== shown.at(-1)) shown.push(number);
  };
  return { presentation, numbersShown: () => shown, run };
}

test('a part that comes alone is shown as soon as its pictures are there', async () => {
  const { presentation, run } = presented(FRAME_MS);
  presentation.arrived([item(1)]);
  await run();
  expect(presentation.shown?.item.number).toBe(1);
});

test.each([0, 30, 400])(
  'of fifty parts a second at most six are shown, none of before, and the last one stays (pictures take %i ms)',
  async (loadMs) => {
    const { presentation, numbersShown, run } = presented(loadMs);
    for (let number = 1; number <= 100; number += 1) {
      presentation.arrived([item(number)]);
      await run();
    }
    for (let frame = 0; frame < 50; frame += 1) await run();
    const numbers = numbersShown();
    expect(numbers.length).toBeGreaterThan(4);
    expect(numbers.length).toBeLessThanOrEqual(2 * MOST_A_SECOND + 2);
    expect(numbers).toEqual(numbers.toSorted((one, other) => one - other));
    expect(numbers.at(-1)).toBe(100);
  },
);

test.each([0, 30, 400])(
  'no fail is skipped for a pass, however fast parts come (pictures take %i ms)',
  async (loadMs) => {
    const { presentation, numbersShown, run } = presented(loadMs);
    for (let number = 1; number <= 100; number += 1) {
      const verdict = number % 50 === 7 ? 'fail' : number % 50 === 30 ? 'review' : 'pass';
      presentation.arrived([item(number, verdict)]);
      await run();
    }
    for (let frame = 0; frame < 100; frame += 1) await run();
    expect(numbersShown()).toEqual(expect.arrayContaining([7, 57, 100]));
  },
);

test('a part that was told twice holds up nothing', async () => {
  const { presentation, run } = presented(0);
  presentation.arrived([item(1, 'fail')]);
  for (let frame = 0; frame < 20; frame += 1) await run();
  presentation.arrived([item(1, 'fail')]);
  presentation.arrived([item(2)]);
  for (let frame = 0; frame < 20; frame += 1) await run();
  expect(presentation.shown?.item.number).toBe(2);
});

test('a part that somebody chose is shown at once, and what came meanwhile does not come after it', async () => {
  const { presentation, numbersShown, run } = presented(0);
  presentation.arrived([item(1)]);
  await run();
  presentation.look(item(1, 'pass'));
  presentation.arrived([item(2, 'fail'), item(3)]);
  for (let frame = 0; frame < 20; frame += 1) await run();
  expect(presentation.shown?.item.number).toBe(1);
  presentation.backToLive();
  for (let frame = 0; frame < 20; frame += 1) await run();
  expect(numbersShown()).toEqual([1, 3]);
});

test('a part that stays is decided about only once it is the one that is seen', async () => {
  const { presentation, run } = presented(5 * FRAME_MS);
  presentation.arrived([item(1, 'fail')]);
  for (let frame = 0; frame < 10; frame += 1) await run();
  expect(presentation.stays).toBe(false);
  presentation.hold(item(1, 'fail'));
  expect(presentation.stays).toBe(true);
  presentation.look(item(2, 'fail'));
  await run();
  expect([presentation.shown?.item.number, presentation.stays]).toEqual([1, false]);
  for (let frame = 0; frame < 10; frame += 1) await run();
  expect([presentation.shown?.item.number, presentation.stays]).toEqual([2, true]);
});
