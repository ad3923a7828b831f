import { note } from './calls.ts';

interface MessageBox {
  readonly message: string;
  readonly detail: string;
  readonly cancelId: number;
  readonly signal: AbortSignal;
}

export const dialog = {
  showErrorBox(title: string, content: string): void {
    note('dialog.showErrorBox', title, content);
  },
  /** Nobody presses a button; the box goes when it is aborted, as Electron answers with the cancel button then. */
  showMessageBox(...values: [box: MessageBox] | [window: object, box: MessageBox]): Promise<{ response: number }> {
    const [box] = values.slice(-1) as [MessageBox];
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

/** One screen. */
export const screen = {
  getAllDisplays: () => [{ id: 1, bounds: { x: 0, y: 0, width: 1920, height: 1080 } }],
  getPrimaryDisplay: () => ({ id: 1 }),
};

/** A store of a system that keeps secrets: what it gives back is not what lies on the disk. */
export const safeStorage = {
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () => 'gnome_libsecret',
  encryptString: (text: string): Buffer => Buffer.from(text).reverse(),
  decryptString: (encrypted: Buffer): string => Buffer.from(encrypted).reverse().toString(),
};
