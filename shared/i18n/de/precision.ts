import type { precisionTexts as English } from '../precision.ts';
import type { Translated } from '../translation.ts';

/** In German. */
export const precisionTexts: Translated<typeof English> = {
  precision: 'Genauigkeit',
  precisionHint:
    'Auf dem Prozessor urteilen 8-Bit-Ganzzahlen etwa doppelt so schnell. Sie zu versuchen verlängert die Kalibrierung.',
  precisions: {
    auto: 'Automatisch: Ganzzahlen, wo sie Fehler ebenso gut finden',
    float: 'Nur Gleitkommazahlen',
    int8: 'Auch Ganzzahlen, was der Vergleich auch sagt',
  },
};
