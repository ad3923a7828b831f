import { loadCatalogue } from '../../../shared/i18n/catalogues.ts';
import { type Catalogue, english } from '../../../shared/i18n/en.ts';
import { speakErrors } from '../../../shared/i18n/errors.ts';
import { LANGUAGES, type Language, languageOf } from '../../../shared/i18n/languages.ts';
import { speak } from './texts.ts';

const KEY = 'sigmaline.language';

interface Wishes {
  /** Of the person who is signed in, and of the station; null where there is none. */
  readonly person: Language | null;
  readonly station: Language | null;
}

/** Which language the page speaks: the person's own, else the screen's, else the station's, else the browser's. */
export class Languages {
  readonly #page: Window;
  #screen = $state<Language | null>(null);
  #wishes = $state.raw<Wishes>({ person: null, station: null });
  #catalogue = $state.raw<Catalogue>(english);
  #spoken = $state<Language>('en');

  constructor(page: Window) {
    this.#page = page;
    this.#screen = kept(page.localStorage);
    speak(() => this.#catalogue.texts);
    speakErrors(() => this.#catalogue.errors);
  }

  get spoken(): Language {
    return this.#spoken;
  }

  /** What this screen is set to; null where it follows the station. */
  get screen(): Language | null {
    return this.#screen;
  }

  /** Settles after the language that is due is spoken. */
  async follow(wishes: Partial<Wishes> = {}): Promise<void> {
    this.#wishes = { ...this.#wishes, ...wishes };
    const due = this.#due();
    if (due === this.#spoken) return;
    try {
      const catalogue = await loadCatalogue(due);
      // Another may have become due meanwhile.
      if (due === this.#due()) this.#speak(due, catalogue);
    } catch {
      // The station is away, or was updated and has other files: the page keeps its language, and asks again with the next change.
    }
  }

  async chooseForScreen(language: Language | null): Promise<void> {
    this.#screen = language;
    if (language === null) this.#page.localStorage.removeItem(KEY);
    else this.#page.localStorage.setItem(KEY, language);
    await this.follow();
  }

  #due(): Language {
    const { person, station } = this.#wishes;
    return person ?? this.#screen ?? station ?? languageOf(this.#page.navigator.languages);
  }

  #speak(language: Language, catalogue: Catalogue): void {
    this.#spoken = language;
    this.#catalogue = catalogue;
    this.#page.document.documentElement.lang = catalogue.texts.locale;
  }
}

function kept(storage: Storage): Language | null {
  const language = storage.getItem(KEY);
  return LANGUAGES.find((each) => each === language) ?? null;
}
