import { expect, it } from 'vitest';
import { worstOf } from './sound.svelte.ts';

it('lets one sound speak for parts that arrive together: that of the worst', () => {
  expect(worstOf(['pass', 'fail', 'review'])).toBe('fail');
  expect(worstOf(['error', 'fail'])).toBe('error');
  expect(worstOf([])).toBeNull();
});
