/** An engine that can be killed: the real one, with lanes whose answers are known. */
import { startEngine } from '../../../../electron/engine/engine.ts';
import { connectToParent } from '../../../../electron/hosts/index.ts';
import { quickTimings, testHost } from '../testProcesses.ts';

const parent = connectToParent();
parent.onGone(() => process.exit(0));
parent.onMessage(async (message) => {
  const { dataFolder } = message as { readonly dataFolder: string };
  await startEngine({ dataFolder, resourcesFolder: dataFolder, host: testHost(), http: null, timings: quickTimings });
  parent.send('started');
});
parent.send('ready');
