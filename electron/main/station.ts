import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  type BrowserWindowConstructorOptions,
  dialog,
  powerSaveBlocker,
  protocol,
  type Rectangle,
  safeStorage,
  screen,
  session,
} from 'electron';
import type { Line } from '../../shared/processes/engine.ts';
import { createChildProcessHost, EngineSupervisor } from '../hosts/index.ts';
import { BOARD_ADDRESS, IMAGE_SCHEME, INTERFACE_ADDRESS, INTERFACE_SCHEME, KIOSK_ADDRESS } from './addresses.ts';
import type { WindowOptions } from './commandLine.ts';
import { showEngineTrouble } from './engineTrouble.ts';
import { keySecretIn } from './keySecret.ts';
import { boardPlace, Kiosk, reloadAfterCrash } from './kiosk.ts';
import { allowExportsOnly, denyPermissionsAndNetwork, keepToInterface } from './lockDown.ts';
import { openMainLog } from './mainLog.ts';
import { mainWindowOptions } from './mainWindow.ts';
import { createHostRequests, createPageProtocols } from './pageProtocols.ts';
import { type StationPaths, stationPaths } from './stationPaths.ts';
import { connectWindow } from './windowConnection.ts';

const RESTART_TIMING = { firstMs: 500, longestMs: 30_000, settledAfterMs: 60_000 };
/** Judging the image at hand, a commit and the last backup page fit well into it. */
const STOP_GRACE_MS = 15_000;
const RELOAD_TIMING = { firstMs: 1000, longestMs: 30_000, settledAfterMs: 60_000 };
/** Electron's fuses keep these variables from loading other code into the main process; the plain Node has no fuses. */
const NO_OTHER_CODE = { NODE_OPTIONS: '', NODE_PATH: '' };

export interface Station {
  /** Somebody started the program again. */
  focus(): void;
  /** The program ends: its windows may close. */
  end(): void;
  stop(): Promise<void>;
}

/** Puts the running station together: engine, protocols, window. Electron must be ready. */
export function openStation(options: WindowOptions & { readonly dataFolder: string }): Station {
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
  const host = createHostRequests(engine);
  const serve = createPageProtocols(paths.rendererFolder, host, log);
  protocol.handle(INTERFACE_SCHEME, serve);
  protocol.handle(IMAGE_SCHEME, serve);
  if (options.kiosk) powerSaveBlocker.start('prevent-display-sleep');

  const { kiosk: isKiosk } = options;
  const open = (line: Line, address: string, place: Rectangle | null): BrowserWindow =>
    openWindow(
      mainWindowOptions({ kiosk: isKiosk, preloadFile: paths.preloadFile, isPackaged: app.isPackaged, place }),
      {
        engine,
        line,
        address,
      },
    );
  const window = open('window', isKiosk ? KIOSK_ADDRESS : INTERFACE_ADDRESS, null);
  const place = options.board ? boardPlace(screen.getAllDisplays(), screen.getPrimaryDisplay().id) : null;
  if (options.board && place === null) log('There is no second screen for the board.');
  const board = place === null ? [] : [open('board', BOARD_ADDRESS, place)];
  const kiosk = isKiosk ? new Kiosk([window, ...board]) : null;
  host.on('access.kioskLeft', ({ to }) => {
    if (to === 'desktop') kiosk?.showDesktop();
    else app.quit();
  });
  return {
    end: () => kiosk?.end(),
    focus() {
      kiosk?.cover();
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

function openWindow(
  options: BrowserWindowConstructorOptions,
  { engine, line, address }: { readonly engine: EngineSupervisor; readonly line: Line; readonly address: string },
): BrowserWindow {
  const window = new BrowserWindow(options);
  keepToInterface(window.webContents);
  connectWindow(window.webContents, engine, line);
  reloadAfterCrash(window, RELOAD_TIMING);
  window.once('ready-to-show', () => window.show());
  void window.loadURL(address);
  return window;
}
