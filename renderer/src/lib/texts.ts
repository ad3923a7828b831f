import { en, type Texts } from '../../../shared/i18n/en.ts';

/** The catalogue that the interface speaks. */
export const texts: Texts = en;
