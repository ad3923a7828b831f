import { type Catalogue, english } from '../../../../shared/i18n/en.ts';
import { speakErrors } from '../../../../shared/i18n/errors.ts';
import { followed } from '../../../../shared/i18n/followed.ts';
import { followedUp, joined, type Parts } from '../../../../shared/i18n/translation.ts';

let spoken: Catalogue = english;

/** What reports say, in the language of the one that is being drawn; groups of it may be kept. */
export const reportTexts = followed(() => spoken.reports);

/** What they say in the words of the screens: acts of the audit trail, criteria of tests. */
export const screenTexts = followed(() => spoken.texts);

/** For `Intl`, and for readers of the PDF. */
export const locale = (): string => spoken.texts.locale;

/** What belongs together in one line. */
export const clauses = (parts: Parts): string => joined(parts, spoken.texts.comma);

export const sentences = (parts: Parts): string => followedUp(parts, spoken.texts.fullStop);

/** What somebody is at the station, as the set-up says it. */
export function roleWord(role: string | null): string | null {
  return role === null ? null : (spoken.texts.role[role as keyof typeof spoken.texts.role] ?? role);
}

/** Draws in that language, sentences of errors too. A process draws one report at a time; what it says afterwards is English again, as in every log. */
export async function speaking<Drawn>(catalogue: Catalogue, draw: () => Promise<Drawn>): Promise<Drawn> {
  spoken = catalogue;
  speakErrors(() => spoken.errors);
  try {
    return await draw();
  } finally {
    spoken = english;
  }
}
