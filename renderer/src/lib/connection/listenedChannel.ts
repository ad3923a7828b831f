import type { Channel, Frame } from '../../../../shared/contract/index.ts';

/** A channel whose other end is fed by a transport. */
export interface ListenedChannel {
  readonly channel: Channel;
  receive(frame: unknown): void;
  /** Tells the listeners, once, that nothing will come any more. */
  end(): void;
}

export function createListenedChannel(send: (frame: Frame) => void, close: () => void): ListenedChannel {
  const frameListeners: ((frame: unknown) => void)[] = [];
  const closeListeners: (() => void)[] = [];
  let ended = false;

  return {
    channel: {
      send(frame) {
        if (!ended) send(frame);
      },
      onFrame: (listener) => void frameListeners.push(listener),
      onClose: (listener) => void closeListeners.push(listener),
      close,
    },
    receive(frame) {
      if (ended) return;
      for (const listener of frameListeners) listener(frame);
    },
    end() {
      if (ended) return;
      ended = true;
      for (const listener of closeListeners) listener();
    },
  };
}

/** Keeps trying to have one channel to the station open. */
export interface Transport {
  /** @param onChannel is told of every channel that opens; the one before has been closed by then */
  start(onChannel: (channel: Channel) => void): void;
}
