import { join } from 'node:path';
import type { Session, WebContents } from 'electron';
import { isExportAddress, isInterfaceAddress } from './addresses.ts';

/** No page gets a permission or a device, and nothing in the window reaches the network: a station works offline and tells nobody. */
export function denyPermissionsAndNetwork(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  // The spelling checker would fetch its dictionaries from the internet.
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest(
    { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*', 'file:///*'] },
    (_details, answer) => answer({ cancel: true }),
  );
}

/** The page stays what it is: no other address, no second window, no embedded page. An address of an export or a report is fetched as a download. */
export function keepToInterface(contents: WebContents): void {
  contents.on('will-frame-navigate', (details) => {
    if (isInterfaceAddress(details.url)) return;
    details.preventDefault();
    if (isExportAddress(details.url)) contents.downloadURL(details.url);
  });
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    if (isExportAddress(url)) contents.downloadURL(url);
    return { action: 'deny' };
  });
}

/**
 * Only exports and reports may be saved. A person is asked where to; a kiosk shows no file dialog, which would open the machine's disks to everyone on the line.
 * @param kioskFolder where exports go without asking; null to ask
 */
export function allowExportsOnly(session: Session, kioskFolder: string | null): void {
  session.on('will-download', (event, item) => {
    if (!isExportAddress(item.getURL())) event.preventDefault();
    else if (kioskFolder !== null) item.setSavePath(join(kioskFolder, item.getFilename()));
  });
}
