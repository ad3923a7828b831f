import type { SigmalineBridge } from '../../shared/contract/bridge.ts';

/** The part of a DOM `MessagePort` that is used here; Electron adds its `close` event. */
export interface BridgePort {
  postMessage(frame: unknown): void;
  start(): void;
  addEventListener(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(event: 'close', listener: () => void): void;
}

export interface BridgeEnds {
  readonly bridge: SigmalineBridge;
  /** An engine is there, at the other end of `port`. */
  readonly open: (port: BridgePort) => void;
}

/**
 * The window's end of the contract. What is neither a ping nor a request of the list never leaves the page, and what is sent while no engine is there goes nowhere:
 * a request kept for the next engine would be carried out after the page had told of its failure.
 */
export function createBridge(requestNames: ReadonlySet<string>): BridgeEnds {
  const frameListeners: ((frame: unknown) => void)[] = [];
  const closeListeners: (() => void)[] = [];
  const openListeners: (() => void)[] = [];
  let port: BridgePort | null = null;

  function lose(lost: BridgePort): void {
    if (port !== lost) return;
    port = null;
    for (const listener of closeListeners) listener();
  }

  function open(opened: BridgePort): void {
    if (port !== null) lose(port);
    port = opened;
    opened.addEventListener('message', (event) => {
      if (port === opened) for (const listener of frameListeners) listener(event.data);
    });
    opened.addEventListener('close', () => lose(opened));
    opened.start();
    for (const listener of openListeners) listener();
  }

  const bridge: SigmalineBridge = {
    send(frame) {
      if (!isAllowed(frame, requestNames))
        throw new Error('There is no request in this frame that the window may ask.');
      port?.postMessage(frame);
    },
    onFrame: (listener) => frameListeners.push(listener),
    onClose: (listener) => closeListeners.push(listener),
    onOpen(listener) {
      openListeners.push(listener);
      if (port !== null) listener();
    },
  };
  return { bridge, open };
}

function isAllowed(frame: unknown, requestNames: ReadonlySet<string>): boolean {
  if (typeof frame !== 'object' || frame === null) return false;
  const { kind, name } = frame as { kind?: unknown; name?: unknown };
  return kind === 'ping' || (kind === 'request' && typeof name === 'string' && requestNames.has(name));
}
