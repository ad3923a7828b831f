import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { everydayChain } from './chain.fixture.ts';
import { entryBytes, unnoticedChanges } from './changedBytes.fixture.ts';
import { verifyDatabase } from './verification.ts';

const folder = mkdtempSync(join(tmpdir(), 'changed-bytes-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** All of them take minutes: `SIGMALINE_EVERY_BYTE=1`, which the torture suite sets. */
const EVERY = process.env.SIGMALINE_EVERY_BYTE === undefined ? 37 : 1;

test(
  'a changed byte of the pages that hold entries is noticed, wherever anything lies',
  () => {
    const { chain } = everydayChain(folder);
    chain.close();
    const bytes = entryBytes(chain.file);
    const sample = bytes.filter((_, index) => index % EVERY === 0);
    expect(sample.filter(({ isUsed }) => isUsed).length).toBeGreaterThan(300);
    expect(unnoticedChanges(chain.file, sample, (position) => 1 << ((position * 5) % 8))).toEqual([]);
    expect(verifyDatabase(chain.file).isIntact).toBe(true);
  },
  15 * 60_000,
);
