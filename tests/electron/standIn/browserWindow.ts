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

  static getAllWindows(): readonly BrowserWindow[] {
    return BrowserWindow.#windows;
  }

  constructor(options: WindowOptions) {
    super();
    note('BrowserWindow', options);
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

  show(): void {
    note('BrowserWindow.show');
  }

  focus(): void {
    note('BrowserWindow.focus');
  }
}
