import { expect, it } from 'vitest';
import { nthCallFails } from './index.ts';

/** Some places of a run that differ with every change of it; `npm run test:torture` tries them all. */
const STRIDE = 210;

it('a call of the file system or of the database that fails loses nothing, and the station recovers by itself', async () => {
  const { summary, failures } = await nthCallFails({ stride: STRIDE, print: () => undefined });
  expect(failures, summary).toEqual([]);
}, 240_000);
