import type { gateTexts as English } from '../enGate.ts';
import { countingIn, type Translated } from '../translation.ts';

const counted = countingIn('de-DE');

/** In German. */
export const gateTexts: Translated<typeof English> = {
  gate: {
    title: 'Bildqualitätsprüfung',
    hint: 'Vergleicht Belichtung, Farbe, Kontrast, Schärfe, Größe und Lage jedes Bildes mit den guten Bildern. Was außerhalb liegt, wird nie gut.',
    action: 'Ein Bild außerhalb ihres Bereichs',
    actions: {
      review: { label: 'wird nachgeprüft', hint: 'Eine Person sieht sich das Teil an. Üblich.' },
      error: { label: 'ist ein Fehler', hint: 'Es wird nicht beurteilt: Ein neues Bild muss aufgenommen werden.' },
      off: {
        label: 'wird wie jedes andere beurteilt',
        hint: 'Nur die Quelle meldet, dass sich ihre Bilder verändert haben.',
      },
    },
    tolerance: 'Wie weit außerhalb der guten Bilder',
    tolerances: { narrow: 'Halb so weit', usual: 'Üblich', wide: 'Doppelt', widest: 'Vierfach' },
    toleranceOther: (times) => `${times}-fach`,
    toleranceHint:
      'Bei üblicher Weite liegt etwa eines von 150 guten Bildern außerhalb. Der Bereich wird nie enger, als die guten Bilder waren.',
    ranges: 'Was durchkommt',
    rangesHint: (count) =>
      `Von ${counted(count, 'guten Bild', 'guten Bildern')}; an den Seiten die am Rand jedes Messwerts.`,
    unknown: 'Die Bereiche erscheinen, sobald das Rezept angepasst ist.',
    earlier: 'Diese Version stammt aus der Zeit vor der Bildqualitätsprüfung: Sie lässt jedes Bild durch.',
    reading: 'Die Bereiche werden gelesen …',
    close: 'Zurück zur Anpassung',
    fitAgain:
      'Die angepasste Version hat eine andere Bildqualitätsprüfung. Passen Sie neu an, dann hat die neue Version diese.',
    size: 'Größe',
    anySize: 'Beliebig: Die guten Bilder hatten viele Größen',
    good: (low, high) => `gut ${low} bis ${high}`,
    passes: (low, high) =>
      low === null
        ? `bis ${high} kommt durch`
        : high === null
          ? `ab ${low} kommt durch`
          : `${low} bis ${high} kommt durch`,
    lowest: (name, file) => `Niedrigster Wert für ${name}: ${file}`,
    highest: (name, file) => `Höchster Wert für ${name}: ${file}`,
  },

  measures: {
    what: 'Was gezeichnet wird',
    results: 'Ergebnisse',
    images: 'Bilder',
    source: 'Quelle',
    measure: 'Messwert',
    chart: (name, recipe) => `${name} der Bilder, ${recipe}`,
    mean: 'Mittel',
    low: 'Niedrigster Wert, der durchkommt',
    high: 'Höchster Wert, der durchkommt',
    none: 'In letzter Zeit wurde kein Bild gemessen.',
    leaving: (name, now, bound, days) =>
      `${name} verlässt den Bereich der guten Bilder: jetzt ${now}, bei diesem Tempo ${bound} in etwa ${counted(days, 'Tag', 'Tagen')}.`,
  },
};
