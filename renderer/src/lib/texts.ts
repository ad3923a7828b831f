import { en, type Texts } from '../../../shared/i18n/en.ts';
import { followed } from '../../../shared/i18n/followed.ts';

let spoken = (): Texts => en;

/** From now on every text is read from the catalogue that `catalogue` gives at that moment: where that is state, what shows a text follows. */
export function speak(catalogue: () => Texts): void {
  spoken = catalogue;
}

/** The texts that the interface shows, in its present language; groups of them may be kept. */
export const texts: Texts = followed(() => spoken());
