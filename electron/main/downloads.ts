import { join } from 'node:path';
import { isExportAddress } from './addresses.ts';

/** The part of Electron's `Session` that is used here. */
interface DownloadingSession {
  on(event: 'will-download', listener: (event: { preventDefault(): void }, item: DownloadItem) => void): unknown;
}

interface DownloadItem {
  getURL(): string;
  getFilename(): string;
  setSavePath(path: string): void;
}

/**
 * Only exports may be saved. A person is asked where to; a kiosk shows no file dialog, which would open the machine's disks to everyone on the line.
 * @param kioskFolder where exports go without asking; null to ask
 */
export function allowExportsOnly(session: DownloadingSession, kioskFolder: string | null): void {
  session.on('will-download', (event, item) => {
    if (!isExportAddress(item.getURL())) event.preventDefault();
    else if (kioskFolder !== null) item.setSavePath(join(kioskFolder, item.getFilename()));
  });
}
