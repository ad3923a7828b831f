import { z } from 'zod';
import { LANGUAGES } from '../i18n/languages.ts';

/** What pages speak. */
export const languageSchema = z.enum(LANGUAGES);
export type { Language } from '../i18n/languages.ts';
