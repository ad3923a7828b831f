import type { MessageBoxOptions } from 'electron';
import type { ErrorReport } from '../../shared/domain/index.ts';

type ShowMessageBox = (box: MessageBoxOptions) => Promise<{ readonly response: number }>;

export interface EngineTrouble {
  failed(error: ErrorReport): void;
  opened(): void;
}

const QUIT = 1;

/** Says why the engine cannot work. The box goes away by itself when a later try succeeds, as when a share is connected again. */
export function showEngineTrouble(showMessageBox: ShowMessageBox, quit: () => void): EngineTrouble {
  let shown: AbortController | null = null;
  return {
    failed(error) {
      if (shown !== null) return;
      const box = new AbortController();
      shown = box;
      showMessageBox({
        type: 'error',
        title: 'Sigmaline',
        message: 'The station cannot run at the moment.',
        detail: error.message,
        buttons: ['Keep trying', 'Quit'],
        defaultId: 0,
        cancelId: 0,
        signal: box.signal,
      }).then(({ response }) => {
        if (shown === box) shown = null;
        if (response === QUIT && !box.signal.aborted) quit();
      }, quit);
    },
    opened() {
      shown?.abort();
      shown = null;
    },
  };
}
