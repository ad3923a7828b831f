import type { healthTexts as English } from '../enHealth.ts';

export const healthTexts: typeof English = {
  healthSheet: {
    open: 'Zustand der Station ansehen',
    well: 'Alles läuft.',
    wrong: (count) =>
      count === 1
        ? '1 Meldung, um die sich jemand kümmern muss.'
        : `${count} Meldungen, um die sich jemand kümmern muss.`,
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
      uses: (provider) => (provider === 'cpu' ? 'Hauptprozessor' : `Grafikprozessor (${provider})`),
      offered: (providers) => `ONNX Runtime bietet hier ${providers}`,
    },
    recipe: (id) => `Rezept ${id}`,
    disk: (size) => `von ${size}`,
    backup: {
      none: 'Noch keine',
      last: (time) => `Letzte ${time}`,
      sameDisk: 'auf der Platte der Datensätze: Fällt sie aus, sind beide verloren',
    },
    clock: { name: 'Uhr', good: 'Nichts Ungewöhnliches', bad: 'Fraglich' },
    chain: { name: 'Audit-Kette', good: 'Kein Fehler bekannt', bad: 'Ansehen' },
    runs: 'Läuft',
    version: (version) => `Version ${version}`,
  },
};
