const KEY = 'sigmaline.reloadedFor';

/**
 * A page that a browser keeps open for months is older than its station after an update. It loads itself anew, once for each version: where it stays what it was (a proxy
 * that keeps pages), it must not load itself for ever.
 *
 * @param page its version, where it notes what it was reloaded for, and how
 * @returns whether it is reloaded
 */
export function reloadIfOutdated(
  stationVersion: string,
  page: {
    readonly version: string;
    readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
    readonly reload: () => void;
  },
): boolean {
  if (stationVersion === page.version || page.storage.getItem(KEY) === stationVersion) return false;
  page.storage.setItem(KEY, stationVersion);
  page.reload();
  return true;
}
