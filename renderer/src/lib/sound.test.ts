import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Sound, worstOf } from './sound.svelte.ts';
import type { ThisScreen } from './thisScreen.svelte.ts';

beforeEach(() => vi.stubGlobal('$state', <Value>(value: Value): Value => value));
afterEach(() => vi.unstubAllGlobals());

it('lets one sound speak for parts that arrive together: that of the worst', () => {
  expect(worstOf(['pass', 'fail', 'review'])).toBe('fail');
  expect(worstOf(['error', 'fail'])).toBe('error');
  expect(worstOf([])).toBeNull();
});

it('opens a device for sound only where the screen is to be heard, at the first touch from then on', async () => {
  const page = new EventTarget();
  const screen = { muted: true, sounds: ['fail'], volume: 60 };
  const open = vi.fn(() => ({ resume: () => Promise.resolve(), state: 'running' }) as AudioContext);
  const sound = new Sound(page as Window, screen as unknown as ThisScreen, open);
  const touch = (): void => {
    for (const event of ['pointerdown', 'click']) page.dispatchEvent(new Event(event));
  };
  touch();
  expect([sound.state, open.mock.calls.length]).toEqual(['muted', 0]);
  page.dispatchEvent(new Event('pointerdown'));
  screen.muted = false;
  page.dispatchEvent(new Event('click'));
  await vi.waitFor(() => expect(sound.state).toBe('on'));
  touch();
  expect(open).toHaveBeenCalledTimes(1);
});
