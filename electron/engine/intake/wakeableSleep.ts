/** A pause that something urgent can cut short. A wake that comes while nobody sleeps cuts the next pause short. */
export interface WakeableSleep {
  sleep(milliseconds: number): Promise<void>;
  wake(): void;
}

export function createWakeableSleep(): WakeableSleep {
  let wakePending = false;
  let wakeSleeper: (() => void) | null = null;
  return {
    sleep(milliseconds) {
      return new Promise((resolve) => {
        const end = (): void => {
          clearTimeout(clock);
          wakeSleeper = null;
          wakePending = false;
          resolve();
        };
        const clock = setTimeout(end, wakePending ? 0 : milliseconds);
        wakeSleeper = end;
      });
    },
    wake() {
      wakePending = true;
      wakeSleeper?.();
    },
  };
}
