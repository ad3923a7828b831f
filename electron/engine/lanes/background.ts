/** Work that holds up nobody: one thing after the other. */
export interface Background {
  later(work: () => Promise<void>): void;
}

/** @param signal once aborted, nothing more is begun and no trouble is told */
export function createBackground(signal: AbortSignal, onTrouble: (error: unknown) => void): Background {
  let last: Promise<void> = Promise.resolve();
  return {
    later(work) {
      last = last
        .then(() => (signal.aborted ? undefined : work()))
        .catch((thrown: unknown) => {
          if (!signal.aborted) onTrouble(thrown);
        });
    },
  };
}
