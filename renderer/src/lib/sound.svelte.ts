import { SOUNDS, type SoundName, type ThisScreen } from './thisScreen.svelte.ts';

interface Tone {
  readonly hertz: number;
  /** Seconds from the beginning of the sound. */
  readonly at: number;
  readonly seconds: number;
  readonly wave: OscillatorType;
}

/** Told apart by how many tones they have and which way these go, not by pitch alone: halls are loud, and old ears miss high tones. */
const TONES: Readonly<Record<SoundName, readonly Tone[]>> = {
  pass: [{ hertz: 880, at: 0, seconds: 0.09, wave: 'sine' }],
  review: [
    { hertz: 660, at: 0, seconds: 0.16, wave: 'triangle' },
    { hertz: 880, at: 0.2, seconds: 0.2, wave: 'triangle' },
  ],
  fail: [
    { hertz: 520, at: 0, seconds: 0.2, wave: 'square' },
    { hertz: 330, at: 0.22, seconds: 0.36, wave: 'square' },
  ],
  error: [0, 0.18, 0.36].map((at) => ({ hertz: 440, at, seconds: 0.11, wave: 'square' })),
  trouble: [0, 0.4, 0.8].flatMap((at): Tone[] => [
    { hertz: 740, at, seconds: 0.18, wave: 'sawtooth' },
    { hertz: 494, at: at + 0.2, seconds: 0.18, wave: 'sawtooth' },
  ]),
};
/** Waves with overtones are heard louder than a sine of the same height. */
const GAIN: Readonly<Partial<Record<OscillatorType, number>>> = {
  sine: 0.8,
  triangle: 0.8,
  square: 0.3,
  sawtooth: 0.35,
};
/** Starts and ends softly: a hard edge clicks. */
const EDGE_SECONDS = 0.012;

/** The sounds of this screen. A browser allows none before somebody has touched the page. */
export class Sound {
  readonly #screen: ThisScreen;
  readonly #createContext: () => AudioContext;
  #context: AudioContext | null = null;
  #allowed = $state(false);
  #playing: { readonly name: SoundName; readonly until: number } | null = null;

  constructor(page: Window, screen: ThisScreen, createContext = (): AudioContext => new AudioContext()) {
    this.#screen = screen;
    this.#createContext = createContext;
    // A screen that is not to be heard opens no device. The touch that lets it be heard changes that only with its click.
    for (const touch of ['pointerdown', 'keydown', 'click', 'keyup'])
      page.addEventListener(touch, () => {
        if (this.state === 'waiting') void this.#allow();
      });
  }

  /** `none`: this screen is to make no sound at all. `waiting`: the browser wants a touch first. */
  get state(): 'none' | 'muted' | 'waiting' | 'on' {
    const { muted, sounds, volume } = this.#screen;
    if (sounds.length === 0 || volume === 0) return 'none';
    if (muted) return 'muted';
    return this.#allowed ? 'on' : 'waiting';
  }

  /** Sounds, unless something as bad is sounding: parts come faster than sounds end. */
  play(name: SoundName): void {
    if (this.state === 'on' && this.#screen.sounds.includes(name)) this.#sound(name);
  }

  /** So that somebody hears what it is like, whether it is chosen or not. */
  async tryOut(name: SoundName): Promise<void> {
    await this.#allow();
    this.#playing = null;
    if (this.#allowed) this.#sound(name);
  }

  async #allow(): Promise<void> {
    if (this.#allowed) return;
    try {
      this.#context ??= this.#createContext();
      await this.#context.resume();
      this.#allowed = this.#context.state === 'running';
    } catch {
      // No device for sound, or the browser still refuses: the sign goes on saying that nothing is heard.
      this.#allowed = false;
    }
  }

  #sound(name: SoundName): void {
    const context = this.#context;
    if (context === null) return;
    const now = context.currentTime;
    const playing = this.#playing;
    if (playing !== null && playing.until > now && SOUNDS.indexOf(name) <= SOUNDS.indexOf(playing.name)) return;
    const tones = TONES[name];
    for (const tone of tones) this.#tone(context, tone, now);
    this.#playing = { name, until: now + Math.max(...tones.map(({ at, seconds }) => at + seconds)) };
  }

  #tone(context: AudioContext, { hertz, at, seconds, wave }: Tone, now: number): void {
    const [begin, end] = [now + at, now + at + seconds];
    const loudness = (this.#screen.volume / 100) * (GAIN[wave] ?? 0);
    const oscillator = new OscillatorNode(context, { type: wave, frequency: hertz });
    const gain = new GainNode(context, { gain: 0 });
    gain.gain.setValueAtTime(0, begin);
    gain.gain.linearRampToValueAtTime(loudness, begin + EDGE_SECONDS);
    gain.gain.setValueAtTime(loudness, end - EDGE_SECONDS);
    gain.gain.linearRampToValueAtTime(0, end);
    oscillator.connect(gain).connect(context.destination);
    oscillator.start(begin);
    oscillator.stop(end);
  }
}

/** The worst of parts that arrived together: one sound speaks for all of them. */
export function worstOf(names: readonly SoundName[]): SoundName | null {
  return SOUNDS.findLast((name) => names.includes(name)) ?? null;
}
