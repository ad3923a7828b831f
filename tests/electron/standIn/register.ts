/**
 * Runs the built main process without Electron: `node --import register.ts out/main/index.js`. The module 'electron' is the stand-in beside this file;
 * everything else, the built code above all, is real.
 */
import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { settings } from './settings.ts';

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? next(new URL('./electron.ts', import.meta.url).href, context) : next(specifier, context),
});

Object.defineProperty(process, 'resourcesPath', { value: join(settings.appFolder, 'electron-resources') });
