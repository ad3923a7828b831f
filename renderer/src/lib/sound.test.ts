import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Sound, worstOf } from './sound.svelte.ts';
import { SOUNDS, type SoundName, type ThisScreen } from './thisScreen.svelte.ts';

interface Tone {
  readonly hertz: number;
  readonly begins: number;
}

/** What was played, and how loud the loudest moment was. */
let tones: Tone[] = [];
let loudest = 0;

class FakeOscillator {
  readonly #hertz: number;

  constructor(_: unknown, { frequency }: { readonly frequency: number }) {
    this.#hertz = frequency;
  }

  connect = (next: unknown): unknown => next;
  start = (begins: number): number => tones.push({ hertz: this.#hertz, begins });
  stop = (): void => undefined;
}

class FakeGain {
  gain = {
    setValueAtTime: (value: number): void => {
      loudest = Math.max(loudest, value);
    },
    linearRampToValueAtTime: (): void => undefined,
  };
  connect = (next: unknown): unknown => next;
}

beforeEach(() => {
  [tones, loudest] = [[], 0];
  // Uncompiled, a rune stands for its value: nobody watches here.
  vi.stubGlobal('$state', <Value>(value: Value): Value => value);
  vi.stubGlobal('OscillatorNode', FakeOscillator);
  vi.stubGlobal('GainNode', FakeGain);
});
afterEach(() => vi.unstubAllGlobals());

/** A screen that somebody has touched, with every sound chosen unless it is said otherwise. */
async function soundOf(screen: Partial<Pick<ThisScreen, 'muted' | 'volume' | 'sounds'>> = {}) {
  const page = new EventTarget();
  const context = { currentTime: 0, state: 'running', resume: () => Promise.resolve() };
  const sound = new Sound(
    page as Window,
    { muted: false, volume: 100, sounds: SOUNDS, ...screen } as ThisScreen,
    () => context as unknown as AudioContext,
  );
  page.dispatchEvent(new Event('pointerdown'));
  await Promise.resolve();
  await Promise.resolve();
  return { sound, context };
}

/** How many tones it has, and which way they go. */
async function shapeOf(name: SoundName): Promise<string> {
  tones = [];
  const { sound } = await soundOf();
  sound.play(name);
  const ways = tones.slice(1).map(({ hertz }, at) => Math.sign(hertz - (tones[at]?.hertz ?? 0)));
  return [tones.length, ...ways].join(' ');
}

it('lets one sound speak for parts that arrive together: that of the worst', () => {
  expect(worstOf(['pass', 'fail', 'review'])).toBe('fail');
  expect(worstOf(['error', 'fail'])).toBe('error');
  expect(worstOf([])).toBeNull();
});

it('opens a device for sound only where the screen is to be heard, at the first touch from then on', async () => {
  const page = new EventTarget();
  const screen = { muted: true, sounds: ['fail'], volume: 60 };
  const open = vi.fn(() => ({ resume: () => Promise.resolve(), state: 'running' }) as AudioContext);
  const sound = new Sound(page as Window, screen as unknown as ThisScreen, open);
  const touch = (): void => {
    for (const event of ['pointerdown', 'click']) page.dispatchEvent(new Event(event));
  };
  touch();
  expect([sound.state, open.mock.calls.length]).toEqual(['muted', 0]);
  page.dispatchEvent(new Event('pointerdown'));
  screen.muted = false;
  page.dispatchEvent(new Event('click'));
  await vi.waitFor(() => expect(sound.state).toBe('on'));
  touch();
  expect(open).toHaveBeenCalledTimes(1);
});

it('has a sound for each verdict that is told from the others without hearing how high it is', async () => {
  const shapes: string[] = [];
  for (const name of SOUNDS) shapes.push(await shapeOf(name));
  expect(shapes).not.toContain('0');
  expect(new Set(shapes).size).toBe(SOUNDS.length);
});

it('is as loud as the screen is set, and silent where it is muted, turned down or not chosen', async () => {
  const full = await soundOf();
  full.sound.play('fail');
  const most = loudest;
  loudest = 0;
  const half = await soundOf({ volume: 50 });
  half.sound.play('fail');
  expect(loudest).toBeCloseTo(most / 2, 5);
  tones = [];
  for (const screen of [{ muted: true }, { volume: 0 }, { sounds: [] }, { sounds: ['review'] as const }]) {
    const { sound } = await soundOf(screen);
    sound.play('fail');
  }
  expect(tones).toEqual([]);
});

it('lets a worse sound interrupt, and no milder one', async () => {
  const { sound, context } = await soundOf();
  sound.play('fail');
  const after = tones.length;
  sound.play('pass');
  expect(tones).toHaveLength(after);
  sound.play('error');
  expect(tones.length).toBeGreaterThan(after);
  context.currentTime = 10;
  tones = [];
  sound.play('pass');
  expect(tones).toHaveLength(1);
});
