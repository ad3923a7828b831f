/** Gathers changes that come in quick succession: `announce` runs soon after the first, and at most once in every `everyMs`. */
export interface ChangeSignal {
  changed(): void;
  stop(): void;
}

export function createChangeSignal(everyMs: number, announce: () => void): ChangeSignal {
  let lastMs = Number.NEGATIVE_INFINITY;
  let clock: NodeJS.Timeout | null = null;
  let stopped = false;
  return {
    changed() {
      if (clock !== null || stopped) return;
      const delay = Math.max(0, lastMs + everyMs - performance.now());
      clock = setTimeout(() => {
        clock = null;
        lastMs = performance.now();
        announce();
      }, delay);
    },
    stop() {
      stopped = true;
      if (clock !== null) clearTimeout(clock);
    },
  };
}
