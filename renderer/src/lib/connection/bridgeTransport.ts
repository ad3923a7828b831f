import type { SigmalineBridge } from '../../../../shared/contract/bridge.ts';
import { ListenedChannel } from '../../../../shared/contract/index.ts';
import type { Transport } from './stationConnection.svelte.ts';

const REOPEN_MS = 1000;

/** The contract over what Electron's preload offers. */
export function createBridgeTransport(bridge: SigmalineBridge): Transport {
  return (onChannel) => {
    let current: ListenedChannel | null = null;

    function open(): void {
      current?.end();
      const channel = new ListenedChannel(
        (frame) => bridge.send(frame),
        () => {
          channel.end();
          // Whoever closes the channel found it silent; the engine may answer again.
          setTimeout(() => {
            if (current === channel) open();
          }, REOPEN_MS);
        },
      );
      current = channel;
      onChannel(channel);
    }

    bridge.onFrame((frame) => current?.receive(frame));
    bridge.onClose(() => current?.end());
    bridge.onOpen(open);
    open();
  };
}
