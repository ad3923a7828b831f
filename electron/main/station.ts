import { join } from 'node:path';
import { app, BrowserWindow, dialog, powerSaveBlocker, protocol, safeStorage, session } from 'electron';
import { createChildProcessHost, EngineSupervisor } from '../hosts/index.ts';
import { IMAGE_SCHEME, INTERFACE_ADDRESS, INTERFACE_SCHEME } from './addresses.ts';
import { showEngineTrouble } from './engineTrouble.ts';
import { keySecretIn } from './keySecret.ts';
import { allowExportsOnly, denyPermissionsAndNetwork, keepToInterface } from './lockDown.ts';
import { openMainLog } from './mainLog.ts';
import { mainWindowOptions, reloadAfterCrash } from './mainWindow.ts';
import { createHostRequests, createPageProtocols } from './pageProtocols.ts';
import { type StationPaths, stationPaths } from './stationPaths.ts';
import { connectWindow } from './windowConnection.ts';

const RESTART_TIMING = { firstMs: 500, longestMs: 30_000, settledAfterMs: 60_000 };
/** Judging the image at hand, a commit and the last backup page fit well into it. */
const STOP_GRACE_MS = 15_000;
const RELOAD_DELAY_MS = 1_000;
/** Electron's fuses keep these variables from loading other code into the main process; the plain Node has no fuses. */
const NO_OTHER_CODE = { NODE_OPTIONS: '', NODE_PATH: '' };

export interface Station {
  focus(): void;
  stop(): Promise<void>;
}

/** Puts the running station together: engine, protocols, window. Electron must be ready. */
export function openStation(options: { readonly dataFolder: string; readonly kiosk: boolean }): Station {
  const paths = stationPaths({
    appFolder: app.getAppPath(),
    electronResourcesFolder: process.resourcesPath,
    isPackaged: app.isPackaged,
    platform: process.platform,
  });
  const log = openMainLog(options.dataFolder);
  const engine = startEngine(paths, options.dataFolder, log);

  const { defaultSession } = session;
  denyPermissionsAndNetwork(defaultSession);
  allowExportsOnly(defaultSession, options.kiosk ? app.getPath('downloads') : null);
  const serve = createPageProtocols(paths.rendererFolder, createHostRequests(engine), log);
  protocol.handle(INTERFACE_SCHEME, serve);
  protocol.handle(IMAGE_SCHEME, serve);
  if (options.kiosk) powerSaveBlocker.start('prevent-display-sleep');

  const window = openWindow(paths, options.kiosk, engine);
  return {
    focus() {
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    stop: () => engine.stop(),
  };
}

function startEngine(paths: StationPaths, dataFolder: string, log: (line: string) => void): EngineSupervisor {
  const trouble = showEngineTrouble(
    (box) => {
      // Over the window: a kiosk's would hide a box that stands alone.
      const [window] = BrowserWindow.getAllWindows();
      return window === undefined ? dialog.showMessageBox(box) : dialog.showMessageBox(window, box);
    },
    () => app.quit(),
  );
  const engine = new EngineSupervisor({
    host: createChildProcessHost({
      bundleFolder: paths.bundleFolder,
      nodePath: paths.nodePath,
      // Electron's V8 may be another version than that of our Node.
      serialization: 'json',
      environment: NO_OTHER_CODE,
    }),
    start: {
      kind: 'start',
      dataFolder,
      resourcesFolder: paths.resourcesFolder,
      http: null,
      keySecret: keySecretIn(safeStorage, join(app.getPath('userData'), 'audit.secret'), log),
    },
    timing: RESTART_TIMING,
    stopGraceMs: STOP_GRACE_MS,
    onFailure: (error) => trouble.failed(error),
    log,
  });
  engine.onOpen(() => trouble.opened());
  return engine;
}

function openWindow(paths: StationPaths, kiosk: boolean, engine: EngineSupervisor): BrowserWindow {
  const window = new BrowserWindow(
    mainWindowOptions({ kiosk, preloadFile: paths.preloadFile, isPackaged: app.isPackaged }),
  );
  keepToInterface(window.webContents);
  connectWindow(window.webContents, engine);
  reloadAfterCrash(window, RELOAD_DELAY_MS);
  window.once('ready-to-show', () => window.show());
  void window.loadURL(INTERFACE_ADDRESS);
  return window;
}
