import { z } from 'zod';

/** What a screen has a sound for, from the mildest to the worst. */
export const SOUNDS = ['pass', 'review', 'fail', 'error', 'trouble'] as const;
export type SoundName = (typeof SOUNDS)[number];

const savedSchema = z.object({
  name: z.string().max(40).default(''),
  keyboard: z.enum(['auto', 'always', 'never']).default('auto'),
  theme: z.enum(['auto', 'light', 'dark', 'contrast']).default('auto'),
  muted: z.boolean().default(false),
  /** 0..100. */
  volume: z.number().min(0).max(100).default(60),
  feedFilter: z.enum(['all', 'notPassed', 'review']).default('all'),
  sounds: z.array(z.enum(SOUNDS)).default(['review', 'fail', 'error', 'trouble']),
});
type Saved = z.infer<typeof savedSchema>;
export type KeyboardChoice = Saved['keyboard'];
export type FeedFilter = Saved['feedFilter'];
export type ThemeChoice = Saved['theme'];

const KEY = 'sigmaline.screen';

/** What belongs to this screen and not to the station: what it is called, whether it has a keyboard, its theme and its sounds. */
export class ThisScreen {
  readonly #storage: Storage;
  #saved = $state.raw<Saved>(savedSchema.parse({}));

  constructor(storage: Storage) {
    this.#storage = storage;
    this.#saved = read(storage);
  }

  /** Null where nobody gave it a name. */
  get name(): string | null {
    const name = this.#saved.name.trim();
    return name === '' ? null : name;
  }

  /** As it was typed, spaces and all. */
  get typedName(): string {
    return this.#saved.name;
  }

  /** `auto`: the keyboard on the screen comes where somebody touches a field. */
  get keyboard(): KeyboardChoice {
    return this.#saved.keyboard;
  }

  /** `auto`: as the machine is set. */
  get theme(): ThemeChoice {
    return this.#saved.theme;
  }

  get muted(): boolean {
    return this.#saved.muted;
  }

  /** 0..100. */
  get volume(): number {
    return this.#saved.volume;
  }

  /** For what this screen sounds, while it is not muted. */
  get sounds(): readonly SoundName[] {
    return this.#saved.sounds;
  }

  /** Which parts the list of the last ones shows. */
  get feedFilter(): FeedFilter {
    return this.#saved.feedFilter;
  }

  change(change: Partial<Saved>): void {
    this.#saved = savedSchema.parse({ ...this.#saved, ...change });
    this.#storage.setItem(KEY, JSON.stringify(this.#saved));
  }
}

/** What cannot be understood any more is not worth a word: the defaults serve as well. */
function read(storage: Storage): Saved {
  try {
    return savedSchema.parse(JSON.parse(storage.getItem(KEY) ?? '{}'));
  } catch {
    return savedSchema.parse({});
  }
}
