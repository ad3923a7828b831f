import type { healthTexts as English } from '../enHealth.ts';
import { countingIn } from '../translation.ts';

const counted = countingIn('de-DE');

export const healthTexts: typeof English = {
  healthSheet: {
    open: 'Zustand der Station ansehen',
    well: 'Alles läuft.',
    wrong: (count) =>
      counted(count, 'Meldung, um die sich jemand kümmern muss.', 'Meldungen, um die sich jemand kümmern muss.'),
    groups: { line: 'Linie', judging: 'Beurteilung', records: 'Datensätze', station: 'Station' },
    since: (time) => `seit ${time}`,
    source: {
      watching: 'Überwacht',
      unreachable: 'Nicht erreichbar',
      unready: 'Nicht bereit',
      stopped: 'Prüft nicht',
      cycle: (seconds) => `ein Teil alle ${seconds}\u202fs`,
      arrivals: (parts) => `${parts}/min kommen`,
    },
    lane: {
      starting: 'Startet',
      idle: 'Bereit',
      busy: 'Beurteilt',
      failed: 'Ausgefallen',
    },
    processor: {
      name: 'Prozessoren',
      offered: (providers) => `Hier von ONNX Runtime angeboten: ${providers}`,
    },
    recipe: (id) => `Rezept ${id}`,
    disk: (size) => `von ${size}`,
    backup: {
      none: 'Noch keine',
      last: (time) => `zuletzt ${time}`,
      sameDisk: 'auf demselben Datenträger wie die Datensätze: Fällt er aus, sind beide verloren',
    },
    clock: { name: 'Uhr', good: 'Nichts Ungewöhnliches', bad: 'Fraglich' },
    chain: { name: 'Audit-Kette', good: 'Kein Fehler bekannt', bad: 'Ansehen' },
    runs: 'Läuft',
    version: (version) => `Version ${version}`,
  },
};
