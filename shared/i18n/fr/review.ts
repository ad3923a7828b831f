import type { reviewTexts as English } from '../enReview.ts';
import { countingIn, type Translated } from '../translation.ts';

const counted = countingIn('fr-FR');

/** In French. */
export const reviewTexts: Translated<typeof English> = {
  deciding: {
    region: 'Décision sur cette pièce',
    what: 'Décider de cette pièce',
    why: (decision) => `${decision}\u202f: pourquoi\u202f?`,
    back: 'Retour aux décisions',
    made: (number, said) => `N° ${number}\u202f: ${said}`,
    signIn: 'Connectez-vous pour décider',
    mayNot: 'Votre rôle ne peut pas décider des pièces. Demandez à qui le peut.',
    open: 'Décider de cette pièce',
  },

  held: {
    band: (number) => `Retenue\u202f: n° ${number}`,
    alone: 'Aucune pièce n’attend derrière',
    behind: (parts) => counted(parts, 'pièce attend derrière', 'pièces attendent derrière'),
    failed: (parts) => counted(parts, 'd’entre elles est mauvaise', 'd’entre elles sont mauvaises'),
    goesOn: 'L’inspection continue.',
  },

  review: {
    navigation: 'À vérifier',
    title: 'File de vérification',
    waiting: (parts) => counted(parts, 'pièce attend une décision', 'pièces attendent une décision'),
    waitingSpoken: (shown) => `${shown} en attente`,
    empty: 'Aucune pièce n’attend une décision',
    emptyMeans: 'Une pièce qui n’est pas bonne arrive ici d’elle-même.',
    allClaimed: 'D’autres regardent déjà toutes les pièces en attente',
    loading: 'Lecture de la prochaine pièce …',
    previous: 'Pièce précédente',
    next: 'Pièce suivante',
    record: 'Ouvrir son enregistrement',
    claim: (who, number) => `${who} regarde le n° ${number}`,
    claimed: (who) => `${who} regarde cette pièce. On n’en décide pas ici en même temps.`,
    somebody: 'Un autre écran',
    decidedElsewhere: 'Quelqu’un d’autre a décidé de cette pièce entre-temps. Passez à la suivante.',
    keys: '← → précédente et suivante · 1 à 4 quoi · 1 à 9 pourquoi · Enter confirme le rejet',
    score: (score, limit) => `Score ${score}, limite ${limit}`,
    facts: {
      title: 'Ce que l’on sait',
      serial: 'N° de série',
      lot: 'Lot',
      source: 'Source',
      arrived: 'Arrivée',
      score: 'Score',
      file: 'Fichier',
    },
  },

  scan: {
    torn: 'Scannez encore une fois\u202f: le code n’est pas arrivé d’un seul tenant, aucune pièce n’a été ouverte.',
    unknown: (code) => `Aucune pièce ni aucun lot ne s’appelle «\u202f${code}\u202f».`,
    failed: (code, sentence) => `«\u202f${code}\u202f» n’a pas été cherché. ${sentence}`,
    close: 'Fermer',
  },

  thisScreen: {
    name: 'Nom de cet écran',
    nameHint: 'D’autres à la file de vérification le lisent, p. ex. «\u202fLigne 3, gauche\u202f».',
    keyboard: 'Clavier à l’écran',
    choices: {
      auto: 'Là où un champ est touché',
      always: 'Pour chaque champ',
      never: 'Jamais\u202f: il y a un clavier',
    },
    theme: {
      label: 'Couleurs',
      choices: { auto: 'Selon le réglage de la machine', light: 'Clair', dark: 'Sombre', contrast: 'Contraste élevé' },
      hints: {
        auto: 'Clair, sombre ou contraste élevé, selon ses réglages.',
        light: 'Pour les halls clairs\u202f: moins de reflets.',
        dark: 'Pour les pièces sombres.',
        contrast: 'Noir et blanc, verdicts en couleur.',
      },
    },
    sound: {
      title: 'Son',
      volume: 'Volume sonore',
      listen: 'Écouter',
      tryOut: (name) => `Écouter\u202f: ${name}`,
      names: { pass: 'Bon', review: 'À vérifier', fail: 'Mauvais', error: 'Erreur', trouble: 'Panne de la station' },
      hint: 'Un navigateur n’autorise le son qu’une fois la page touchée.',
      on: 'Le son est actif. Le couper',
      muted: 'Le son est coupé. L’activer',
      mutedShort: 'Muet',
      waiting: 'Le navigateur n’autorise pas encore le son. Touchez l’écran une fois',
      waitingShort: 'Toucher pour le son',
    },
  },

  keyboard: {
    region: 'Clavier à l’écran',
    shift: 'Majuscules',
    symbols: '?#1',
    letters: 'abc',
    space: 'Espace',
    back: 'Effacer le dernier signe',
    enter: 'Entrée',
    hide: 'Masquer le clavier',
  },
};
