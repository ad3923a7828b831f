import type { BrowserWindow, BrowserWindowConstructorOptions } from 'electron';

/** A sandboxed page without Node, in its own world, that shows the interface and nothing else. */
export function mainWindowOptions(options: {
  readonly kiosk: boolean;
  readonly preloadFile: string;
  readonly isPackaged: boolean;
}): BrowserWindowConstructorOptions {
  return {
    title: 'Sigmaline',
    width: 1440,
    height: 900,
    minWidth: 800,
    minHeight: 600,
    backgroundColor: '#101418',
    // Shown when the first paint is there: an empty window looks like a fault.
    show: false,
    kiosk: options.kiosk,
    autoHideMenuBar: true,
    webPreferences: {
      preload: options.preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
      spellcheck: false,
      // The verdict must stand on the screen also while another window has the focus.
      backgroundThrottling: false,
      devTools: !options.isPackaged,
    },
  };
}

/** A page that crashed comes back by itself: an operator must not face an empty screen that looks like no defects. */
export function reloadAfterCrash({ webContents }: BrowserWindow, delayMs: number): void {
  webContents.on('render-process-gone', () => {
    setTimeout(() => {
      if (!webContents.isDestroyed()) webContents.reload();
    }, delayMs);
  });
}
