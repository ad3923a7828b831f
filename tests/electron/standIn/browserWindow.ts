import { EventEmitter } from 'node:events';
import { note } from './calls.ts';
import { WebContents } from './webContents.ts';

interface WindowOptions {
  readonly kiosk?: boolean;
  readonly webPreferences: Readonly<Record<string, unknown>> & { readonly preload: string };
}

/** One window: one page of the browser. */
export class BrowserWindow extends EventEmitter {
  static readonly #windows: BrowserWindow[] = [];
  readonly webContents: WebContents;
  #isKiosk: boolean;

  static getAllWindows(): readonly BrowserWindow[] {
    return BrowserWindow.#windows;
  }

  constructor(options: WindowOptions) {
    super();
    note('BrowserWindow', options);
    this.#isKiosk = options.kiosk === true;
    BrowserWindow.#windows.push(this);
    this.webContents = new WebContents(options.webPreferences.preload);
    this.webContents.once('dom-ready', () => this.emit('ready-to-show'));
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url);
  }

  isMinimized(): boolean {
    return false;
  }

  isKiosk(): boolean {
    return this.#isKiosk;
  }

  setKiosk(isKiosk: boolean): void {
    this.#isKiosk = isKiosk;
    note('BrowserWindow.setKiosk', isKiosk);
  }

  show(): void {
    note('BrowserWindow.show');
  }

  focus(): void {
    note('BrowserWindow.focus');
  }
}
