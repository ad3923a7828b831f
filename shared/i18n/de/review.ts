import type { reviewTexts as English } from '../enReview.ts';
import { countingIn, type Translated } from '../translation.ts';

const counted = countingIn('de-DE');

/** In German. */
export const reviewTexts: Translated<typeof English> = {
  deciding: {
    region: 'Entscheidung über dieses Teil',
    what: 'Über dieses Teil entscheiden',
    why: (decision) => `${decision}: warum?`,
    back: 'Zurück zu den Entscheidungen',
    made: (number, said) => `Nr. ${number}: ${said}`,
    signIn: 'Zum Entscheiden anmelden',
    mayNot: 'Ihre Rolle darf nicht über Teile entscheiden. Fragen Sie jemanden, der darf.',
    open: 'Über dieses Teil entscheiden',
  },

  held: {
    band: (number) => `Gehalten: Nr. ${number}`,
    alone: 'Kein Teil wartet dahinter',
    behind: (parts) => counted(parts, 'Teil wartet dahinter', 'Teile warten dahinter'),
    failed: (parts) => counted(parts, 'davon ist schlecht', 'davon sind schlecht'),
    goesOn: 'Die Prüfung läuft weiter.',
  },

  review: {
    navigation: 'Nachprüfen',
    title: 'Warteschlange',
    waiting: (parts) => counted(parts, 'Teil wartet auf eine Entscheidung', 'Teile warten auf eine Entscheidung'),
    waitingSpoken: (shown) => `${shown} warten`,
    empty: 'Kein Teil wartet auf eine Entscheidung',
    emptyMeans: 'Ein Teil, das nicht gut ist, kommt von selbst hierher.',
    allClaimed: 'Andere sehen jedes wartende Teil an',
    loading: 'Das nächste Teil wird gelesen …',
    previous: 'Voriges Teil',
    next: 'Nächstes Teil',
    record: 'Datensatz öffnen',
    claim: (who, number) => `${who} sieht Nr. ${number} an`,
    claimed: (who) => `${who} sieht dieses Teil an. Es wird hier nicht gleichzeitig entschieden.`,
    somebody: 'Ein anderer Bildschirm',
    decidedElsewhere: 'Jemand anderes hat inzwischen über dieses Teil entschieden. Gehen Sie zum nächsten.',
    keys: '← → voriges und nächstes · 1 bis 4 was · 1 bis 9 warum · Enter bestätigt den Ausschuss',
    score: (score, limit) => `Score ${score}, Grenzwert ${limit}`,
    facts: {
      title: 'Was bekannt ist',
      serial: 'Seriennr.',
      lot: 'Los',
      source: 'Quelle',
      arrived: 'Angekommen',
      score: 'Score',
      file: 'Datei',
    },
  },

  scan: {
    torn: 'Noch einmal scannen: Der Code kam nicht in einem Stück an, deshalb wurde kein Teil geöffnet.',
    unknown: (code) => `Kein Teil und kein Los heißt „${code}“.`,
    failed: (code, sentence) => `„${code}“ wurde nicht gesucht. ${sentence}`,
    close: 'Schließen',
  },

  thisScreen: {
    name: 'Name dieses Bildschirms',
    nameHint: 'Andere an der Warteschlange lesen ihn, z. B. „Linie 3, links“.',
    keyboard: 'Tastatur auf dem Bildschirm',
    choices: {
      auto: 'Wo ein Feld berührt wird',
      always: 'Für jedes Feld',
      never: 'Nie: Es gibt eine Tastatur',
    },
    theme: {
      label: 'Farben',
      choices: { auto: 'Wie am Gerät eingestellt', light: 'Hell', dark: 'Dunkel', contrast: 'Hoher Kontrast' },
      hints: {
        auto: 'Hell, dunkel oder hoher Kontrast, wie seine Einstellungen sagen.',
        light: 'Für helle Hallen: Es spiegelt weniger.',
        dark: 'Für dunkle Räume.',
        contrast: 'Schwarz und Weiß, Urteile in Farbe.',
      },
    },
    sound: {
      title: 'Ton',
      volume: 'Lautstärke',
      listen: 'Anhören',
      tryOut: (name) => `Anhören: ${name}`,
      names: {
        pass: 'Gut',
        review: 'Nachprüfen',
        fail: 'Schlecht',
        error: 'Fehler',
        trouble: 'Störung der Station',
      },
      hint: 'Ein Browser lässt Ton erst zu, wenn jemand die Seite einmal berührt hat.',
      on: 'Der Ton ist an. Stummschalten',
      muted: 'Der Ton ist stumm. Einschalten',
      mutedShort: 'Stumm',
      waiting: 'Der Browser lässt noch keinen Ton zu. Berühren Sie den Bildschirm einmal',
      waitingShort: 'Für Ton berühren',
    },
  },

  keyboard: {
    region: 'Tastatur auf dem Bildschirm',
    shift: 'Großbuchstaben',
    symbols: '?#1',
    letters: 'abc',
    space: 'Leertaste',
    back: 'Letztes Zeichen löschen',
    enter: 'Eingabe',
    hide: 'Tastatur ausblenden',
  },
};
