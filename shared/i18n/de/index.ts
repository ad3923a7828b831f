import type { Catalogue, Texts } from '../en.ts';
import { runsOnCpu } from '../executionReasons.ts';
import { countingIn, singularIn } from '../translation.ts';
import { auditTexts } from './audit.ts';
import { benchTexts } from './bench.ts';
import { bypassTexts } from './bypass.ts';
import { comparisonTexts } from './comparisons.ts';
import { connectionTexts } from './connections.ts';
import { germanErrors } from './errors.ts';
import { exportTexts } from './exports.ts';
import { fittingTexts } from './fitting.ts';
import { gateTexts } from './gate.ts';
import { healthTexts } from './health.ts';
import { inspectingTexts } from './inspecting.ts';
import { keepingTexts } from './keeping.ts';
import { kioskTexts } from './kiosk.ts';
import { peopleTexts } from './people.ts';
import { recipeChangeTexts } from './recipeChange.ts';
import { recordTexts } from './records.ts';
import { reportTexts } from './report.ts';
import { reviewTexts } from './review.ts';
import { setupTexts } from './setup.ts';
import { shiftTexts } from './shift.ts';
import { testSetTexts } from './testSets.ts';
import { versionTexts } from './versions.ts';

const isOne = singularIn('de-DE');

const counted = countingIn('de-DE');

