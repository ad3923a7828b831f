/** The languages of the interface. The first is the one that the others are translations of. */
export const LANGUAGES = ['en', 'de', 'es', 'fr', 'zh', 'ja'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Each in its own words, so that it is found by whoever cannot read the present one. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  en: 'English',
  de: 'Deutsch',
  es: 'Español',
  fr: 'Français',
  zh: '简体中文',
  ja: '日本語',
};

/** The first of those that a browser or a system prefers which is spoken here; English where none is. */
export function languageOf(preferred: readonly string[]): Language {
  const known = preferred.map((tag) => LANGUAGES.find((language) => language === tag.toLowerCase().split('-')[0]));
  return known.find((language) => language !== undefined) ?? 'en';
}
