import { electronParentPort } from './parentPort.ts';
import { belongsToRelay } from './relayMessages.ts';

/** The starter of this process, as a lane, a fitter or the engine sees it. */
export interface Parent {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** The starter has gone: nobody will ever read another answer. */
  onGone(listener: () => void): void;
}

/** The connection to whoever started this process, under plain Node (IPC) and under Electron's utilityProcess (parent port) alike. */
export function connectToParent(): Parent {
  const port = electronParentPort();
  if (port !== undefined) {
    return {
      send: (message) => port.postMessage(message),
      onMessage: (listener) =>
        port.on('message', (event) => {
          if (!belongsToRelay(event.data)) listener(event.data);
        }),
      // Electron ends utility processes with their parent.
      onGone: () => undefined,
    };
  }
  return {
    send: (message) => {
      // A starter that was killed is noticed by `onGone`; what could not be sent to it any more is nobody's trouble.
      if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
    },
    onMessage: (listener) => process.on('message', listener),
    onGone: (listener) => process.once('disconnect', listener),
  };
}
