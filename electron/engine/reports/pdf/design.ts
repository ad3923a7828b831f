import { createRequire } from 'node:module';
import type { Verdict } from '../../../../shared/domain/index.ts';

/** Colours of reports: those of the interface, which are told apart by lightness too, so that a grey print loses nothing. */
export const COLOURS = {
  ink: '#0f1a21',
  soft: '#3d4b55',
  line: '#c2cbd0',
  sunken: '#edf0f1',
  white: '#ffffff',
  band: '#0f1f2a',
  bandSoft: '#bccad3',
  accent: '#0b4f7a',
  tint: '#d9e8f2',
  warning: '#6b4a00',
} as const;

export const VERDICT_COLOURS: Readonly<Record<Verdict, string>> = {
  pass: '#00573c',
  review: '#f6b71c',
  fail: '#a30f14',
  error: '#44246e',
};

/** Type sizes in points. */
export const SIZES = { title: 22, heading: 13, subheading: 10.5, text: 9, small: 8, tiny: 7, figure: 20 } as const;

/** Points: an inch has 72. */
export const MARGIN = { side: 48, top: 62, bottom: 54 } as const;

const require = createRequire(import.meta.url);

export type FontName = 'normal' | 'strong';

/**
 * Noto Sans: Latin, Greek and Cyrillic. A report in Chinese or Japanese takes the one of that language, which has Latin and Greek too: a character
 * of both is drawn differently in each (decision 0093). The licence (OFL 1.1) lets them be embedded; a PDF holds the characters that it shows.
 */
export function fontFilesFor(locale: string): Readonly<Record<FontName, string>> {
  const [folder, family] = FAMILIES[locale] ?? ['noto-sans', 'NotoSans'];
  const file = (weight: string): string =>
    require.resolve(`@expo-google-fonts/${folder}/${weight}/${family}_${weight}.ttf`);
  return { normal: file('400Regular'), strong: file('600SemiBold') };
}

const FAMILIES: Readonly<Record<string, readonly [folder: string, family: string]>> = {
  'zh-CN': ['noto-sans-sc', 'NotoSansSC'],
  'ja-JP': ['noto-sans-jp', 'NotoSansJP'],
};
