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
      const name = refusedName(frame, requestNames);
      if (name !== null) throw new Error(`There is no request ${name}.`);
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

/** @returns null for a frame that may pass, else what it is called in the error */
function refusedName(frame: unknown, requestNames: ReadonlySet<string>): string | null {
  if (typeof frame !== 'object' || frame === null) return 'in this frame';
  const { kind, name } = frame as { kind?: unknown; name?: unknown };
  if (kind === 'ping') return null;
  if (kind !== 'request' || typeof name !== 'string') return 'in this frame';
  return requestNames.has(name) ? null : name;
}
