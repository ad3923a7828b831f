/** The starter of this process, as a lane, a task or the engine sees it. */
export interface Parent {
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** The starter has gone: nobody will ever read another answer. */
  onGone(listener: () => void): void;
}

export function connectToParent(): Parent {
  return {
    send(message) {
      // A starter that was killed is noticed by `onGone`; what could not be sent to it any more is nobody's trouble.
      if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
    },
    onMessage: (listener) => process.on('message', listener),
    onGone: (listener) => process.once('disconnect', listener),
  };
}
