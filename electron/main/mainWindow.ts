import type { BrowserWindowConstructorOptions, Rectangle } from 'electron';

/** A sandboxed page without Node, in its own world, that shows the interface and nothing else. */
export function mainWindowOptions(options: {
  readonly kiosk: boolean;
  readonly preloadFile: string;
  readonly isPackaged: boolean;
  /** On which screen; null for the usual place. */
  readonly place?: Rectangle | null;
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
    ...options.place,
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
