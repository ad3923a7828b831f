/** The sandboxed script between the page and the main process: puts the bridge at `window.sigmaline` and takes ports for it. */
import { contextBridge, ipcRenderer } from 'electron';
import { BRIDGE_PORT_CHANNEL } from '../../shared/contract/bridge.ts';
import { createBridge } from './bridge.ts';
import { windowRequests } from './requestNames.ts';

const { bridge, open } = createBridge(windowRequests);

ipcRenderer.on(BRIDGE_PORT_CHANNEL, (event) => {
  const [port] = event.ports;
  if (port !== undefined) open(port);
});

contextBridge.exposeInMainWorld('sigmaline', bridge);
