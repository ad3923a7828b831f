import type { kioskTexts as English } from '../enKiosk.ts';
import { singularIn, type Translated } from '../translation.ts';

const isOne = singularIn('de-DE');

/** In German. */
export const kioskTexts: Translated<typeof English> = {
  board: {
    region: 'Anzeigetafel',
    inspected: 'Geprüft',
    firstPass: 'Erstausbeute',
    well: 'Die Station ist in Ordnung',
    more: (count) => (isOne(count) ? 'und 1 weitere' : `und ${count} weitere`),
  },
  screen: {
    title: 'Dieser Bildschirm',
    hint: 'Gilt für den Bildschirm vor Ihnen und keinen anderen.',
    whole: 'Als Vollbild zeigen',
    window: 'Vollbild verlassen',
    awake: {
      off: 'Solange die Seite den ganzen Bildschirm füllt, bleibt er eingeschaltet.',
      on: 'Der Bildschirm bleibt eingeschaltet.',
      refused:
        'Dieser Browser hält den Bildschirm nicht wach. Schalten Sie in den Einstellungen des Rechners den Bildschirmschoner aus.',
    },
    board: 'Tafel für einen zweiten Bildschirm',
    boardHint: 'Urteil, Zähler und Zustand, nichts zum Berühren.',
    openBoard: 'Tafel öffnen',
    kiosk: 'Kiosk',
    kioskHint: 'Die Station füllt den Bildschirm; nur ein Techniker verlässt sie.',
    desktop: 'Desktop zeigen',
    desktopTitle: 'Desktop zeigen?',
    desktopSentence: 'Die Prüfung läuft weiter. Starten Sie Sigmaline erneut, um zum Kiosk zurückzukehren.',
    end: 'Sigmaline beenden',
    endTitle: 'Sigmaline beenden?',
    endSentence: 'Die Prüfung endet. Bilder, die inzwischen ankommen, werden beim nächsten Start beurteilt.',
    cancel: 'Bleiben',
  },
};
