/** The sandboxed script between page and main process: provides `window.sigmaline` and receives its message ports. */
import { contextBridge, ipcRenderer } from 'electron';
import { BRIDGE_PORT_CHANNEL } from '../../shared/contract/bridge.ts';
import { createBridge } from './bridge.ts';

/**
 * The names of all requests that the window may send. The build fills them in from the contract's table, so that this sandboxed script
 * holds a short list instead of every schema.
 */
declare const __WINDOW_REQUESTS__: readonly string[];

const { bridge, open } = createBridge(new Set(__WINDOW_REQUESTS__));

ipcRenderer.on(BRIDGE_PORT_CHANNEL, (event) => {
  const [port] = event.ports;
  if (port !== undefined) open(port);
});

contextBridge.exposeInMainWorld('sigmaline', bridge);
