import type { inspectingTexts as English } from '../enInspecting.ts';
import { countingIn, type Translated } from '../translation.ts';

const counted = countingIn('fr-FR');

/** In French. */
export const inspectingTexts: Translated<typeof English> = {
  notInspecting: {
    word: 'Pas d’inspection',
    headline: {
      'source-unreachable': 'Les images sont illisibles',
      'no-lane': 'Aucun canal ne tourne',
      'no-recipe': 'La recette est inutilisable',
      'not-recordable': 'Rien ne peut être enregistré',
      fault: 'La station est en panne',
      bypass: 'Bypass\u202f: des pièces sortent sans inspection',
      behind: 'Des pièces sortent avant d’être jugées',
      doubt: 'Ne vous fiez à aucun verdict',
    },
    of: (source, headline) => `${source}\u202f: ${headline}`,
    noConnection: 'Pas de connexion à la station',
    noSource: 'Aucun dossier n’est surveillé',
    noSourceRemedy: 'Ajoutez une source dans la configuration. D’ici là aucune pièce n’est inspectée.',
    since: (time, duration) => `Depuis ${time}, soit ${duration}`,
    doubtful: 'Les pièces sont encore jugées.',
    others: (names) => `Toujours inspecté\u202f: ${names}.`,
    stage: 'Aucune pièce n’est inspectée.',
    band: (source, headline) => `${source} n’inspecte pas\u202f: ${headline}`,
  },
  lineWaits: {
    word: 'Prêt',
    quietWord: 'En attente',
    sentence: 'En attente d’une pièce',
    judging: 'La prochaine pièce est en cours de jugement',
    judgingWord: 'Juge',
    cycle: (seconds) => `Il en vient d’ordinaire une toutes les ${seconds} s.`,
    nothing: (time) => `Aucune pièce depuis ${time}`,
    nothingAction: 'Si la ligne tourne, des pièces sortent sans verdict\u202f: vérifiez la caméra.',
    downtime: (duration) => `Compté comme arrêt\u202f: ${duration}.`,
    goneOn: 'La dernière a été acceptée quand la ligne avait déjà avancé. Elle est dans la liste.',
    lastPart: 'Dernière pièce',
  },
  partViews: {
    region: 'Vues de la pièce',
    word: 'En attente',
    waitsFor: (names) => `En attente de la vue\u202f: ${names}`,
    together: 'Les vues de la pièce sont réunies',
    came: (came, all) => `${came} vues sur ${all}`,
    missing: (names) => `Incomplète, il manque\u202f: ${names}`,
    late: 'Une vue est arrivée trop tard\u202f: regardez-les toutes',
    notYet: 'Pas encore là',
    lacks: 'Pas arrivée',
    unnamed: 'Sans nom',
    enlarge: 'Agrandir',
    all: 'Toutes les vues',
    images: (count) => counted(count, 'image'),
  },
  lateness: {
    label: (time) => `En retard de ${time}`,
    short: 'En retard',
    action: 'Sous la limite, mais trop tard\u202f: vérifiez où est la pièce',
    meaning: (time) =>
      `En retard de ${time}\u202f: ce qui attend ce verdict a pu continuer sans lui. Vérifiez où est la pièce.`,
  },
  downtimeOfShift: (duration) => `Arrêt ${duration}`,
};
