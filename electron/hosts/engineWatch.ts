export interface WatchTiming {
  readonly intervalMs: number;
  /** After so many intervals without a word from the engine it counts as hanging. */
  readonly silentIntervals: number;
}

export interface EngineWatch {
  begin(): void;
  /** The engine said something, whatever it was. */
  heard(): void;
  end(): void;
}

/**
 * Asks the engine for signs of life: a process that hangs is as bad for the line as one that ended, and nobody starts it again. Intervals are counted, not
 * the time that passed, so that a machine that wakes from sleep finds no engine guilty.
 */
export function createEngineWatch(
  { intervalMs, silentIntervals }: WatchTiming,
  { ask, onSilent }: { readonly ask: () => void; readonly onSilent: () => void },
): EngineWatch {
  let timer: NodeJS.Timeout | undefined;
  let silent = 0;

  function look(): void {
    silent += 1;
    if (silent > silentIntervals) {
      clearInterval(timer);
      onSilent();
    } else {
      ask();
    }
  }

  return {
    begin() {
      silent = 0;
      clearInterval(timer);
      timer = setInterval(look, intervalMs);
    },
    heard() {
      silent = 0;
    },
    end: () => clearInterval(timer),
  };
}
