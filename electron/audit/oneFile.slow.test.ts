import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildIfStale } from '../../build/bundles.ts';
import { everydayChain, type WrittenChain } from './chain.fixture.ts';
import { proveRecord } from './proof.ts';

const folder = mkdtempSync(join(tmpdir(), 'one-file-'));
afterAll(() => rmSync(folder, { recursive: true }));
const built = fileURLToPath(new URL('../../out/node/verify.js', import.meta.url));
// Away from everything that it could import.
const verifier = join(folder, 'verify.mjs');
// This Node, and the one of the machine, which may be older.
const folders = (process.env.PATH ?? '').split(delimiter).filter((place) => !place.includes('node_modules'));
const ofMachine = folders.map((place) => join(place, 'node')).find((file) => existsSync(file));
const nodes = ofMachine === undefined ? [process.execPath] : [process.execPath, ofMachine];

let chain: WrittenChain;
let checkpoints: string[];
beforeAll(async () => {
  await buildIfStale('verifier');
  copyFileSync(built, verifier);
  ({ chain, checkpoints } = everydayChain(folder));
  chain.close();
});

const run = (node: string, ...given: string[]) =>
  spawnSync(node, [verifier, ...given], { cwd: folder, encoding: 'utf8' });

test('an auditor can read it, and it needs nothing but Node', () => {
  const text = readFileSync(built, 'utf8');
  expect(text.split('\n').length).toBeLessThanOrEqual(1523);
  const imports = [...text.matchAll(/(?:from|import\(?) ['"]([^'"]+)['"]/g)].map(([, name]) =>
    name!.replace('node:', ''),
  );
  expect(imports.filter((name) => !builtinModules.includes(name))).toEqual([]);
});

test.each(nodes)('it verifies with %s', (node) => {
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout ?? '';
  if (Number(/^v(\d+)/.exec(version)?.[1] ?? 0) < 20) return;
  writeFileSync(join(folder, 'key.txt'), chain.key.text);
  writeFileSync(join(folder, 'last.txt'), checkpoints.at(-1)!);
  const whole = run(node, chain.file, '--key', 'key.txt', '--checkpoint', 'last.txt', '--no-files');
  expect({ ...whole, status: whole.status }).toMatchObject({ status: 0, stderr: '' });
  expect(whole.stdout).toMatch(/^intact, 30 entries, 23 records; checkpoints compared: 4;.*\n$/);

  writeFileSync(join(folder, 'altered.txt'), checkpoints.at(-1)!.replace('time 2026', 'time 2025'));
  const altered = run(node, chain.file, '--checkpoint', 'altered.txt', '--json');
  expect(altered.status).toBe(1);
  const { faults } = JSON.parse(altered.stdout) as { faults: { code: string }[] };
  expect(faults.map(({ code }) => code)).toEqual(['checkpoint.signature']);

  const id = String(chain.lastRecord);
  writeFileSync(join(folder, 'proof.json'), JSON.stringify(proveRecord(chain.file, id)));
  expect(run(node, '--record', id, '--proof', 'proof.json', '--key', 'key.txt')).toMatchObject({ status: 0 });

  for (const given of [[], ['nowhere.sqlite'], ['--unknown'], [chain.file, chain.file]])
    expect(run(node, ...given)).toMatchObject({ status: 2, stdout: '' });
});