/** Every text that the interface shows, in German. */
const texts: Texts = {
  locale: 'de-DE',
  product: 'Sigmaline',
  colon: ': ',
  comma: ', ',
  semicolon: '; ',
  fullStop: '. ',
  quoted: (text) => `„${text}“`,
  by: (who) => {
    if (who === null || who === 'open station') return 'an der offenen Station';
    if (who === 'command line') return 'über die Befehlszeile';
    return who === 'station' ? 'von der Station' : `von ${who}`;
  },

  navigation: {
    label: 'Bildschirme',
    inspection: 'Prüfung',
    records: 'Datensätze',
    setup: 'Einrichtung',
  },

  language: {
    label: 'Sprache',
    automatic: (name) => `Automatisch: ${name}`,
  },

  verdict: {
    word: { pass: 'Gut', review: 'Nachprüfen', fail: 'Schlecht', error: 'Fehler' },
    action: {
      pass: 'Unter dem Grenzwert',
      review: 'Dieses Teil von Hand prüfen',
      fail: 'Dieses Teil aussortieren',
      error: 'Nicht beurteilt: dieses Teil von Hand prüfen',
    },
    region: 'Urteil',
    score: 'Score',
    limit: 'Grenzwert',
    draft: 'Entwurf',
    part: (number) => `Nr. ${number}`,
    late: (since) => `Verspätet: Bild von ${since}`,
    spoken: (word, number, score, limit) => `${word}. Nummer ${number}. Score ${score}, Grenzwert ${limit}.`,
    spokenDraft: (word, number, score) =>
      `${word}. Nummer ${number}. Score ${score}. Das Rezept ist ein Entwurf ohne Grenzwert.`,
    spokenWithoutScore: (word, number) => `${word}. Nummer ${number}.`,
  },

  age: {
    justNow: 'gerade eben',
    seconds: (count) => `vor ${count} s`,
    minutes: (count) => `vor ${count} min`,
    hours: (count) => (isOne(count) ? 'vor 1 Stunde' : `vor ${count} Stunden`),
    days: (count) => (isOne(count) ? 'vor 1 Tag' : `vor ${count} Tagen`),
  },
  duration: {
    seconds: (count) => `${count} s`,
    minutes: (count) => `${count} min`,
    hours: (count) => `${count} h`,
  },

  waiting: {
    word: 'Bereit',
    sentence: 'Wartet auf das erste Teil',
    watching: (folder) => `Bilder, die die Kamera in ${folder} schreibt, erscheinen hier von selbst.`,
    watchingSeveral: (count) => `${count} Ordner werden überwacht. Das nächste Bild erscheint hier von selbst.`,
    preparing: 'In Vorbereitung',
    preparingDemo: 'Das Beispielprodukt wird kalibriert',
    preparingSentence: 'Nur aus seinen Gutteilen. Danach liefert die Demolinie die ersten Teile.',
    starting: 'Die Demolinie startet. Das erste Teil kommt gleich.',
    stage: 'Hier erscheint das Bild des Teils.',
    feed: 'Noch keine Teile',
  },

  connection: {
    connecting: 'Verbindet',
    connectingSentence: 'Verbindung zur Station wird hergestellt …',
    lostSentence: 'Kein Urteil ist aktuell. Geben Sie nach diesem Bildschirm keine Teile frei.',
    lostSince: (time, duration) => `Unterbrochen um ${time}, vor ${duration}. Neuer Versuch …`,
    lostRemedy:
      'Dauert das an, prüfen Sie, ob die Station läuft, und öffnen Sie dann erneut die Adresse, die sie ausgibt.',
    reading: 'Die letzten Teile werden geladen …',
  },

  looking: {
    band: (number, time) => `Sie betrachten Nr. ${number} von ${time}`,
    notLive: 'Nicht das aktuelle Teil',
    notCurrent: 'nicht aktuell',
    back: 'Zurück zu live',
    newSince: (count) => (isOne(count) ? '1 Teil ist seither gekommen' : `${count} Teile sind seither gekommen`),
    live: 'Live',
    returns: (seconds) => `Zurück zu live in ${seconds} s`,
  },

  stage: {
    region: 'Bild des Teils',
    image: (number, file) => `Bild von Nr. ${number}: ${file}`,
    noImage: 'Dieses Bild lässt sich nicht anzeigen.',
    loading: 'Das Bild wird geladen …',
    standIn: 'Nur das Vorschaubild: Das Original fehlt.',
    why: (place, score, limit) => `${place}: ${score}, Grenzwert ${limit}`,
    places: ['Oben links', 'Oben', 'Oben rechts', 'Links', 'Mitte', 'Rechts', 'Unten links', 'Unten', 'Unten rechts'],
    beside: 'Mit einem typischen Gutteil daneben vergleichen',
    blink: 'Mit einem typischen Gutteil an seiner Stelle vergleichen, abwechselnd',
    besideTypical: 'Rechts: ein typisches Gutteil',
    peakLabel: (score) => `Auffälligste Stelle, ${score}`,
    addsMost: (score) => `trägt am meisten bei, ${score}`,
    addsMostLabel: (score) => `Stelle, die am meisten zur Auffälligkeit des Teils beiträgt, ${score}`,
  },

  heatmap: {
    title: 'Heatmap',
    opacity: 'Deckkraft',
    legend: 'Wie auffällig eine Stelle ist, in Sigma der Gutteile',
  },

  gauge: {
    title: 'Score',
    description: (score, limit, position) => `Score ${score}, Grenzwert ${limit}: ${position}. Gutteile liegen um 0.`,
    below: (distance) => `${distance} unter Grenzwert`,
    above: (distance) => `${distance} über Grenzwert`,
    at: 'auf dem Grenzwert',
    good: 'typisch gut',
    limit: (value) => `Grenzwert ${value}`,
    review: (value) => `Nachprüfen ${value}`,
    none: 'Dieses Teil hat keinen Score.',
    draft: 'Entwurf, kein Grenzwert',
    draftDescription: (score) => `Score ${score}. Das Rezept ist ein Entwurf ohne Grenzwert. Gutteile liegen um 0.`,
    history: (count) => (isOne(count) ? 'Letztes Teil' : `Letzte ${count} Teile dieses Rezepts`),
    historyLabel: (count) => (isOne(count) ? 'Score des letzten Teils' : `Scores der letzten ${count} Teile`),
    againstLimit: (history) => `${history} gegenüber dem Grenzwert`,
  },

  facts: {
    recipeVersion: (recipe, version) => `${recipe}, Version ${version}`,
    asUnusual: (thousandths) => `${thousandths} von 1.000 Gutteilen sind ebenso auffällig`,
    noneAsUnusual: (good) => `Keines der ${good} Gutteile war so auffällig`,
    named: {
      serial: (serial) => `Seriennr. ${serial}`,
      lot: (lot) => `Los ${lot}`,
      view: (view) => view,
    },
    sameContentAs: (number) => `Gleiches Bild wie Nr. ${number}`,
    followsError: (number) => `Vervollständigt nach Fehler Nr. ${number}`,
  },

  shift: {
    title: 'Diese Schicht',
    mixed: 'Alle Rezepte zusammen',
    late: (count) => `${count} nach ihrer Frist`,
    since: (time) => `seit ${time}`,
    firstPass: 'Erstausbeute',
    final: 'Endausbeute',
    noYield: '–',
  },

  feed: {
    title: 'Letzte Teile',
    label: 'Letzte Teile, die neuesten zuerst. Mit den Pfeiltasten ein Teil ansehen, mit Escape zurück zu live.',
    loading: 'Lädt …',
    option: (word, number, serial, score, time) =>
      `${word}, Nr. ${number}, ${serial === null ? '' : `${serial}, `}${score}, ${time}`,
    noScore: 'kein Score',
    toNewest: 'Zum neuesten',
    show: 'Welche Teile die Liste zeigt',
    all: 'Alle',
    notPassed: 'Nicht gut',
    hidden: (count) => `${count} ausgeblendet`,
    hiddenOf: (count, of) => `${count} der letzten ${of} ausgeblendet`,
    none: 'Nichts aufzulisten',
  },

  health: {
    title: 'Zustand der Station',
    unknown: 'Unbekannt',
    ok: 'OK',
    attention: 'Achtung',
    trouble: 'Störung',
    readAll: 'Alles lesen',
    more: (count) => (isOne(count) ? '1 weitere' : `${count} weitere`),
    close: 'Schließen',
    connection: {
      name: 'Verbindung',
      open: 'Verbunden',
      connecting: 'Verbindet',
      lost: 'Unterbrochen',
      remedy: 'Die Verbindung zur Station ist unterbrochen. Sigmaline versucht es weiter.',
    },
    source: {
      name: 'Quelle',
      none: 'Keine',
      noneRemedy:
        'Kein Ordner wird überwacht, also wird kein Teil geprüft. Fügen Sie in der Einrichtung eine Quelle hinzu.',
      watching: (name) => name,
      watchingSeveral: (count) => `${count} überwacht`,
      unreachable: 'Nicht erreichbar',
      unready: 'Nicht bereit',
      foreign: 'Falsches Produkt?',
      fails: 'Zu viel Schlecht',
      changed: 'Teile verändert',
      errors: 'Zu viele Fehler',
      differ: 'Bilder anders',
      leaving: 'Bilder driften',
      late: 'Urteile spät',
      holds: (parts, isLeast) => `Schafft ${parts}${isLeast ? '+' : ''}/min`,
      within: (time) => `99\u202f% in ${time}`,
      several: (count, total) => `${count} von ${total} gestört`,
      bypassed: (count, total) => (isOne(total) ? 'Bypass' : `${count} von ${total} im Bypass`),
      unreachableRemedy: (name, folder) =>
        `Der Ordner von ${name} lässt sich nicht lesen (${folder}). Prüfen Sie, ob der Rechner der Kamera läuft und die Freigabe verbunden ist.`,
      unreadyRemedy: (name) =>
        `Das Rezept von ${name} ist nicht verwendbar. Kalibrieren Sie es in der Einrichtung neu.`,
    },
    backlog: {
      name: 'Rückstand',
      none: 'Nichts wartet',
      waiting: (count, age) => `${count} warten, ältestes\u00a0${age.replaceAll(' ', '\u00a0')}`,
      load: (share) => `Last ${share}`,
      waitingUnknown: (count) => `${count} warten`,
      slowRemedy: (count, age) =>
        `${counted(count, 'Bild wartet', 'Bilder warten')} auf das Urteil, das älteste seit ${age}. Wächst die Zahl weiter, fahren Sie die Linie langsamer.`,
      stuckRemedy: (count, age) =>
        `${counted(count, 'Bild wartet', 'Bilder warten')} auf das Urteil, das älteste seit ${age}. Halten Sie die Linie an und rufen Sie den Techniker: Teile gehen ohne Urteil durch.`,
    },
    lane: {
      name: 'Kanal',
      none: 'Keiner',
      ready: 'Bereit',
      readySeveral: (count) => `${count} bereit`,
      busy: 'Urteilt',
      readyOnGraphics: 'Bereit, auf der Grafikkarte',
      busyOnGraphics: 'Urteilt auf der Grafikkarte',
      starting: 'Startet',
      failed: 'Ausgefallen',
      someFailed: (count, total) => `${count} von ${total} ausgefallen`,
      failedRemedy:
        'Kein Prüfprozess läuft, also wird kein Teil beurteilt. Starten Sie die Station neu; passiert es wieder, melden Sie es mit dem Protokoll.',
      someFailedRemedy: (count, total) =>
        `${count} von ${total} Prüfprozessen sind ausgefallen. Die Prüfung läuft langsamer weiter. Starten Sie die Station in der nächsten Pause neu.`,
    },
    disk: {
      name: 'Datenträger',
      free: (size) => `${size} frei`,
      low: (size) => `noch ${size}`,
      files: (count) => counted(count, 'Datei', 'Dateien'),
      full: 'Voll',
      readOnly: 'Schreibgeschützt',
      failing: 'Defekt',
    },
    warning: { name: 'Hinweis' },
    clock: { name: 'Uhr' },
    backup: 'Sicherung',
    answers: {
      'notice.acknowledge': 'Bestätigen',
      'condition.read': 'Bestätigen',
      'clock.confirm': 'Die Uhr geht richtig',
    },
    noticed: (time) => `Hinweis von ${time}`,
  },

  welcome: {
    title: 'Gutteile genügen.',
    sentence:
      'Sigmaline lernt, wie Gutteile aussehen, und findet, was davon abweicht. Hier ist noch nichts eingerichtet: Wählen Sie, wie Sie anfangen.',
    curve: 'Scores von Gutteilen um null, rechts davon der Grenzwert, dahinter die Schlechtteile',
    demoTitle: 'Mit der Demolinie ausprobieren',
    demoSentence:
      'Auf diesem Rechner wird ein Beispielprodukt kalibriert, und eine simulierte Kamera liefert seine Teile, gute und schlechte. Die ersten Urteile erscheinen innerhalb einer Minute. Nichts zu installieren, nichts einzustellen.',
    demoButton: 'Demolinie starten',
    demoStarting: 'Startet …',
    ownTitle: 'Selbst einrichten',
    ownSteps: [
      'Sammeln Sie Bilder von Gutteilen: 20 genügen für den Anfang, 100 sind besser.',
      'Kalibrieren Sie ein Rezept aus deren Ordner. Ohne Schlechtteile, ohne Beschriften.',
      'Wählen Sie den Ordner, in den die Kamera schreibt.',
    ],
    ownButton: 'Einrichtung öffnen',
  },

  lanes: {
    title: 'Kanäle',
    hint: 'Die Prozesse, die Bilder beurteilen, und die Prozessoren, die sie nutzen.',
    name: (id) => `Kanal ${id}`,
    failed: 'startet nicht',
    judgesOn: (provider) => {
      if (provider === null) return 'startet';
      return runsOnCpu(provider) ? 'urteilt auf dem Hauptprozessor' : 'urteilt auf der Grafikkarte';
    },
    memory: (size) => `${size} Speicher`,
    split: (goal, lanes, threads, cores) => {
      const each = isOne(lanes) ? '' : ' je';
      const why = goal === 'latency' ? 'für die kürzeste Zeit bis zum Urteil' : 'für die meisten Teile pro Minute';
      return `${counted(lanes, 'Kanal', 'Kanäle')} mit${each} ${counted(threads, 'Thread')}, ${why}, auf ${counted(cores, 'Kern', 'Kernen')}.`;
    },
    load: (share, minutes) =>
      `Die Teile der letzten ${minutes} Minuten brauchen ${share} von dem, was die Kanäle schaffen.`,
    retryHint:
      'Eine Grafikkarte, die eine Kontrolle nicht bestanden hat, wird erst wieder genutzt, wenn Sie sie neu kontrollieren lassen. Beheben Sie zuerst die Ursache; die Prüfung läuft währenddessen weiter.',
    retry: 'Erneut versuchen',
    retried: 'Die Kontrolle läuft im Hintergrund.',
  },

  ...inspectingTexts,
  ...shiftTexts,
  ...healthTexts,
  ...bypassTexts,
  ...auditTexts,
  ...exportTexts,
  ...connectionTexts,
  ...gateTexts,
  reports: reportTexts.screen,
  ...recipeChangeTexts,
  ...recordTexts,
  ...reviewTexts,
  ...comparisonTexts,
  ...testSetTexts,
  versions: versionTexts,
  ...fittingTexts,
  ...keepingTexts,
  ...kioskTexts,
  ...benchTexts,
  ...peopleTexts,
  ...setupTexts,
};

export const german: Catalogue = { texts, errors: germanErrors, reports: reportTexts };
