import type { Channel } from '../../../../shared/contract/index.ts';

/** Keeps trying to have one channel to the station open. */
export interface Transport {
  /** @param onChannel is told of every channel that opens; the one before has been closed by then */
  start(onChannel: (channel: Channel) => void): void;
}
