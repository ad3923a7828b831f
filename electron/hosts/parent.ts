/** The starter of this process, as a lane, a fitter or the engine sees it. */
export interface Parent {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** The starter has gone: nobody will ever read another answer. */
  onGone(listener: () => void): void;
}

/** Electron's utilityProcess gives its child this port; its types belong to the renderer of no plain Node process. */
interface ElectronParentPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
}

/** The connection to whoever started this process, under plain Node (IPC) and under Electron's utilityProcess (parent port) alike. */
export function connectToParent(): Parent {
  const port = (process as { parentPort?: ElectronParentPort }).parentPort;
  if (port !== undefined) {
    return {
      send: (message) => port.postMessage(message),
      onMessage: (listener) => port.on('message', (event) => listener(event.data)),
      // Electron ends utility processes with their parent.
      onGone: () => undefined,
    };
  }
  return {
    send: (message) => {
      if (process.connected) process.send?.(message);
    },
    onMessage: (listener) => process.on('message', listener),
    onGone: (listener) => process.once('disconnect', listener),
  };
}
