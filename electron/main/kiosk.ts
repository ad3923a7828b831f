import type { BrowserWindow, Input, Rectangle } from 'electron';
import { type Growth, growingMs } from '../../shared/domain/index.ts';

type Key = Pick<Input, 'key' | 'control' | 'alt' | 'meta' | 'shift'>;

/** Keys that leave a page, reload it, change its size, or open what belongs to no station. With Ctrl (or Cmd), and alone. */
const WITH_CONTROL: ReadonlySet<string> = new Set([
  'f',
  'g',
  'h',
  'i',
  'j',
  'l',
  'm',
  'n',
  'o',
  'p',
  'q',
  'r',
  's',
  't',
  'u',
  'w',
  'Tab',
  '0',
  '+',
  '-',
  '=',
]);
const ALONE: ReadonlySet<string> = new Set([
  ...['F1', 'F3', 'F5', 'F6', 'F7', 'F10', 'F11', 'F12'],
  ...['BrowserBack', 'BrowserForward', 'BrowserRefresh', 'BrowserHome', 'Meta'],
]);

/** Whether a key leads out of a kiosk. Copying, pasting, undoing and everything that is typed stay. */
export function leadsOut({ key, control, alt, meta }: Key): boolean {
  const name = key.length === 1 ? key.toLowerCase() : key;
  if (ALONE.has(name) || meta) return true;
  if (alt && (name === 'F4' || name === 'ArrowLeft' || name === 'ArrowRight' || name === 'Home')) return true;
  return control && !alt && WITH_CONTROL.has(name);
}

/** A window that shows the station and nothing else, until an engineer leaves it or the program is told to end. */
export class Kiosk {
  readonly #windows: readonly BrowserWindow[];
  #mayClose = false;

  constructor(windows: readonly BrowserWindow[]) {
    this.#windows = windows;
    for (const window of windows) {
      window.on('close', (event) => {
        if (!this.#mayClose) event.preventDefault();
      });
      window.webContents.on('before-input-event', (event, input) => {
        if (window.isKiosk() && leadsOut(input)) event.preventDefault();
      });
      // Nobody beside the line can end a page that hangs: it comes back as one that crashed.
      window.on('unresponsive', () => window.webContents.forcefullyCrashRenderer());
    }
  }

  /** The program ends, by an engineer or by the operating system: nothing is held any more. */
  end(): void {
    this.#mayClose = true;
  }

  /** The desktop behind it, for an engineer; the next start of the program brings the kiosk back. */
  showDesktop(): void {
    for (const window of this.#windows) window.setKiosk(false);
  }

  cover(): void {
    for (const window of this.#windows) window.setKiosk(true);
  }
}

/** A page that crashed comes back by itself, later each time: an operator must not face an empty screen that looks like no defects. */
export function reloadAfterCrash(
  { webContents }: BrowserWindow,
  timing: Growth & { readonly settledAfterMs: number },
): void {
  let crashes = 0;
  let lastMs = Number.NEGATIVE_INFINITY;
  webContents.on('render-process-gone', () => {
    const nowMs = performance.now();
    if (nowMs - lastMs >= timing.settledAfterMs) crashes = 0;
    lastMs = nowMs;
    setTimeout(
      () => {
        if (!webContents.isDestroyed()) webContents.reload();
      },
      growingMs(crashes, timing),
    );
    crashes += 1;
  });
}

interface Monitor {
  readonly id: number;
  readonly bounds: Rectangle;
}

/** Where the board goes: the first screen that is not the one of the station; null where there is none. */
export function boardPlace(monitors: readonly Monitor[], primaryId: number): Rectangle | null {
  return monitors.find(({ id }) => id !== primaryId)?.bounds ?? null;
}
