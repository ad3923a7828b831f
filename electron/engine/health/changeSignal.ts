/** Gathers changes that come in quick succession: `announce` runs soon after the first, and at most once in every `everyMs`. */
export interface ChangeSignal {
  changed(): void;
  /** Changes from before are announced now; until then nothing is. */
  begin(): void;
  stop(): void;
}

export function createChangeSignal(everyMs: number, announce: () => void): ChangeSignal {
  let phase: 'waiting' | 'open' | 'stopped' = 'waiting';
  let lastMs = Number.NEGATIVE_INFINITY;
  let clock: NodeJS.Timeout | null = null;

  function changed(): void {
    if (phase !== 'open' || clock !== null) return;
    const delay = Math.max(0, lastMs + everyMs - performance.now());
    clock = setTimeout(() => {
      clock = null;
      lastMs = performance.now();
      announce();
    }, delay);
  }

  return {
    changed,
    begin() {
      phase = 'open';
      changed();
    },
    stop() {
      phase = 'stopped';
      if (clock !== null) clearTimeout(clock);
    },
  };
}
