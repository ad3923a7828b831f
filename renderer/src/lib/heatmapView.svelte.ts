import { z } from 'zod';

const savedSchema = z.object({ shown: z.boolean(), opacity: z.number().min(0).max(100) });
const DEFAULTS: z.infer<typeof savedSchema> = { shown: true, opacity: 70 };
const KEY = 'sigmaline.heatmap';

/** How this screen likes its heatmaps: kept over reloads and changes of screen. */
export class HeatmapView {
  readonly #storage: Storage;
  #shown = $state(DEFAULTS.shown);
  /** 0..100. */
  #opacity = $state(DEFAULTS.opacity);

  constructor(storage: Storage) {
    this.#storage = storage;
    const saved = read(storage);
    this.#shown = saved.shown;
    this.#opacity = saved.opacity;
  }

  get shown(): boolean {
    return this.#shown;
  }

  set shown(shown: boolean) {
    this.#shown = shown;
    this.#save();
  }

  get opacity(): number {
    return this.#opacity;
  }

  set opacity(opacity: number) {
    this.#opacity = opacity;
    this.#save();
  }

  #save(): void {
    this.#storage.setItem(KEY, JSON.stringify({ shown: this.#shown, opacity: this.#opacity }));
  }
}

/** What cannot be understood any more is not worth a word: the defaults serve as well. */
function read(storage: Storage): z.infer<typeof savedSchema> {
  try {
    return savedSchema.parse(JSON.parse(storage.getItem(KEY) ?? 'null'));
  } catch {
    return DEFAULTS;
  }
}
