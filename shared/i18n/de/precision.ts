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
  precisionFound: {
    floatAsked: 'Genauigkeit: Gleitkommazahlen, wie verlangt.',
    notQuantisable: (reason) =>
      `Genauigkeit: Gleitkommazahlen. Das Backbone läuft nicht in 8-Bit-Ganzzahlen: ${reason}.`,
    otherLooks: 'Genauigkeit: Gleitkommazahlen. In 8-Bit-Ganzzahlen zerfallen die guten Bilder in andere Ausprägungen.',
    worse: (compared) => `Genauigkeit: Gleitkommazahlen. 8-Bit-Ganzzahlen erkennen Fehler schlechter: ${compared}.`,
    asGood: (compared) =>
      `Genauigkeit: 8-Bit-Ganzzahlen auf der CPU, sonst Gleitkommazahlen. Auf guten Bildern erzeugte Fehler: ${compared}.`,
    int8Asked: (compared) =>
      `Genauigkeit: wie verlangt 8-Bit-Ganzzahlen auf der CPU, sonst Gleitkommazahlen. Auf guten Bildern erzeugte Fehler: ${compared}.`,
    notCompared: 'nicht verglichen',
    compared: (float, int8, faults, correlation) =>
      `in Gleitkommazahlen ${float.auroc} AUROC und ${float.missed} von ${faults} übersehen, in Ganzzahlen ${int8.auroc} und ${int8.missed}; Rangkorrelation ${correlation}`,
  },
};
