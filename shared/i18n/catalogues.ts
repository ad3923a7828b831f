import type { Catalogue } from './en.ts';
import type { Language } from './languages.ts';

/** A language is loaded when somebody wants it: the first page carries English alone. */
export async function loadCatalogue(language: Language): Promise<Catalogue> {
  switch (language) {
    case 'en':
      return (await import('./en.ts')).english;
    case 'de':
      return (await import('./de/index.ts')).german;
    case 'es':
      return (await import('./es/index.ts')).spanish;
    case 'fr':
      return (await import('./fr/index.ts')).french;
    case 'zh':
      return (await import('./zh/index.ts')).chinese;
    case 'ja':
      return (await import('./ja/index.ts')).japanese;
  }
}
