import { MessageChannelMain, type MessagePortMain, type WebContents } from 'electron';
import { BRIDGE_PORT_CHANNEL } from '../../shared/contract/bridge.ts';
import type { Line } from '../../shared/processes/engine.ts';
import type { EngineSupervisor } from '../hosts/index.ts';

/**
 * Carries frames between the page and the engine. A port lives as long as both of its ends: a page that was reloaded and an engine that was started again
 * each get a new one, so the page learns of a lost engine by its port's end and of the next one by the next port.
 */
export function connectWindow(contents: WebContents, engine: EngineSupervisor, line: Line): void {
  let pageIsReady = false;
  let port: MessagePortMain | null = null;

  function open(): void {
    close();
    if (!pageIsReady || !engine.isOpen) return;
    const { port1, port2 } = new MessageChannelMain();
    port1.on('message', (event) => engine.send(line, event.data));
    port1.start();
    contents.postMessage(BRIDGE_PORT_CHANNEL, null, [port2]);
    port = port1;
  }

  function close(): void {
    if (port === null) return;
    port.close();
    port = null;
    engine.forget(line);
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
  engine.onFrame(line, (frame) => port?.postMessage(frame));
  engine.onOpen(open);
  engine.onClose(close);
}
