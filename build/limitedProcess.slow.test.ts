import { expect, it } from 'vitest';
import { runLimited } from './limitedProcess.ts';

/** Node's own, with one more below it that no polite signal ends. */
const NEVER = "setInterval(() => undefined, 1000); process.on('SIGTERM', () => undefined); console.log(process.pid);";
const HANGING = `${NEVER} require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(NEVER)}], { stdio: 'inherit' });`;

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

it('a step that hangs is ended at its limit, with every process below it', async () => {
  let said = '';
  const hear = (bytes: Buffer): void => {
    said += bytes.toString();
  };
  const pids = (): number[] => said.trim().split('\n').map(Number);
  const running = runLimited(process.execPath, ['-e', HANGING], { limitMs: 4000, graceMs: 200 }, { hear });
  await expect.poll(() => pids().length, { timeout: 3800 }).toBe(2);
  expect(pids().map(isRunning)).toEqual([true, true]);
  expect(await running).toEqual({ code: 1, isLate: true });
  await expect.poll(() => pids().some(isRunning), { timeout: 5000 }).toBe(false);
});

it('a step that ends tells its code, what it said, and nothing of a limit', async () => {
  const said: Buffer[] = [];
  const script = "console.log('first'); console.error('second'); process.exitCode = 3;";
  const ended = await runLimited(
    process.execPath,
    ['-e', script],
    { limitMs: 60_000, graceMs: 1000 },
    { hear: (bytes) => void said.push(bytes) },
  );
  expect(ended).toEqual({ code: 3, isLate: false });
  expect(Buffer.concat(said).toString().split('\n').sort()).toEqual(['', 'first', 'second']);
});

it('a step that cannot be started has failed', async () => {
  const ended = await runLimited('no-such-program-anywhere', [], { limitMs: 60_000, graceMs: 1000 });
  expect(ended).toEqual({ code: 1, isLate: false });
});
