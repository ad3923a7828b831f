import { EventEmitter } from 'node:events';
import { readFileSync } from 'node:fs';
import type { BrowserContext, Frame, Page, Request as PageRequest, Route } from '@playwright/test';
import { note } from './calls.ts';
import { openChromium } from './chromium.ts';
import type { MessagePortMain } from './messagePorts.ts';
import { toAppAddress, toPageAddress } from './pageAddresses.ts';
import { initScript, type PageRuntime } from './pageRuntime.ts';
import { preventable } from './preventable.ts';
import { protocol, session } from './session.ts';

type WindowOpenHandler = (details: { url: string }) => { action: 'allow' | 'deny' };

/** The names that Electron and Playwright share, of what a page could ask for. */
const PERMISSIONS = ['geolocation', 'notifications', 'midi', 'clipboard-read'];

/** A page, and everything that the main process hears and decides about it. */
export class WebContents extends EventEmitter {
  readonly #context: Promise<BrowserContext>;
  readonly #ports = new Map<number, MessagePortMain>();
  #page: Page | null = null;
  #url = '';
  /** Electron tells of navigations that the page begins, not of those the main process asked for. */
  #loading = false;
  #openHandler: WindowOpenHandler = () => ({ action: 'allow' });

  constructor(preloadFile: string) {
    super();
    this.#context = this.#open(preloadFile);
  }

  async loadURL(url: string): Promise<void> {
    this.#url = url;
    const context = await this.#context;
    this.#page ??= context.pages()[0] ?? (await context.newPage());
    const page = this.#page;
    this.#watch(page);
    await this.#load(() => page.goto(toPageAddress(url)));
  }

  /** A crashed page cannot be used again; Electron gives the same contents a new process, the stand-in a new page. */
  reload(): void {
    const page = this.#page;
    if (page === null) return;
    void (async () => {
      await page.close();
      this.#page = await (await this.#context).newPage();
      await this.loadURL(this.#url);
    })();
  }

  isDestroyed(): boolean {
    return false;
  }

  setWindowOpenHandler(handler: WindowOpenHandler): void {
    this.#openHandler = handler;
  }

  downloadURL(url: string): void {
    let cancelled = false;
    let savePath: string | null = null;
    const event = { preventDefault: () => (cancelled = true) };
    const item = { getURL: () => url, getFilename: () => 'file', setSavePath: (path: string) => (savePath = path) };
    session.defaultSession.emit('will-download', event, item, this);
    note('download', { url, cancelled, savePath });
  }

  postMessage(channel: string, message: unknown, transfer: MessagePortMain[] = []): void {
    const page = this.#page;
    if (page === null) return;
    const portIds = transfer.map((port) => {
      const portId = this.#ports.size + 1;
      this.#ports.set(portId, port);
      return portId;
    });
    this.#call('deliver', channel, message, portIds);
    for (const [index, port] of transfer.entries()) {
      const portId = portIds[index] as number;
      port.transfer({ post: (data) => this.#call('post', portId, data), close: () => this.#call('close', portId) });
    }
  }

  #call(name: keyof PageRuntime, ...values: unknown[]): void {
    // The page may be gone by now; then there is nobody to tell.
    this.#page
      ?.evaluate(([call, ...rest]) => Reflect.get(Reflect.get(globalThis, '__standIn'), call)(...rest), [
        name,
        ...values,
      ] as const)
      .catch(() => undefined);
  }

  async #open(preloadFile: string): Promise<BrowserContext> {
    const context = await openChromium();
    const granted: string[] = [];
    for (const permission of PERMISSIONS) {
      if (await session.defaultSession.grants(permission)) granted.push(permission);
    }
    await context.grantPermissions(granted);
    await context.exposeBinding('__standInReady', ({ page }) => {
      if (page === this.#page) this.emit('dom-ready');
    });
    await context.exposeBinding('__standInPortMessage', (_source, portId: number, data: unknown) => {
      this.#ports.get(portId)?.other?.receive(data);
    });
    await context.addInitScript({ content: initScript(readFileSync(preloadFile, 'utf8')) });
    await context.route(
      () => true,
      (route) => this.#answer(route),
    );
    context.on('page', (popup) => void this.#judgePopup(popup));
    return context;
  }

  #watch(page: Page): void {
    page.on('crash', () => this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 1 }));
    page.on('requestfailed', (request) => {
      // A navigation to a scheme that Chromium does not know never becomes a request that could be answered.
      const isForeign = !/^https?:/.test(request.url());
      if (request.isNavigationRequest() && isForeign) this.#mayNavigate(request.url(), true);
    });
  }

  /** A window that was refused its address is there all the same for a moment, and empty. */
  async #judgePopup(popup: Page): Promise<void> {
    const opener = await popup.opener().catch(() => null);
    if (opener !== null && opener === this.#page && !this.#mayOpen(popup.url())) await popup.close();
  }

  #mayOpen(url: string): boolean {
    return this.#openHandler({ url: toAppAddress(url) }).action === 'allow';
  }

  async #load(navigation: () => Promise<unknown>): Promise<void> {
    this.#loading = true;
    try {
      await navigation();
    } finally {
      this.#loading = false;
    }
  }

  #mayNavigate(url: string, isMainFrame: boolean): boolean {
    const event = preventable({ url: toAppAddress(url), isMainFrame });
    this.emit('will-frame-navigate', event);
    return !event.defaultPrevented;
  }

  async #answer(route: Route): Promise<void> {
    const request = route.request();
    const frame = frameOf(request);
    if (frame === null && !this.#mayOpen(request.url())) return route.abort('aborted');
    if (frame !== null && request.isNavigationRequest() && !this.#loading) {
      if (!this.#mayNavigate(request.url(), frame.parentFrame() === null)) return route.abort('aborted');
    }
    const url = toAppAddress(request.url());
    if (await session.defaultSession.cancels(url)) return route.abort('blockedbyclient');
    const handler = protocol.handlerOf(url);
    if (handler === undefined) return route.abort('failed');
    const response = await handler(new Request(url, { method: request.method() }));
    return route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    });
  }
}

/** @returns null for the first request of a window that is only being opened */
function frameOf(request: PageRequest): Frame | null {
  try {
    return request.frame();
  } catch {
    return null;
  }
}
