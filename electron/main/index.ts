/** Electron's main process: one instance, one window, and an engine that it starts and keeps running. Product logic is in the engine, not here. */
import { join } from 'node:path';
import { app, dialog, Menu, type MenuItemConstructorOptions, protocol } from 'electron';
import { messageOf, SigmalineError } from '../../shared/domain/index.ts';
import { makeFolderSync } from '../files/index.ts';
import { dataFolderOf } from '../hosts/index.ts';
import { IMAGE_SCHEME, INTERFACE_SCHEME } from './addresses.ts';
import { readCommandLine, type WindowOptions } from './commandLine.ts';
import { openStation, type Station } from './station.ts';

function run(options: WindowOptions): void {
  const dataFolder = dataFolderOf(options.dataFolder);
  if (!keepWindowDataIn(dataFolder)) {
    app.exit(1);
    return;
  }
  if (!app.requestSingleInstanceLock()) {
    app.quit();
    return;
  }
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([
    { scheme: INTERFACE_SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true } },
    { scheme: IMAGE_SCHEME, privileges: { standard: true, secure: true, stream: true } },
  ]);

  let station: Station | null = null;
  app.on('second-instance', () => station?.focus());
  app.on('before-quit', () => station?.end());
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    if (station === null) return;
    event.preventDefault();
    const stopping = station;
    station = null;
    void stopping.stop().finally(() => app.quit());
  });

  void app.whenReady().then(() => {
    const template = menuTemplate(process.platform);
    Menu.setApplicationMenu(template === null ? null : Menu.buildFromTemplate(template));
    station = openStation({ ...options, dataFolder });
  });
}

/** Each data folder has its own window data, and with it its own single instance. */
function keepWindowDataIn(dataFolder: string): boolean {
  const folder = join(dataFolder, 'window');
  try {
    makeFolderSync(folder);
  } catch (cause) {
    const reason = messageOf(cause);
    dialog.showErrorBox('Sigmaline', new SigmalineError('station.data-folder', { folder: dataFolder, reason }).message);
    return false;
  }
  app.setPath('userData', folder);
  return true;
}

/** No menu where none is expected. On a Mac the system takes copying, pasting and quitting from the menu, so it must be there. */
function menuTemplate(platform: NodeJS.Platform): MenuItemConstructorOptions[] | null {
  return platform === 'darwin' ? [{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }] : null;
}

run(readCommandLine(process.argv.slice(1)));
