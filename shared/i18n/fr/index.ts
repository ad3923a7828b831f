import type { Catalogue, Texts } from '../en.ts';
import { runsOnCpu } from '../executionReasons.ts';
import { countingIn, singularIn } from '../translation.ts';
import { auditTexts } from './audit.ts';
import { benchTexts } from './bench.ts';
import { bypassTexts } from './bypass.ts';
import { comparisonTexts } from './comparisons.ts';
import { connectionTexts } from './connections.ts';
import { frenchErrors } from './errors.ts';
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

const isOne = singularIn('fr-FR');

const counted = countingIn('fr-FR');

/** Every text that the interface shows, in French. */
const texts: Texts = {
  locale: 'fr-FR',
  product: 'Sigmaline',
  colon: '\u202f: ',
  comma: ', ',
  semicolon: '\u202f; ',
  fullStop: '. ',
  quoted: (text) => `«\u202f${text}\u202f»`,
  by: (who) => {
    if (who === null || who === 'open station') return 'à la station ouverte';
    if (who === 'command line') return 'en ligne de commande';
    return who === 'station' ? 'par la station' : `par ${who}`;
  },

  navigation: {
    label: 'Écrans',
    inspection: 'Inspection',
    records: 'Enregistrements',
    setup: 'Configuration',
  },

  language: {
    label: 'Langue',
    automatic: (name) => `Automatique\u202f: ${name}`,
  },

  verdict: {
    word: { pass: 'Bon', review: 'À vérifier', fail: 'Mauvais', error: 'Erreur' },
    action: {
      pass: 'Sous la limite',
      review: 'Vérifiez cette pièce à la main',
      fail: 'Mettez cette pièce de côté',
      error: 'Non jugée\u202f: vérifiez cette pièce à la main',
    },
    region: 'Verdict',
    score: 'Score',
    limit: 'Limite',
    draft: 'Ébauche',
    part: (number) => `N° ${number}`,
    late: (since) => `En retard\u202f: image de ${since}`,
    spoken: (word, number, score, limit) => `${word}. Numéro ${number}. Score ${score}, limite ${limit}.`,
    spokenDraft: (word, number, score) =>
      `${word}. Numéro ${number}. Score ${score}. La recette est une ébauche sans limite.`,
    spokenWithoutScore: (word, number) => `${word}. Numéro ${number}.`,
  },

  age: {
    justNow: 'à l’instant',
    seconds: (count) => `il y a ${count} s`,
    minutes: (count) => `il y a ${count} min`,
    hours: (count) => (isOne(count) ? `il y a ${count} heure` : `il y a ${count} heures`),
    days: (count) => (isOne(count) ? `il y a ${count} jour` : `il y a ${count} jours`),
  },
  duration: {
    seconds: (count) => `${count} s`,
    minutes: (count) => `${count} min`,
    hours: (count) => `${count} h`,
  },

  waiting: {
    word: 'Prêt',
    sentence: 'En attente de la première pièce',
    watching: (folder) => `Les images que la caméra écrit dans ${folder} apparaissent ici d’elles-mêmes.`,
    watchingSeveral: (count) => `${count} dossiers sont surveillés. La prochaine image apparaît ici d’elle-même.`,
    preparing: 'Préparation',
    preparingDemo: 'Étalonnage du produit d’exemple',
    preparingSentence:
      'À partir de ses bonnes pièces seules. La ligne de démonstration livre ensuite les premières pièces.',
    starting: 'La ligne de démonstration démarre. La première pièce arrive dans un instant.',
    stage: 'L’image de la pièce apparaît ici.',
    feed: 'Pas encore de pièces',
  },

  connection: {
    connecting: 'Connexion',
    connectingSentence: 'Connexion à la station …',
    lostSentence: 'Aucun verdict n’est actuel. N’acceptez aucune pièce d’après cet écran.',
    lostSince: (time, duration) => `Perdue à ${time}, il y a ${duration}. Nouvel essai …`,
    lostRemedy: 'Si cela dure, vérifiez que la station fonctionne, puis rouvrez l’adresse qu’elle affiche.',
    reading: 'Chargement des dernières pièces …',
  },

  looking: {
    band: (number, time) => `Vous regardez le n° ${number} de ${time}`,
    notLive: 'Pas la pièce actuelle',
    notCurrent: 'pas actuelle',
    back: 'Retour au direct',
    newSince: (count) => (isOne(count) ? `${count} pièce est arrivée depuis` : `${count} pièces sont arrivées depuis`),
    live: 'Direct',
    returns: (seconds) => `Retour au direct dans ${seconds} s`,
  },

  stage: {
    region: 'Image de la pièce',
    image: (number, file) => `Image du n° ${number}\u202f: ${file}`,
    noImage: 'Cette image ne peut pas être affichée.',
    loading: 'Chargement de l’image …',
    standIn: 'Vignette seule\u202f: l’original manque.',
    why: (place, score, limit) => `${place}\u202f: ${score}, limite ${limit}`,
    places: [
      'En haut à gauche',
      'En haut',
      'En haut à droite',
      'À gauche',
      'Au milieu',
      'À droite',
      'En bas à gauche',
      'En bas',
      'En bas à droite',
    ],
    beside: 'Comparer avec une bonne pièce typique, côte à côte',
    blink: 'Comparer avec une bonne pièce typique à sa place, en alternance',
    besideTypical: 'À droite\u202f: une bonne pièce typique',
    peakLabel: (score) => `Endroit le plus inhabituel, ${score}`,
    addsMost: (score) => `contribue le plus, ${score}`,
    addsMostLabel: (score) => `Endroit qui contribue le plus au caractère inhabituel de la pièce, ${score}`,
  },

  heatmap: {
    title: 'Carte de chaleur',
    opacity: 'Opacité',
    legend: 'À quel point un endroit est inhabituel, en sigma des bonnes pièces',
  },

  gauge: {
    title: 'Score',
    description: (score, limit, position) =>
      `Score ${score}, limite ${limit}\u202f: ${position}. Les bonnes pièces sont autour de 0.`,
    below: (distance) => `${distance} sous la limite`,
    above: (distance) => `${distance} hors limite`,
    at: 'à la limite',
    good: 'bonne typique',
    limit: (value) => `Limite ${value}`,
    review: (value) => `À vérifier ${value}`,
    none: 'Cette pièce n’a pas de score.',
    draft: 'Ébauche, sans limite',
    draftDescription: (score) =>
      `Score ${score}. La recette est une ébauche sans limite. Les bonnes pièces sont autour de 0.`,
    history: (count) => (isOne(count) ? 'Dernière pièce' : `${count} dernières de cette recette`),
    historyLabel: (count) => (isOne(count) ? 'Score de la dernière pièce' : `Scores des ${count} dernières pièces`),
    againstLimit: (history) => `${history} par rapport à la limite`,
  },

  facts: {
    recipeVersion: (recipe, version) => `${recipe}, version ${version}`,
    asUnusual: (thousandths) => `Bonnes pièces aussi inhabituelles\u202f: ${thousandths} sur 1 000`,
    noneAsUnusual: (good) => `Aucune des ${good} bonnes pièces n’était aussi inhabituelle`,
    named: {
      serial: (serial) => `Série ${serial}`,
      lot: (lot) => `Lot ${lot}`,
      view: (view) => view,
    },
    sameContentAs: (number) => `Même image que le n° ${number}`,
    followsError: (number) => `Complétée après l’erreur n° ${number}`,
  },

  shift: {
    title: 'Ce poste',
    mixed: 'Toutes recettes confondues',
    late: (count) => `${count} après leur délai`,
    since: (time) => `depuis ${time}`,
    firstPass: 'Rendement au premier passage',
    final: 'Rendement final',
    noYield: '–',
  },

  feed: {
    title: 'Dernières pièces',
    label:
      'Dernières pièces, les plus récentes d’abord. Flèches pour regarder une pièce, Échap pour revenir au direct.',
    loading: 'Chargement …',
    option: (word, number, serial, score, time) =>
      `${word}, n° ${number}, ${serial === null ? '' : `${serial}, `}${score}, ${time}`,
    noScore: 'sans score',
    toNewest: 'À la plus récente',
    show: 'Quelles pièces montre la liste',
    all: 'Toutes',
    notPassed: 'Non bonnes',
    hidden: (count) => `${count} masquées`,
    hiddenOf: (count, of) => `${count} des ${of} dernières masquées`,
    none: 'Rien à afficher',
  },

  health: {
    title: 'État de la station',
    unknown: 'Inconnu',
    ok: 'OK',
    attention: 'Attention',
    trouble: 'Panne',
    readAll: 'Tout lire',
    more: (count) => (isOne(count) ? `${count} de plus` : `${count} de plus`),
    close: 'Fermer',
    connection: {
      name: 'Connexion',
      open: 'Connectée',
      connecting: 'Connexion',
      lost: 'Perdue',
      remedy: 'La connexion à la station est perdue. Sigmaline continue d’essayer.',
    },
    source: {
      name: 'Source',
      none: 'Aucune',
      noneRemedy:
        'Aucun dossier n’est surveillé, donc aucune pièce n’est inspectée. Ajoutez une source dans la configuration.',
      watching: (name) => name,
      watchingSeveral: (count) => `${count} surveillées`,
      unreachable: 'Inaccessible',
      unready: 'Pas prête',
      foreign: 'Autre produit\u202f?',
      fails: 'Trop de mauvaises',
      changed: 'Pièces changées',
      errors: 'Trop d’erreurs',
      differ: 'Images différentes',
      leaving: 'Images dérivent',
      late: 'Verdicts en retard',
      holds: (parts, isLeast) => `Tient ${parts}${isLeast ? '+' : ''}/min`,
      within: (time) => `99\u202f% en ${time}`,
      several: (count, total) => `${count} sur ${total} en panne`,
      bypassed: (count, total) => (isOne(total) ? 'Bypass' : `${count} sur ${total} en bypass`),
      unreachableRemedy: (name, folder) =>
        `Le dossier de ${name} est illisible (${folder}). Vérifiez que l’ordinateur de la caméra est allumé et le partage connecté.`,
      unreadyRemedy: (name) => `La recette de ${name} est inutilisable. Étalonnez-la de nouveau dans la configuration.`,
    },
    backlog: {
      name: 'File d’attente',
      none: 'Rien n’attend',
      waiting: (count, age) => `${count} en attente, depuis\u00a0${age.replaceAll(' ', '\u00a0')}`,
      load: (share) => `Charge ${share}`,
      waitingUnknown: (count) => `${count} en attente`,
      slowRemedy: (count, age) =>
        `${counted(count, 'image attend', 'images attendent')} le verdict, la plus ancienne depuis ${age}. Si le nombre continue de croître, ralentissez la ligne.`,
      stuckRemedy: (count, age) =>
        `${counted(count, 'image attend', 'images attendent')} le verdict, la plus ancienne depuis ${age}. Arrêtez la ligne et appelez le technicien\u202f: des pièces sortent sans verdict.`,
    },
    lane: {
      name: 'Canal',
      none: 'Aucun',
      ready: 'Prêt',
      readySeveral: (count) => `${count} prêts`,
      busy: 'Juge',
      readyOnGraphics: 'Prêt, sur la carte graphique',
      busyOnGraphics: 'Juge sur la carte graphique',
      starting: 'Démarre',
      failed: 'En panne',
      someFailed: (count, total) => `${count} sur ${total} en panne`,
      failedRemedy:
        'Aucun processus d’inspection ne tourne, donc aucune pièce n’est jugée. Redémarrez la station\u202f; si cela se reproduit, signalez-le avec le journal.',
      someFailedRemedy: (count, total) =>
        `${count} processus d’inspection sur ${total} sont en panne. L’inspection continue plus lentement. Redémarrez la station à la prochaine pause.`,
    },
    disk: {
      name: 'Disque',
      free: (size) => `${size} libres`,
      low: (size) => `reste ${size}`,
      files: (count) => counted(count, 'fichier'),
      full: 'Plein',
      readOnly: 'Lecture seule',
      failing: 'Défaillant',
    },
    warning: { name: 'Avis' },
    clock: { name: 'Horloge' },
    backup: 'Sauvegarde',
    answers: {
      'notice.acknowledge': 'Acquitter',
      'condition.read': 'Acquitter',
      'clock.confirm': 'L’horloge est juste',
    },
    noticed: (time) => `Avis de ${time}`,
  },

  welcome: {
    title: 'Les bonnes pièces suffisent.',
    sentence:
      'Sigmaline apprend l’aspect des bonnes pièces et trouve ce qui en diffère. Rien n’est encore configuré ici\u202f: choisissez comment commencer.',
    curve: 'Scores des bonnes pièces autour de zéro, la limite à leur droite, les défauts au-delà',
    demoTitle: 'Essayer avec la ligne de démonstration',
    demoSentence:
      'Un produit d’exemple est étalonné sur cette machine, et une caméra simulée livre ses pièces, bonnes et mauvaises. Les premiers verdicts apparaissent en une minute. Rien à installer, rien à configurer.',
    demoButton: 'Démarrer la ligne de démonstration',
    demoStarting: 'Démarrage …',
    ownTitle: 'Configurer la vôtre',
    ownSteps: [
      'Rassemblez des images de bonnes pièces\u202f: 20 suffisent pour commencer, 100 valent mieux.',
      'Étalonnez une recette à partir de leur dossier. Sans défauts, sans étiquettes.',
      'Choisissez le dossier dans lequel la caméra écrit.',
    ],
    ownButton: 'Ouvrir la configuration',
  },

  lanes: {
    title: 'Canaux',
    hint: 'Les processus qui jugent les images et les processeurs qu’ils utilisent.',
    name: (id) => `Canal ${id}`,
    failed: 'ne démarre pas',
    judgesOn: (provider) => {
      if (provider === null) return 'démarre';
      return runsOnCpu(provider) ? 'juge sur le processeur principal' : 'juge sur la carte graphique';
    },
    memory: (size) => `${size} de mémoire`,
    split: (goal, lanes, threads, cores) => {
      const each = isOne(lanes) ? '' : ' chacun';
      const why =
        goal === 'latency' ? 'pour le temps le plus court jusqu’au verdict' : 'pour le plus de pièces par minute';
      return `${counted(lanes, 'canal', 'canaux')} avec ${counted(threads, 'fil')}${each}, ${why}, sur ${counted(cores, 'cœur')}.`;
    },
    load: (share, minutes) =>
      `Les pièces des ${minutes} dernières minutes demandent ${share} de ce que peuvent les canaux.`,
    retryHint:
      'Une carte graphique qui a échoué à un contrôle n’est pas utilisée tant que vous ne la faites pas contrôler de nouveau. Corrigez d’abord la cause\u202f; l’inspection continue pendant le contrôle.',
    retry: 'Réessayer',
    retried: 'Le contrôle se fait en arrière-plan.',
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

export const french: Catalogue = { texts, errors: frenchErrors, reports: reportTexts };
