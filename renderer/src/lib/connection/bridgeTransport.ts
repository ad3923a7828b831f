import type { SigmalineBridge } from '../../../../shared/contract/bridge.ts';
import { createListenedChannel, type ListenedChannel, type Transport } from './listenedChannel.ts';

const REOPEN_MS = 1000;

/** The contract over what Electron's preload offers. */
export function createBridgeTransport(bridge: SigmalineBridge): Transport {
  return {
    start(onChannel) {
      let current: ListenedChannel | null = null;

      function open(): void {
        current?.end();
        const listened = createListenedChannel(
          (frame) => bridge.send(frame),
          () => {
            listened.end();
            // Whoever closes the channel found it silent; the engine may answer again.
            setTimeout(() => {
              if (current === listened) open();
            }, REOPEN_MS);
          },
        );
        current = listened;
        onChannel(listened.channel);
      }

      bridge.onFrame((frame) => current?.receive(frame));
      bridge.onClose(() => current?.end());
      bridge.onOpen(open);
      open();
    },
  };
}
