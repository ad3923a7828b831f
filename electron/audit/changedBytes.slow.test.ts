import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { everydayChain } from './chain.fixture.ts';
import { entryBytes, unnoticedChanges } from './changedBytes.fixture.ts';
import { verifyDatabase } from './verification.ts';

const folder = mkdtempSync(join(tmpdir(), 'changed-bytes-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** `npm run test:torture -- --only bytes` takes all of them, which takes minutes. */
const EVERY = 37;

test('a changed byte of the pages that hold entries is noticed, wherever anything lies', () => {
  const { chain } = everydayChain(folder);
  chain.close();
  const bytes = entryBytes(chain.file);
  const sample = bytes.filter((_, index) => index % EVERY === 0);
  expect(sample.filter(({ isUsed }) => isUsed).length).toBeGreaterThan(300);
  expect(unnoticedChanges(chain.file, sample, (position) => 1 << ((position * 5) % 8))).toEqual([]);
  expect(verifyDatabase(chain.file).isIntact).toBe(true);
});
