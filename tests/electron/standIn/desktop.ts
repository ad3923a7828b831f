import { note } from './calls.ts';

export const dialog = {
  showErrorBox(title: string, content: string): void {
    note('dialog.showErrorBox', title, content);
  },
  /** Nobody presses a button; the box goes when it is aborted, as Electron answers with the cancel button then. */
  showMessageBox(box: {
    message: string;
    detail: string;
    cancelId: number;
    signal: AbortSignal;
  }): Promise<{ response: number }> {
    note('dialog.showMessageBox', box.message, box.detail);
    return new Promise((resolve) => {
      box.signal.addEventListener('abort', () => {
        note('dialog.showMessageBox closed');
        resolve({ response: box.cancelId });
      });
    });
  },
};

export const Menu = {
  setApplicationMenu(menu: unknown): void {
    note('Menu.setApplicationMenu', menu);
  },
  buildFromTemplate: (template: unknown): unknown => template,
};

export const powerSaveBlocker = {
  start(kind: string): number {
    note('powerSaveBlocker.start', kind);
    return 1;
  },
};
