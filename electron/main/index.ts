/** Electron's main process: one instance, one window, the engine started and kept running. No product logic: that lives in the engine. */
import { join } from 'node:path';
import { app, Menu, protocol } from 'electron';
import { IMAGE_SCHEME, INTERFACE_SCHEME } from './addresses.ts';
import { readCommandLine } from './commandLine.ts';
import { menuTemplate } from './menu.ts';
import { openStation, type Station } from './station.ts';

function run(): void {
  const options = readCommandLine(process.argv.slice(1), process.env, process.cwd());
  // Each data folder has its own window data and with it its own single instance.
  if (options.dataFolder !== null) app.setPath('userData', join(options.dataFolder, 'window'));
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
    const dataFolder = options.dataFolder ?? join(app.getPath('userData'), 'station');
    station = openStation({ dataFolder, kiosk: options.kiosk });
  });
}

run();
