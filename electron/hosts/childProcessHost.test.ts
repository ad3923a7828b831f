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
