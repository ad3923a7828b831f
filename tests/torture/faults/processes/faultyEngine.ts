/** The real engine with lanes whose answers are known, whose calls can be made to fail from outside. */

import { fileURLToPath } from 'node:url';
import { type Engine, startEngine } from '../../../../electron/engine/engine.ts';
import { openParentTransport } from '../../../../electron/engine/transports/index.ts';
import { connectToParent, createChildProcessHost } from '../../../../electron/hosts/index.ts';
import { reportOf } from '../../../../shared/domain/index.ts';
import { quickTimings } from '../../../integration/engine/testProcesses.ts';
import { faultPlanFrom } from './environment.ts';
import { answerAgain, arm, disarm } from './injection.ts';
import type { FromFaulty, ToFaulty } from './messages.ts';

const parent = connectToParent();
const send = (message: FromFaulty): void => parent.send(message);
let engine: Engine | null = null;

parent.onGone(() => process.exit(0));
parent.onMessage((raw) => {
  const message = raw as ToFaulty | { readonly kind: 'stop' };
  switch (message.kind) {
    case 'begin':
      return void begin(message.dataFolder, message.laneFault);
    case 'arm':
      return arm(message.plan);
    case 'disarm':
      return send({ kind: 'counted', ...disarm() });
    case 'answerAgain':
      return answerAgain();
    case 'stop':
      return void end();
  }
});

async function begin(dataFolder: string, laneFault: string | null): Promise<void> {
  const bundleFolder = fileURLToPath(new URL('.', import.meta.url));
  const host = createChildProcessHost({
    bundleFolder,
    environment: laneFault === null ? {} : { SIGMALINE_LANE_FAULT: laneFault },
  });
  const plan = faultPlanFrom(process.env.SIGMALINE_START_FAULT);
  if (plan !== null) arm(plan);
  try {
    engine = await startEngine({
      dataFolder,
      resourcesFolder: dataFolder,
      host,
      http: null,
      timings: quickTimings,
      retentionTimings: { everyMs: 50, pauseMs: 100, retryMs: 100 },
      backupTimings: { lookEveryMs: 300, wantedAfterMs: 3_600_000 },
      onBroken: ({ code }) => send({ kind: 'broken', code }),
    });
    openParentTransport(parent, engine.server, engine.reception);
    send({ kind: 'begun' });
  } catch (thrown) {
    const { code, message } = reportOf(thrown);
    send({ kind: 'refused', code, message });
    setTimeout(() => process.exit(1), 100);
  }
}

async function end(): Promise<void> {
  try {
    await engine?.stop();
    process.exit(0);
  } catch (thrown) {
    console.error(thrown);
    process.exit(1);
  }
}

send({ kind: 'ready' });
