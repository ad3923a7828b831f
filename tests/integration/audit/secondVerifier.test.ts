import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Database from 'better-sqlite3';
import { afterAll, expect, test } from 'vitest';
import { everydayChain } from '../../../electron/audit/chain.fixture.ts';
import { verifyDatabase } from '../../../electron/audit/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'second-verifier-'));
afterAll(() => rmSync(folder, { recursive: true }));

const script = fileURLToPath(new URL('recompute.py', import.meta.url));
const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.log('python3 is not installed: the second verifier is left out.');

function writtenChain(name: string): string {
  mkdirSync(join(folder, name));
  const { chain } = everydayChain(join(folder, name));
  for (const score of [
    1e-7,
    1.5e-6,
    123456.789,
    1e16,
    1.2345678901234568e20,
    1e21,
    2 ** 60,
    1e300,
    Number.MIN_VALUE,
    -0.1,
  ]) {
    chain.record({
      score,
      part_distance: -0,
      p_value: Number.POSITIVE_INFINITY,
      lot: 'Ä "1"\n\u2028\u0001',
      look: 2 ** 53,
    });
  }
  for (let count = 0; count < 600; count += 1) chain.say({ action: 'station.started' });
  chain.close();
  return chain.file;
}

test.runIf(hasPython)('a verifier that was written from the description alone finds the same', () => {
  const file = writtenChain('same');
  const { isIntact, entries, records, root } = verifyDatabase(file);
  expect({ isIntact, records }).toEqual({ isIntact: true, records: 33 });
  expect(execFileSync('python3', [script, file], { encoding: 'utf8' })).toBe(`${entries} ${records} ${root}\n`);
});

test.runIf(hasPython)('it names what was altered', () => {
  const file = writtenChain('altered');
  const database = new Database(file);
  database.exec('DROP TRIGGER inspection_is_never_changed; UPDATE inspection SET score = 1 WHERE sequence = 26');
  database.close();
  const { status, stderr } = spawnSync('python3', [script, file], { encoding: 'utf8' });
  expect({ status, stderr }).toEqual({ status: 1, stderr: 'record 26 is wrong\n' });
});
