import { reportOf, SigmalineError } from '../../../shared/domain/index.ts';

export type StorageState = 'ok' | 'full' | 'readOnly' | 'failing';

export interface StorageCondition {
  readonly state: StorageState;
  /** The sentence that explains a state other than `ok`. */
  readonly problem: string | null;
}

/** Whether records can be written. Trouble is told to it by whoever meets it; that it is over, only a write that succeeds can tell. */
export interface StorageWatch {
  condition(): StorageCondition;
  /** Nothing is taken in and nothing is judged where this is false. */
  canWrite(): boolean;
  report(error: unknown): void;
  stop(): void;
}

export interface StorageWatchOptions {
  /** Whether so little room was measured that nothing more is begun. */
  readonly isDiskFull: () => boolean;
  /** Writes something to the database and to its folder, and waits for the disk. @throws where it cannot be done */
  readonly probe: () => void;
  /** Whether the database still lies where it was opened. @throws SigmalineError `storage.moved` */
  readonly requireInPlace: () => void;
  readonly dataFolder: string;
  readonly everyMs: number;
  readonly onChanged: () => void;
  readonly onTrouble: (error: unknown) => void;
}

export function createStorageWatch(options: StorageWatchOptions): StorageWatch {
  let trouble: StorageCondition | null = null;

  function report(error: unknown): void {
    const { code, message } = reportOf(error);
    const isNews = trouble?.problem !== message;
    trouble = { state: stateOf(code), problem: message };
    if (!isNews) return;
    options.onTrouble(error);
    options.onChanged();
  }

  function look(): void {
    try {
      if (trouble === null) options.requireInPlace();
      else options.probe();
    } catch (thrown) {
      report(thrown);
      return;
    }
    if (trouble === null) return;
    trouble = null;
    options.onChanged();
  }

  function condition(): StorageCondition {
    if (trouble !== null) return trouble;
    if (!options.isDiskFull()) return { state: 'ok', problem: null };
    const { message } = new SigmalineError('station.disk-full', { folder: options.dataFolder });
    return { state: 'full', problem: message };
  }

  const clock = setInterval(look, options.everyMs);
  return {
    condition,
    canWrite: () => condition().state === 'ok',
    report,
    stop: () => clearInterval(clock),
  };
}

function stateOf(code: string): StorageState {
  if (code === 'station.disk-full') return 'full';
  return code === 'storage.read-only' ? 'readOnly' : 'failing';
}
