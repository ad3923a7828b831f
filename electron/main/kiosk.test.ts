import { EventEmitter } from 'node:events';
import type { BrowserWindow } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { boardPlace, Kiosk, leadsOut, reloadAfterCrash } from './kiosk.ts';

const NOTHING = { control: false, alt: false, meta: false, shift: false };

/** A window as far as a kiosk knows it. */
class ScriptedWindow extends EventEmitter {
  kiosk = true;
  reloads = 0;
  crashes = 0;
  readonly webContents = Object.assign(new EventEmitter(), {
    isDestroyed: () => false,
    reload: () => {
      this.reloads += 1;
    },
    forcefullyCrashRenderer: () => {
      this.crashes += 1;
    },
  });
  isKiosk = (): boolean => this.kiosk;
  setKiosk(kiosk: boolean): void {
    this.kiosk = kiosk;
  }
  /** @returns whether the default was prevented */
  meets(event: 'close' | 'key', key = ''): boolean {
    const asked = { prevented: false, preventDefault: () => (asked.prevented = true) };
    if (event === 'close') this.emit('close', asked);
    else this.webContents.emit('before-input-event', asked, { ...NOTHING, key });
    return asked.prevented;
  }
}

const asWindow = (window: ScriptedWindow): BrowserWindow => window as unknown as BrowserWindow;

describe('a kiosk', () => {
  it.each([
    ['Alt+F4', { alt: true, key: 'F4' }],
    ['F11', { key: 'F11' }],
    ['F5', { key: 'F5' }],
    ['Ctrl+W', { control: true, key: 'w' }],
    ['Ctrl+R with Caps Lock', { control: true, key: 'R' }],
    ['Ctrl+Shift+I', { control: true, shift: true, key: 'I' }],
    ['Alt+Left', { alt: true, key: 'ArrowLeft' }],
    ['the Windows key', { meta: true, key: 'Meta' }],
    ['Cmd+Q', { meta: true, key: 'q' }],
    ['Ctrl++', { control: true, key: '+' }],
  ])('is not left by %s', (_, key) => {
    expect(leadsOut({ ...NOTHING, ...key })).toBe(true);
  });

  it.each([
    ['a letter', { key: 'w' }],
    ['Enter', { key: 'Enter' }],
    ['Escape, which closes a dialog', { key: 'Escape' }],
    ['Ctrl+C', { control: true, key: 'c' }],
    ['Ctrl+Z', { control: true, key: 'z' }],
    // As keyboards of many countries write signs: AltGr is Ctrl and Alt together.
    ['AltGr+Q, which is the sign @', { control: true, alt: true, key: '@' }],
    ['F2 of a wedge', { key: 'F2' }],
  ])('lets %s through', (_, key) => {
    expect(leadsOut({ ...NOTHING, ...key })).toBe(false);
  });

  it('stays open, whatever closes windows, until the program is told to end', () => {
    const window = new ScriptedWindow();
    const kiosk = new Kiosk([asWindow(window)]);
    expect(window.meets('close')).toBe(true);
    kiosk.end();
    expect(window.meets('close')).toBe(false);
  });

  it('gives the desktop its keys, and takes them back', () => {
    const window = new ScriptedWindow();
    const kiosk = new Kiosk([asWindow(window)]);
    expect(window.meets('key', 'F11')).toBe(true);
    kiosk.showDesktop();
    expect([window.kiosk, window.meets('key', 'F11')]).toEqual([false, false]);
    kiosk.cover();
    expect(window.kiosk).toBe(true);
  });

  it('ends a page that hangs, so that it comes back', () => {
    const window = new ScriptedWindow();
    new Kiosk([asWindow(window)]);
    window.emit('unresponsive');
    expect(window.crashes).toBe(1);
  });
});

describe('a page that crashes', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  const TIMING = { firstMs: 1000, longestMs: 4000, settledAfterMs: 60_000 };

  it('comes back, later each time, and at once again after a while without a crash', () => {
    const window = new ScriptedWindow();
    reloadAfterCrash(asWindow(window), TIMING);
    for (const [pause, reloads] of [
      [1000, 1],
      [2000, 2],
      [4000, 3],
      [4000, 4],
    ] as const) {
      window.webContents.emit('render-process-gone');
      vi.advanceTimersByTime(pause - 1);
      expect(window.reloads).toBe(reloads - 1);
      vi.advanceTimersByTime(1);
      expect(window.reloads).toBe(reloads);
    }
    vi.advanceTimersByTime(60_000);
    window.webContents.emit('render-process-gone');
    vi.advanceTimersByTime(1000);
    expect(window.reloads).toBe(5);
  });
});

describe('the board', () => {
  const first = { id: 1, bounds: { x: 0, y: 0, width: 1920, height: 1080 } };
  const second = { id: 2, bounds: { x: 1920, y: 0, width: 1280, height: 720 } };

  it('goes to the screen that is not the station’s', () => {
    expect(boardPlace([first, second], 1)).toEqual(second.bounds);
    expect(boardPlace([first, second], 2)).toEqual(first.bounds);
  });

  it('goes nowhere where there is one screen', () => {
    expect(boardPlace([first], 1)).toBeNull();
  });
});
