import type { fittingTexts as English } from '../enFitting.ts';
import { countingIn, singularIn, type Translated } from '../translation.ts';

const counted = countingIn('de-DE');

const isOne = singularIn('de-DE');

/** In German. */
export const fittingTexts: Translated<typeof English> = {
  fitting: {
    speed: {
      hint: 'Das Backbone ist das Netz, das die Bilder ansieht. Ein größeres sieht kleinere Fehler und braucht mehr Zeit.',
      choose: 'Backbone',
      missing: (id) => `Das Backbone ${id} ist auf dieser Station nicht installiert. Wählen Sie ein anderes.`,
      paces: { fast: 'Schnell', balanced: 'Ausgewogen', accurate: 'Genau' },
      perImage: 'je Bild',
      perMinute: (parts) => `bis zu ${parts} Teile pro Minute`,
      needs: (side, size) => `${side} × ${side} px, ${size}`,
      builtIn: 'eingebaut',
      added: 'dieser Station hinzugefügt',
      inUse: (version) => `Die Version in Betrieb (${version}) hat es`,
      notMeasured: 'Zeit noch nicht gemessen',
      measure: 'Auf diesem Rechner messen',
      measuring: 'Misst …',
      measureHint:
        'Führt jedes Netz einige Male auf dem Prozessor aus, neben der Linie. Das Lesen des Bildes zählt nicht mit.',
      more: 'EfficientNet B0 bis B7 sehen kleinere Fehler. Die IT fügt eines mit dem Befehl „sigmaline backbone add“ hinzu; die Dokumentation, Seite Backbones, sagt wie.',
      details: 'Wie gerechnet wird',
      precision: 'Genauigkeit',
      precisions: {
        auto: {
          label: 'Automatisch',
          hint: 'Ganzzahlen, wo sie ebenso gut trennen: doppelt so schnell ohne Grafikkarte.',
        },
        float: { label: 'Gleitkommazahlen', hint: 'Auf jedem Prozessor und jeder Grafikkarte.' },
        int8: { label: 'Auch Ganzzahlen', hint: 'Auch wo sie weniger gut trennen. Die Anpassung sagt es.' },
      },
      kindsLabel: 'Ausprägungen der Gutteile',
      kinds: {
        found: {
          label: 'Wie sie gefunden werden',
          hint: 'Zwei Lieferanten oder zwei Beleuchtungen werden je nach ihrem eigenen Mittel beurteilt.',
        },
        one: { label: 'Alle als eine', hint: 'Was zwischen zwei Ausprägungen liegt, ist auch gut.' },
      },
      advanced: 'Erweitert',
      advancedHint: 'Was leer bleibt, hat den Wert, der auf allen von uns gemessenen Bildsätzen der beste war.',
      usual: 'Üblich (nach der Zahl der Bilder)',
      variations: 'Varianten jedes Bildes',
      variationsHint:
        'Jedes gute Bild wird auch leicht verschoben und gedreht angepasst. Mehr helfen, wo es wenige Bilder sind.',
      topShare: 'Anteil der Stellen',
      topShareHint:
        'So viele der auffälligsten Stellen ergeben den Stellen-Score. Kleine Fehler brauchen einen kleinen Anteil. Üblich: 4\u202f%.',
      npca: 'NPCA: weggelassene Varianz',
      npcaHint:
        'Lässt die Richtungen weg, in denen Gutteile am stärksten schwanken. Üblich: leer, keine wird weggelassen.',
      group: 'Bilder eines Teils',
      groupHint:
        'Ein Muster, das die Seriennr. aus dem Dateinamen liest: Bilder eines Teils zählen einmal. Leer: Die Station erkennt es an den Bildern.',
      groupPlaceholder: '(?<serial>\\d+)_\\d+\\.png',
      wrongShare: (most) => `Geben Sie Prozent über 0 und bis ${most} ein, oder nichts.`,
    },
    fit: {
      ready: 'Bereit zur Anpassung',
      readyHint: 'Die Anpassung lernt, wie Gutteile aussehen. Die Prüfung läuft währenddessen weiter.',
      fitted: (name, version) => `${name}, Version ${version}`,
      fittedHint: 'Jedes gute Bild wurde von einer Anpassung beurteilt, die es nicht gesehen hat.',
      images: (images, parts) =>
        images === parts
          ? counted(images, 'gutes Bild', 'gute Bilder')
          : `${counted(images, 'gutes Bild', 'gute Bilder')} von ${parts} Teilen`,
      wholeImage: 'Das ganze Bild wird angesehen',
      region: 'Nur der gezeichnete Bereich wird angesehen',
      positions: {
        fixed: 'Das Teil liegt immer an derselben Stelle',
        shift: 'Das Teil wird gefunden, wo es sich verschiebt',
        turn: 'Das Teil wird gefunden, wo es sich verschiebt und dreht',
      },
      noMask: 'Alles wird beachtet',
      mask: (shapes) => (isOne(shapes) ? '1 Form auf der Maske' : `${shapes} Formen auf der Maske`),
      target: 'Wie viele Gutteile Ausschuss werden dürfen',
      tooFew: (target, needed, parts) =>
        `Ein Grenzwert für ${target} braucht ${counted(needed, 'Gutteil', 'Gutteile')}; es sind ${parts}. Nehmen Sie mehr Bilder, wählen Sie eine größere Rate, oder legen Sie einen Entwurf ohne Grenzwert an.`,
      start: 'Anpassen',
      again: 'Neu anpassen',
      running: 'Wird angepasst',
      remaining: (time) => `Noch etwa ${time}`,
      noEstimate: 'Die Zeit wird geschätzt …',
      standOut: 'Auffallende Bilder',
      noneStandOut: 'Kein gutes Bild ist den anderen unähnlich.',
      kinds: (count) =>
        `Die guten Bilder zerfallen in ${count} Ausprägungen. Sind das zwei Lieferanten oder zwei Beleuchtungen, werden sie zu Recht getrennt. Ist es Zufall, nehmen Sie sie als eine.`,
      asOneKind: 'Alle als eine nehmen',
      asKinds: 'Ausprägungen getrennt halten',
      fitAgainForKinds: 'Passen Sie neu an, um sie als eine zu nehmen.',
    },
    heldOut: {
      scores: 'Scores der guten Bilder, in Sigma',
      scoresLabel: (count) => `Histogramm der Scores von ${count} guten Bildern`,
      distances: 'Teilabstände',
      distancesHint:
        'Die gestrichelte Linie ist, wo ein Chi-Quadrat-Grenzwert läge. Nur zum Vergleich: Er macht weit mehr Gutteile zu Ausschuss, als er verspricht.',
      distancesLabel: (count) => `Histogramm der Teilabstände von ${count} guten Bildern`,
      chiSquare: 'Chi-Quadrat',
      highest: 'Die höchsten Scores: Sehen Sie nach, ob das Gutteile sind',
      scoreIs: (score) => `${score} von einer Anpassung, die es nicht gesehen hat`,
      image: 'Das Bild, wie das Netz es sieht',
      heatmap: 'Seine Heatmap',
      close: 'Schließen',
    },
    limit: {
      title: 'Wie viele Gutteile dürfen Ausschuss werden?',
      hint: 'Ein Teil mit einem Score über dem Grenzwert ist schlecht. Weniger Pseudoausschuss bedeutet einen höheren Grenzwert, und kleinere Fehler kommen durch.',
      notFitted: 'Noch gibt es nichts, wofür ein Grenzwert zu setzen wäre. Passen Sie zuerst an.',
      toFit: 'Zur Anpassung',
      chart: (limit) => `Scores der guten Bilder, und der Grenzwert bei ${limit}`,
      limitLine: 'Grenzwert',
      reviewLine: 'Nachprüfen',
      target: 'Hingenommener Pseudoausschuss',
      limit: 'Grenzwert',
      bound: 'Höchstens, 95\u202f% sicher',
      slider: 'Ziel-Pseudoausschussrate',
      strict: (target) => `Findet mehr: ${target} Pseudoausschuss`,
      loose: (target) => `Weniger Ausschuss: ${target}`,
      inWords: (bound) =>
        `Höchstens ${bound} der Gutteile werden Ausschuss, 95\u202f% sicher, solange sie so kommen wie diese.`,
      more: (target, needed, parts) => `${target} braucht ${counted(needed, 'Gutteil', 'Gutteile')}. Es sind ${parts}.`,
      consequences: 'Was daraus folgt',
      band: 'Nachprüfbereich',
      bandHint: 'Teile knapp unter dem Grenzwert sieht sich eine Person an.',
      noBand: 'Keiner: gut oder schlecht',
      bandOf: (share, from) => `Etwa ${share} der Gutteile, ab ${from}`,
      defectRate: 'Wie viele Ihrer Teile sind schlecht?',
      defectRateHint: 'Eine Schätzung genügt.',
      makesVersion: 'Ein anderer Grenzwert ergibt eine neue Version. Ihre Scores bleiben; nichts wird neu angepasst.',
      keep: 'Diesen Grenzwert behalten',
    },
    defects: {
      rejects: (bad) => `Von 10 Ausschussteilen sind etwa ${bad} wirklich schlecht.`,
      rejectsWhy: (defects, rejects, isAssumed) =>
        `Bei ${defects} Schlechtteilen und ${rejects} Pseudoausschuss${isAssumed ? ', selbst wenn jeder Fehler gefunden wird' : ''}. Je seltener Fehler sind, desto mehr Ausschussteile sind Gutteile.`,
      passes: (bad) => `Von den guten Urteilen sind ${bad} schlecht.`,
      none: 'Wie viele Fehler er findet, zeigt der nächste Schritt: Testen Sie mit Teilen, deren Wahrheit Sie kennen, und kommen Sie dann zurück.',
      title: (set) => `Mit dem Testsatz „${set}“`,
      missed: 'Bei diesem Grenzwert übersehene Fehler',
      rejected: 'Bei diesem Grenzwert verlorene Gutteile',
      rate: (observed, low, high) => `${observed} (95\u202f% sicher: ${low} bis ${high})`,
      roc: (area) => `Fläche unter der ROC-Kurve ${area}: wie gut Scores Fehler von Gutteilen trennen.`,
      rejectCost: 'Kosten eines Pseudoausschusses',
      missCost: 'Kosten eines übersehenen Fehlers',
      costUnit: 'beliebige Einheit',
      wrongCost: 'Geben Sie beide Kosten ein, 0 oder mehr.',
      cost: (cost, cheapest) =>
        `Beide Irrtümer zusammen kosten ${cost} je 100 Teile.${cheapest === null ? '' : ` Am wenigsten kosteten sie bei einem Grenzwert von ${cheapest}.`}`,
    },
    approve: {
      title: (name, version) => `${name}, Version ${version} genehmigen`,
      hint: 'Eine Zusammenfassung, der Unterschied zur Version in Betrieb und Ihr Grund. Nichts ändert sich, bevor Sie genehmigen.',
      report: 'Kalibrierbericht',
      toSources: 'Damit einen Ordner überwachen',
      toRecipes: 'Alle Rezepte',
    },
  },
};
