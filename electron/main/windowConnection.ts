import { BRIDGE_PORT_CHANNEL } from '../../shared/contract/bridge.ts';
import type { EngineSupervisor } from '../hosts/index.ts';

/** The part of Electron's `MessagePortMain` that is used here. */
interface WindowPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown;
  start(): void;
  close(): void;
}

/** The part of Electron's `WebContents` that is used here. */
interface WindowContents<Port extends WindowPort> {
  postMessage(channel: string, message: unknown, transfer: Port[]): void;
  on(event: 'dom-ready' | 'destroyed', listener: () => void): unknown;
  on(event: 'render-process-gone', listener: () => void): unknown;
}

/**
 * Carries frames between the page and the engine. A port lives as long as both of its ends: a page that was reloaded and an engine that was started again
 * each get a new one, so the page learns of a lost engine by its port's end and of the next one by the next port.
 */
export function connectWindow<Port extends WindowPort>(
  contents: WindowContents<Port>,
  engine: EngineSupervisor,
  createChannel: () => { readonly port1: Port; readonly port2: Port },
): void {
  let pageIsReady = false;
  let port: Port | null = null;

  function open(): void {
    close();
    if (!pageIsReady || !engine.isOpen) return;
    const { port1, port2 } = createChannel();
    port1.on('message', (event) => engine.send('window', event.data));
    port1.start();
    contents.postMessage(BRIDGE_PORT_CHANNEL, null, [port2]);
    port = port1;
  }

  function close(): void {
    if (port === null) return;
    port.close();
    port = null;
    engine.forgetWindow();
  }

  function pageGone(): void {
    pageIsReady = false;
    close();
  }

  contents.on('dom-ready', () => {
    pageIsReady = true;
    open();
  });
  contents.on('render-process-gone', pageGone);
  contents.on('destroyed', pageGone);
  engine.onFrame('window', (frame) => port?.postMessage(frame));
  engine.onOpen(open);
  engine.onClose(close);
}
