import type { inspectingTexts as English } from '../enInspecting.ts';
import { countingIn, type Translated } from '../translation.ts';

const counted = countingIn('de-DE');

/** In German. */
export const inspectingTexts: Translated<typeof English> = {
  notInspecting: {
    word: 'Keine Prüfung',
    headline: {
      'source-unreachable': 'Bilder sind nicht lesbar',
      'no-lane': 'Kein Kanal läuft',
      'no-recipe': 'Das Rezept ist nicht verwendbar',
      'not-recordable': 'Nichts kann gespeichert werden',
      fault: 'Die Station hat eine Störung',
      bypass: 'Bypass: Teile gehen ungeprüft durch',
      behind: 'Teile gehen durch, bevor sie beurteilt sind',
      doubt: 'Verlassen Sie sich auf kein Urteil',
    },
    of: (source, headline) => `${source}: ${headline}`,
    noConnection: 'Keine Verbindung zur Station',
    noSource: 'Kein Ordner wird überwacht',
    noSourceRemedy: 'Fügen Sie in der Einrichtung eine Quelle hinzu. Bis dahin wird kein Teil geprüft.',
    since: (time, duration) => `Seit ${time}, ${duration} lang`,
    doubtful: 'Teile werden weiter beurteilt.',
    others: (names) => `Weiter geprüft: ${names}.`,
    stage: 'Kein Teil wird geprüft.',
    band: (source, headline) => `${source} prüft nicht: ${headline}`,
  },
  lineWaits: {
    word: 'Bereit',
    quietWord: 'Wartet',
    sentence: 'Wartet auf ein Teil',
    judging: 'Das nächste Teil wird beurteilt',
    judgingWord: 'Urteilt',
    cycle: (seconds) => `Üblich ist eines alle ${seconds} s.`,
    nothing: (time) => `Kein Teil seit ${time}`,
    nothingAction: 'Läuft die Linie, gehen Teile ohne Urteil durch: Prüfen Sie die Kamera.',
    downtime: (duration) => `Als Stillstand gezählt: ${duration}.`,
    goneOn: 'Das letzte hat bestanden, als die Linie schon weiter war. Es steht in der Liste.',
    lastPart: 'Letztes Teil',
  },
  partViews: {
    region: 'Ansichten des Teils',
    word: 'Wartet',
    waitsFor: (names) => `Wartet auf Ansicht: ${names}`,
    together: 'Die Ansichten des Teils werden zusammengesetzt',
    came: (came, all) => `${came} von ${all} Ansichten`,
    missing: (names) => `Unvollständig, es fehlt: ${names}`,
    late: 'Eine Ansicht kam zu spät: Sehen Sie alle an',
    notYet: 'Noch nicht da',
    lacks: 'Kam nicht',
    unnamed: 'Ohne Namen',
    enlarge: 'Vergrößern',
    all: 'Alle Ansichten',
    images: (count) => counted(count, 'Bild', 'Bilder'),
  },
  lateness: {
    label: (time) => `Um ${time} zu spät`,
    short: 'Zu spät',
    action: 'Unter dem Grenzwert, aber zu spät: Prüfen Sie, wo das Teil ist',
    meaning: (time) =>
      `Um ${time} zu spät: Was auf dieses Urteil wartet, ging vielleicht ohne es weiter. Prüfen Sie, wo das Teil ist.`,
  },
  downtimeOfShift: (duration) => `Stillstand ${duration}`,
};
