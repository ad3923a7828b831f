import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockStation } from './stationLock.ts';

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-lock-'));
  file = join(folder, 'station.lock');
});

afterEach(() => rmSync(folder, { recursive: true }));

/** Another process that holds the lock until it is killed. */
async function holderProcess() {
  const program = join(folder, 'holder.ts');
  const module = fileURLToPath(new URL('./stationLock.ts', import.meta.url));
  writeFileSync(
    program,
    `import { lockStation } from ${JSON.stringify(module)};
     lockStation(process.argv[2], 'folder');
     globalThis.gc();
     process.send('locked');
     setInterval(() => undefined, 1000);`,
  );
  const child = fork(program, [file], { execArgv: ['--expose-gc'] });
  await once(child, 'message');
  return child;
}

describe('the lock of a station', () => {
  it('keeps a second engine out and says whose the station is', async () => {
    const holder = await holderProcess();
    try {
      expect(() => lockStation(file, folder)).toThrow(
        expect.objectContaining({ code: 'station.locked', details: { folder, pid: holder.pid } }),
      );
    } finally {
      holder.kill('SIGKILL');
      await once(holder, 'exit');
    }
  });

  it('ends with the process that held it, however that ends', async () => {
    const holder = await holderProcess();
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    lockStation(file, folder)();
  });

  it('also keeps a second engine of the same process out', () => {
    const unlock = lockStation(file, folder);
    expect(() => lockStation(file, folder)).toThrow(expect.objectContaining({ details: { folder, pid: process.pid } }));
    unlock();
    lockStation(file, folder)();
  });
});
