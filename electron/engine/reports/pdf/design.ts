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
const FONT_PACKAGE = '@expo-google-fonts/noto-sans';

/** Noto Sans: Latin, Greek and Cyrillic; its licence (OFL 1.1) lets it be embedded. */
export const FONT_FILES = {
  normal: () => require.resolve(`${FONT_PACKAGE}/400Regular/NotoSans_400Regular.ttf`),
  strong: () => require.resolve(`${FONT_PACKAGE}/600SemiBold/NotoSans_600SemiBold.ttf`),
} as const;
export type FontName = keyof typeof FONT_FILES;
