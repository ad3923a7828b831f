/** The connection to the station: Electron's bridge if there is one, otherwise a WebSocket. Reconnects automatically. */
import type { SigmalineBridge } from '../../../../shared/contract/bridge.ts';
import { createBridgeTransport } from './bridgeTransport.ts';
import type { Transport } from './stationConnection.svelte.ts';
import { contractAddress, createWebSocketTransport } from './webSocketTransport.ts';

export { type ConnectionState, StationConnection } from './stationConnection.svelte.ts';

declare global {
  interface Window {
    readonly sigmaline?: SigmalineBridge;
  }
}

export function createTransport(page: Window): Transport {
  return page.sigmaline === undefined
    ? createWebSocketTransport(contractAddress(page.location), () => page.location.reload())
    : createBridgeTransport(page.sigmaline);
}
