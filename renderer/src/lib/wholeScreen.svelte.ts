/** What of a page the whole screen needs: a browser's document, or a stand-in of it. */
type Page = Pick<Document, 'addEventListener' | 'fullscreenElement' | 'visibilityState' | 'exitFullscreen'> & {
  readonly documentElement: Pick<HTMLElement, 'requestFullscreen'>;
};

/** `off` where nobody asked for it; `refused` where the browser gives none: it does only to pages with TLS, or of its own machine. */
export type Awake = 'off' | 'on' | 'refused';

/**
 * A browser beside the line: the page over the whole screen, and a screen that does not go dark while it is. Electron's kiosk does both by itself.
 */
export class WholeScreen {
  readonly #page: Page;
  readonly #wakeLock: Pick<WakeLock, 'request'> | undefined;
  #isOn = $state(false);
  #awake = $state<Awake>('off');
  #lock: WakeLockSentinel | null = null;
  #wanted = false;

  /** @param wakeLock undefined where the browser has none */
  constructor(page: Page, wakeLock: Pick<WakeLock, 'request'> | undefined) {
    this.#page = page;
    this.#wakeLock = wakeLock;
    page.addEventListener('fullscreenchange', () => {
      this.#isOn = page.fullscreenElement !== null;
      this.keepAwake(this.#isOn);
    });
    // The browser takes the lock back whenever the page is hidden.
    page.addEventListener('visibilitychange', () => void this.#lockAsWanted());
  }

  get isOn(): boolean {
    return this.#isOn;
  }

  get awake(): Awake {
    return this.#awake;
  }

  /** Browsers allow it only within a touch. */
  async toggle(): Promise<void> {
    if (this.#isOn) await this.#page.exitFullscreen();
    else await this.#page.documentElement.requestFullscreen();
  }

  keepAwake(wanted: boolean): void {
    this.#wanted = wanted;
    void this.#lockAsWanted();
  }

  async #lockAsWanted(): Promise<void> {
    if (!this.#wanted) {
      this.#awake = 'off';
      await this.#lock?.release();
      this.#lock = null;
      return;
    }
    if (this.#page.visibilityState !== 'visible' || this.#lock?.released === false) return;
    try {
      if (this.#wakeLock === undefined) throw new Error('this browser cannot');
      this.#lock = await this.#wakeLock.request('screen');
      this.#awake = this.#wanted ? 'on' : 'off';
      if (!this.#wanted) await this.#lock.release();
    } catch {
      this.#awake = 'refused';
    }
  }
}
