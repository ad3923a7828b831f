/**
 * A stand-in of the few Electron calls that Sigmaline uses, for machines where no Electron binary can be had. The window is a page of a real Chromium;
 * requests, navigations, ports and quitting follow Electron's documentation. What is not used is not here: a new call fails until it is added.
 */
export { app } from './application.ts';
export { BrowserWindow } from './browserWindow.ts';
export { dialog, Menu, powerSaveBlocker, safeStorage, screen } from './desktop.ts';
export { MessageChannelMain } from './messagePorts.ts';
export { protocol, session } from './session.ts';
