import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, rmdirSync, writeFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { afterAll, describe, expect, it } from 'vitest';
import { memoryAtHand } from './memory.ts';

const LIMIT_BYTES = 2 * 1024 ** 3;
const GROUPS = [
  { folder: '/sys/fs/cgroup/memory/sigmaline-test', limit: 'memory.limit_in_bytes' },
  { folder: '/sys/fs/cgroup/sigmaline-test', limit: 'memory.max' },
];

/** A group of processes with a limit of memory, as a container has it. Making one needs root, and even that may be denied: only trying tells. */
function makeGroup(): string | null {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return null;
  for (const { folder, limit } of GROUPS) {
    try {
      mkdirSync(folder);
      if (!existsSync(`${folder}/${limit}`)) throw new Error('this controller is not here');
      writeFileSync(`${folder}/${limit}`, String(LIMIT_BYTES));
      return folder;
    } catch {
      if (existsSync(folder)) rmdirSync(folder);
    }
  }
  return null;
}

const group = makeGroup();

afterAll(() => {
  if (group !== null) rmdirSync(group);
});

it('is that of the machine where no container limits it', () => {
  expect(memoryAtHand()).toBeLessThanOrEqual(totalmem());
  expect(memoryAtHand()).toBeGreaterThan(0);
});

describe.skipIf(group === null)('in a container (a group of processes is made, which needs root)', () => {
  it('is what the container may take', () => {
    const script = `import(${JSON.stringify(new URL('memory.ts', import.meta.url).href)}).then(({ memoryAtHand }) => console.log(memoryAtHand()))`;
    const inGroup = `echo $$ > ${group}/cgroup.procs && exec "$0" -e "$1"`;
    expect(Number(execFileSync('sh', ['-c', inGroup, process.execPath, script]).toString())).toBe(LIMIT_BYTES);
  });
});
