import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everydayChain } from '../../../electron/audit/chain.fixture.ts';
import { entryBytes, unnoticedChanges } from '../../../electron/audit/changedBytes.fixture.ts';
import type { Outcome, Print } from '../outcome.ts';
import { createRandom } from '../random.ts';

const AT_ONCE = 1000;

/** Changes every byte of the pages that hold a chain's entries, each to another value: the verifier must notice it wherever anything lies. */
export async function changedBytes({
  seed,
  print,
}: {
  readonly seed: number;
  readonly print: Print;
}): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'sigmaline-bytes-'));
  const random = createRandom(seed);
  try {
    const { chain } = everydayChain(folder);
    chain.close();
    const bytes = entryBytes(chain.file);
    const failures: string[] = [];
    for (let from = 0; from < bytes.length; from += AT_ONCE) {
      const wrong = unnoticedChanges(chain.file, bytes.slice(from, from + AT_ONCE), () => random.between(1, 255));
      failures.push(
        ...wrong.map(
          ({ position, isUsed }) => `byte ${position}: ${isUsed ? 'unnoticed' : 'noticed, but it holds nothing'}`,
        ),
      );
      print(`${Math.min(from + AT_ONCE, bytes.length)} of ${bytes.length} bytes`);
    }
    return { summary: { bytes: bytes.length, holding: bytes.filter(({ isUsed }) => isUsed).length }, failures };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
