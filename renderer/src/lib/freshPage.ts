const KEY = 'sigmaline.reloadedFor';
const FAILURES = 'sigmaline.failures';
const LONGEST_MS = 30_000;
/** Failures further apart have nothing to do with each other. */
const APART_MS = 600_000;

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

/**
 * A page whose own code has failed is loaded anew, later each time, as one that crashed is: what fails at every start must not flash.
 *
 * @param storage where it notes how often it failed
 * @returns when, in ms from now
 */
export function loadedAnewAfterMs(storage: Pick<Storage, 'getItem' | 'setItem'>, nowMs: number): number {
  const [before = 0, lastMs = 0] = (storage.getItem(FAILURES) ?? '').split(' ').map(Number);
  const failures = nowMs - lastMs < APART_MS ? before + 1 : 1;
  storage.setItem(FAILURES, `${failures} ${nowMs}`);
  return Math.min(LONGEST_MS, 1000 * 2 ** (failures - 1));
}

/** What a failed page shows may be of before: where it shows a verdict, the whole of it gives way to these words at once. */
export function leaveWhenFailed(
  page: Window,
  target: HTMLElement,
  showsVerdict: () => boolean,
  words: () => readonly [string, string],
): void {
  let isLeaving = false;
  page.addEventListener('error', ({ error }) => {
    // The browser itself also speaks of scripts that did not come and of sizes that it measures later: those have no error.
    if (isLeaving || !(error instanceof Error) || !showsVerdict()) return;
    isLeaving = true;
    const said = page.document.createElement('main');
    said.className = 'page-failed';
    said.setAttribute('role', 'alert');
    said.append(
      ...words().map((line, place) =>
        Object.assign(page.document.createElement(place === 0 ? 'h1' : 'p'), { textContent: line }),
      ),
    );
    target.replaceChildren(said);
    setTimeout(() => page.location.reload(), loadedAnewAfterMs(page.sessionStorage, Date.now()));
  });
}
