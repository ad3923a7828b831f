import type { setupTexts as English } from '../enSetup.ts';
import { countingIn, singularIn, type Translated } from '../translation.ts';
import { precisionTexts } from './precision.ts';
import { sourceTexts } from './source.ts';

const isOne = singularIn('de-DE');

const counted = countingIn('de-DE');

/** In German. */
export const setupTexts: Translated<typeof English> = {
  setup: {
    title: 'Einrichtung',
    recipes: 'Rezepte',
    recipesHint: 'Ein Rezept enthält alles, was zum Prüfen eines Produkts nötig ist.',
    noRecipes: 'Noch kein Rezept. Kalibrieren Sie das erste aus einem Ordner mit guten Bildern.',
    version: (version) => `Version ${version}`,
    inUseSince: (version, time, by) =>
      `Version ${version}, in Betrieb seit ${time}${by === null ? '' : `, gewählt von ${by}`}`,
    inUse: (version) => `Version ${version} ist in Betrieb`,
    versions: 'Versionen',
    usedNow: 'In Betrieb',
    newer: 'Neuer, nicht in Betrieb',
    olderVersions: (count) => `Ältere Versionen (${count})`,
    use: 'Verwenden',
    useVersion: (version) => `Version ${version} verwenden`,
    useTitle: (version, name) => `Version ${version} von ${name} verwenden?`,
    keepVersion: (version) => `Bei Version ${version} bleiben`,
    judges: (sources) =>
      `Ab jetzt damit beurteilt: ${sources}, auch Bilder, die schon warten. Datensätze behalten die Version, die sie beurteilt hat.`,
    judgesNothing: 'Zurzeit wird keine Quelle nach diesem Rezept beurteilt.',
    changes: 'Was sich ändert',
    nothingChanges: 'Backbone, Grenzwerte und Zahl der Bilder sind gleich. Die guten Bilder können andere sein.',
    trait: {
      backbone: 'Backbone',
      limit: 'Grenzwert',
      review: 'Nachprüfen ab',
      target: 'Ziel-Pseudoausschussrate',
      bound: 'Ausschuss höchstens (95\u202f% sicher)',
      images: 'Gute Bilder',
      size: 'Bildgröße',
      turns: 'Darf gedreht liegen um',
    },
    noReview: 'Kein Nachprüfen',
    alwaysReview: 'Jedes Teil',
    noFigure: '–',
    draft: 'Entwurf, kein Grenzwert',
    draftMeans:
      'Zu wenige gute Bilder für einen Grenzwert: Eine Person prüft jedes Teil nach, mit Score und Heatmap. Kalibrieren Sie mit mehr guten Bildern neu, um einen Grenzwert zu bekommen.',
    noTurns: 'Nicht gedreht',
    degrees: (degrees) => `${degrees}°`,
    pixels: (side) => `${side}\u202fpx`,
    recipeImages: (count) => counted(count, 'gutes Bild', 'gute Bilder'),
    recipeLimit: 'Grenzwert',
    recipeInt8Limit: 'Grenzwert in 8-Bit-Ganzzahlen',
    recipeTarget: 'Ziel-Pseudoausschussrate',
    recipeBound: 'Ausschuss höchstens (95\u202f% sicher)',
    recipeBackbone: 'Backbone',
    recipeCreated: 'Kalibriert',
    busy: 'Einen Moment …',
    loading: 'Lädt …',
    required: 'Diese Angabe fehlt.',
    changedMeanwhile: (value) => `Auf einem anderen Bildschirm geändert: jetzt „${value}“`,
    notSaved:
      'Nichts wurde gespeichert, weil ein anderer Bildschirm dieselben Felder geändert hat. Die neuen Werte stehen daneben. Speichern Sie noch einmal, um sie zu ersetzen.',
  },

  calibration: {
    title: 'Neues Rezept kalibrieren',
    hint: 'Nur aus Bildern von Gutteilen. Die Prüfung läuft währenddessen weiter.',
    name: 'Name des Produkts',
    namePlaceholder: 'z. B. Lagerring 6204',
    nameHint: 'Ein vorhandener Name ergibt eine neue Version dieses Rezepts.',
    folder: 'Ordner mit Bildern von Gutteilen',
    folderPlaceholder: 'z. B. /data/bearing-ring/good',
    folderHint: 'Ein Pfad auf der Station. PNG, JPEG, TIFF, BMP, WebP, PGM oder PPM.',
    ...precisionTexts,
    target: 'Ziel-Pseudoausschussrate',
    targetHint: (count) =>
      `Der Anteil an Gutteilen, dessen Verlust Sie hinnehmen. Sie braucht mindestens ${count} gute Bilder.`,
    targetInvalid: 'Eine Zahl von 0,1 bis 50\u202f%.',
    targetUnit: '%',
    draftMeans:
      'Mit einem Entwurf prüft eine Person jedes Teil nach, anhand von Score und Heatmap, bis Sie mit mehr guten Bildern neu kalibrieren.',
    makeDraft: 'Entwurf anlegen',
    backbone: 'Backbone',
    backboneHint: 'Das Netz, das die Bilder ansieht.',
    backboneBuiltIn: (name) => (name.includes('eingebaut') ? name : `${name} (eingebaut)`),
    backboneAdded: (name) => `${name} (hinzugefügt)`,
    backboneMissing: (id) => `${id}: nicht installiert`,
    backboneCost: (side, size) => `Bilder von ${side}\u202f×\u202f${side} px, eine Datei von ${size}`,
    backboneTime: (time) => `etwa ${time} je Bild auf dieser Station`,
    backboneTimeUnknown: 'auf dieser Station noch nicht gemessen',
    backboneNotInstalled: (version, id) =>
      `Version ${version} nutzt ${id}, das hier nicht installiert ist. Wählen Sie ein anderes, oder fügen Sie es mit sigmaline backbone add hinzu.`,
    backboneChanges: (version, id) =>
      `Version ${version} dieses Rezepts nutzt ${id}. Mit einem anderen Backbone sind alle Scores und der Grenzwert neu.`,
    waits: (version, used, sources) =>
      `Version ${version} ist noch nicht in Betrieb. Version ${used} beurteilt weiter ${sources}. Nichts ändert sich, bis Sie wählen.`,
    waitsUnused: (version, used) =>
      `Version ${version} ist noch nicht in Betrieb, aber Version ${used}. Nichts ändert sich, bis Sie wählen.`,
    start: 'Kalibrieren',
    phase: {
      reading: 'Bilder werden gelesen',
      varying: 'Ihre Varianten werden gelesen',
      fitting: 'Gauß-Verteilungen werden angepasst',
      quantising: '8-Bit-Ganzzahlen werden versucht',
      compiling: 'Das Rezept wird erstellt',
    },
    progress: (done, total) => `${done} von ${total}`,
    running: (name) => `${name} wird kalibriert`,
    runningUnnamed: 'Eine Kalibrierung läuft',
    cancel: 'Abbrechen',
    cancelling: 'Wird abgebrochen …',
    doneTitle: (name) => `${name} ist kalibriert`,
    doneVersion: (version, count) => `Version ${version}, aus ${counted(count, 'guten Bild', 'guten Bildern')}`,
    limitExplained: (expected, limit) =>
      `Der Grenzwert ist ${limit}: Von Teilen wie diesen guten liegen erwartungsgemäß ${expected} darüber und werden Ausschuss.`,
    boundExplained: (bound) =>
      `Sie können zu 95\u202f% sicher sein, dass höchstens ${bound} solcher Gutteile Ausschuss werden.`,
    boundApproximate:
      'Diese Schranke ist ungefähr, weil es weniger als 200 Bilder sind. Mehr gute Bilder machen sie enger.',
    turned: (degrees) =>
      `Um ${degrees} Grad gedreht sehen Ihre guten Bilder aus wie die anderen, also sind so weit gedrehte Teile gut.`,
    setAside: (files) =>
      `Der Grenzwert wird für diese Bilder nicht angehoben, weil sie allen anderen guten Bildern unähnlich sind: ${files}. Teile, die so aussehen, werden schlecht, und sie zählen in den Anteilen oben mit. Sind es gewöhnliche Teile, kalibrieren Sie mit mehr solchen Bildern neu; wenn nicht, ohne sie.`,
    suspects:
      'Diese Bilder zeigen vielleicht keine Gutteile oder ein anderes Produkt; das unähnlichste steht zuerst. Teile wie sie können gut werden, außer wo es anders steht. Berühren Sie die, die nicht dazugehören, und kalibrieren Sie neu. Keine Datei wird gelöscht.',
    looks: (count) =>
      `Ihre Gutteile haben ${count} Ausprägungen, und jede wird nach ihren eigenen Bildern beurteilt. Gehört eine nicht zu diesem Produkt, legen Sie ihre Bilder woandershin und kalibrieren Sie neu.`,
    look: (count, files) => `${counted(count, 'Bild', 'Bilder')}, z. B. ${files}`,
    suspectReasons: {
      alone: () => 'Unähnlich den anderen',
      group: (others) => `Von einer Art mit ${others} anderen`,
      size: () => 'Andere Bildgröße',
    },
    suspectDistance: (reason, distance) => `${reason}, Abstand ${distance}`,
    suspectLeftOut: 'Teile wie dieses werden schlecht: Es blieb aus der Anpassung heraus.',
    suspectNoPicture: 'Kein Bild',
    suspectWithout: 'Gehört nicht dazu',
    calibrateWithout: (count) => `Ohne ${isOne(count) ? 'dieses Bild' : `diese ${count} Bilder`} kalibrieren`,
    excluded: (files) => `Ausgelassen, weil sie Ihnen zufolge nicht dazugehören: ${files}. Sie liegen noch im Ordner.`,
    released: (images) => `${counted(images, 'freigegebenes Teil', 'freigegebene Teile')} hinzufügen`,
    releasedHint:
      'Teile der Linie, die schlecht waren und die Personen für gut befunden haben. Sie werden gute Bilder, und der Grenzwert wird mit ihnen berechnet.',
    releasedGone: (gone) => `Die Bilder von ${gone} weiteren sind nicht mehr da.`,
    group: 'Bilder eines Teils (optional)',
    groupHint:
      'Wurde ein Teil mehrmals fotografiert: ein Muster, das seine Seriennr. im Dateinamen findet, damit es einmal zählt. Leer: Die Station erkennt es an den Bildern.',
    groupPlaceholder: '(?<serial>\\d+)-',
    groupTells: (images, parts, file, serial) =>
      `Verschiedene Teile: ${parts}, in ${counted(images, 'Bild', 'Bildern')}. ${file} zeigt Teil ${serial}.`,
    failedTitle: 'Die Kalibrierung ist fehlgeschlagen',
    again: 'Ein weiteres kalibrieren',
    watch: 'Eine Quelle dafür hinzufügen',
    lost: 'Die Verbindung brach während der Kalibrierung ab. Die Liste der Rezepte zeigt, ob sie fertig wurde.',
  },

  decisions: {
    title: 'Entscheidungen',
    hint: 'Woraus Personen wählen, wenn sie über ein Teil entscheiden, das nicht gut war. Getroffene Entscheidungen behalten ihre Worte, was auch immer sich hier ändert.',
    lists: {
      reasons: { title: 'Gründe', hint: 'Jede Entscheidung hat einen. Der häufigste zuerst.', add: 'Grund hinzufügen' },
      defects: { title: 'Fehlerarten', hint: 'Welcher Fehler es ist, wo es einen gibt.', add: 'Fehlerart hinzufügen' },
    },
    word: (list, place) => `${list}, ${place}`,
    up: (word) => `„${word}“ nach oben`,
    down: (word) => `„${word}“ nach unten`,
    remove: (word) => `„${word}“ entfernen`,
    invalid: 'Jede Zeile braucht einen Namen, und keiner darf doppelt sein.',
    save: 'Listen speichern',
    saved: 'Die Listen sind gespeichert.',
  },

  source: sourceTexts,

  station: {
    title: 'Station',
    hint: 'Einstellungen für alle Quellen.',
    general: 'Name und Schichten',
    name: 'Name der Station',
    nameHint: 'Steht oben auf jedem Bildschirm und in Exporten.',
    language: 'Sprache der Station',
    languageHint: 'Für Berichte, und für Bildschirme und Personen ohne eigene Wahl.',
    languageAuto: 'Die des Browsers',
    shifts: 'Schichten beginnen um',
    shiftsHint:
      'Die Zähler des Bedieners beginnen zu diesen Zeiten neu. Ortszeit. Eine Schicht dauert, bis die nächste beginnt.',
    shift: (number) => `Beginn der Schicht ${number}`,
    shiftName: 'Name',
    shiftNameOf: (number) => `Name der Schicht ${number}`,
    shiftDays: (number) => `Tage der Schicht ${number}`,
    addShift: 'Schicht hinzufügen',
    removeShift: (time) => `Schicht um ${time} entfernen`,
    shiftInvalid:
      'Jede Schicht braucht eine Uhrzeit wie 06:00 und einen Tag. Keine zwei beginnen am selben Tag zur selben Zeit.',
    shiftsBy: 'Ein Teil zählt zu der Schicht, in der',
    byArrival: 'Sein Bild ankam',
    byArrivalHint: 'Als die Station die Datei zum ersten Mal sah.',
    byJudgement: 'Es beurteilt wurde',
    byJudgementHint: 'Bilder, die gewartet haben, zählen zur Schicht ihres Urteils.',
    byFile: 'Sein Bild geschrieben wurde',
    byFileHint: 'Nach der Zeit der Datei. Wählen Sie dies nur, wenn die Uhr der Kamera richtig geht.',
    judging: 'Beurteilen',
    judgeFirst: 'Warten mehrere Bilder, zuerst beurteilen',
    oldest: 'Das älteste',
    oldestHint: 'In der Reihenfolge der Linie. Jedes Teil bekommt sein Urteil so früh wie möglich.',
    newest: 'Das neueste',
    newestHint: 'Das Teil vor dem Bediener erscheint sofort; ältere folgen, wenn Zeit ist.',
    lanes: 'Kanäle teilen den Prozessor für',
    laneGoals: {
      latency: {
        label: 'Die kürzeste Zeit bis zum Urteil',
        hint: 'Ein Kanal beurteilt ein Teil nach dem anderen, mit allen Kernen. Richtig für die meisten Linien.',
      },
      throughput: {
        label: 'Die meisten Teile pro Minute',
        hint: 'So viele Kanäle wie Kerne. Mehr Teile werden beurteilt, aber jedes dauert länger.',
      },
    },
    provider: 'Ausführung auf',
    providerHint: 'Worauf die Netze laufen. Was andere Ergebnisse liefert als der Prozessor, wird nie genutzt.',
    providerAuto: 'Automatisch',
    providerMissing: (name) => `${name}: auf diesem Rechner nicht vorhanden`,
    backups: 'Sicherungen der Datensätze',
    backupFolder: 'Ordner für Sicherungen',
    backupFolderPlaceholder: 'der Datenordner der Station',
    backupFolderHint:
      'Am besten auf einem anderen Datenträger. Leer lassen, um Sicherungen neben den Datensätzen zu halten.',
    backupEvery: 'Sichern alle',
    backupEveryHint:
      'Nur wenn es neue Datensätze gibt. Bilder werden erst gelöscht, wenn ihr Datensatz in einer Sicherung ist.',
    backupInvalid: 'Eine ganze Zahl von 1 bis 1.440 Minuten (ein Tag).',
    minutesUnit: 'min',
    audit: 'Audit-Kette',
    checkpointFolder: 'Ordner für Kontrollpunkte',
    checkpointFolderPlaceholder: 'nur in der Datenbank',
    checkpointFolderHint:
      'Eine Freigabe oder ein Stick, den die Personen dieser Station nicht ändern können. Wer einen Kontrollpunkt hat, sieht später, ob davor etwas verändert wurde.',
    checkpointEvery: 'Ein Kontrollpunkt alle',
    checkpointEveryHint: 'Und am Ende jeder Schicht.',
    checkpointInvalid: 'Eine ganze Zahl von 100 bis 1.000.000 Einträgen.',
    entriesUnit: 'Einträge',
    reviewDays: 'Eine Durchsicht ist fällig alle',
    reviewDaysHint: 'Leer lassen, wo keine Durchsichten der Einträge verlangt sind.',
    reviewInvalid: 'Eine ganze Zahl von 1 bis 400 Tagen, oder nichts.',
    noReviews: 'keine Durchsichten',
    daysUnit: 'Tage',
    save: 'Speichern',
    saved: 'Gespeichert.',
  },

  demo: {
    title: 'Demolinie',
    sentence: 'Ein Beispielprodukt und eine simulierte Kamera, zum Ausprobieren und Anlernen.',
    off: 'Aus',
    preparing: 'Vorbereitung: Das Beispielprodukt wird kalibriert',
    running: 'Läuft: Die simulierte Kamera liefert Teile',
    start: 'Demolinie starten',
    stop: 'Demolinie anhalten',
  },
};
