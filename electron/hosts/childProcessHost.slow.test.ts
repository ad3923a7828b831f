import { spawnSync } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createChildProcessHost } from './childProcessHost.ts';

test('a process is started with the telemetry of ONNX Runtime switched off', async () => {
  const bundleFolder = await mkdtemp(join(tmpdir(), 'sigmaline-host-'));
  await writeFile(join(bundleFolder, 'package.json'), '{"type":"module"}');
  await writeFile(join(bundleFolder, 'lane.js'), 'process.send(process.env.ORT_DISABLE_TELEMETRY ?? "on");');
  const lane = createChildProcessHost({ bundleFolder }).start('lane');
  const answer = await new Promise((resolve) => lane.onMessage(resolve));
  expect(answer).toBe('1');
});

test.each([
  [false, 'a library complains'],
  [true, ''],
])('what a process prints is shown unless it is quiet (%s)', async (isQuiet, shown) => {
  const bundleFolder = await mkdtemp(join(tmpdir(), 'sigmaline-host-'));
  await writeFile(join(bundleFolder, 'package.json'), '{"type":"module"}');
  await writeFile(join(bundleFolder, 'lane.js'), 'console.error("a library complains"); process.disconnect();');
  const starter = [
    `import { createChildProcessHost } from ${JSON.stringify(new URL('./childProcessHost.ts', import.meta.url).href)};`,
    `createChildProcessHost({ bundleFolder: ${JSON.stringify(bundleFolder)} }).start('lane', { isQuiet: ${isQuiet} });`,
  ].join('\n');
  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', starter], { encoding: 'utf8' });
  expect(stderr.trim()).toBe(shown);
});
