import { type Catalogue, english } from '../../../../shared/i18n/en.ts';
import { speakErrors } from '../../../../shared/i18n/errors.ts';
import { followed } from '../../../../shared/i18n/followed.ts';

let spoken: Catalogue = english;

/** What reports say, in the language of the one that is being drawn; groups of it may be kept. */
export const reportTexts = followed(() => spoken.reports);

/** What they say in the words of the screens: acts of the audit trail, criteria of tests. */
export const screenTexts = followed(() => spoken.texts);

/** For `Intl`, and for readers of the PDF. */
export const locale = (): string => spoken.texts.locale;

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
