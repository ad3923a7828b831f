import { createChildProcessHost } from './childProcessHost.ts';
import { electronParentPort } from './parentPort.ts';
import type { ProcessHost } from './processHost.ts';
import { createRelayedHost } from './relayedHost.ts';

/** What the engine starts its lanes with: itself under plain Node, the main process under Electron's utilityProcess. */
export function createEngineHost(): ProcessHost {
  const port = electronParentPort();
  return port === undefined ? createChildProcessHost() : createRelayedHost(port);
}
