import { z } from 'zod';

const savedSchema = z.object({
  name: z.string().max(40).default(''),
  keyboard: z.enum(['auto', 'always', 'never']).default('auto'),
});
type Saved = z.infer<typeof savedSchema>;
export type KeyboardChoice = Saved['keyboard'];

const KEY = 'sigmaline.screen';

/** What belongs to this screen and not to the station: what it is called, and whether it has a keyboard. */
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
