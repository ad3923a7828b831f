import type { MenuItemConstructorOptions } from 'electron';

/** No menu where none is expected. On a Mac the system takes copying, pasting and quitting from the menu, so it must be there. */
export function menuTemplate(platform: NodeJS.Platform): MenuItemConstructorOptions[] | null {
  return platform === 'darwin' ? [{ role: 'appMenu' }, { role: 'editMenu' }, { role: 'windowMenu' }] : null;
}
