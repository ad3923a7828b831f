import type { bypassTexts as English } from '../enBypass.ts';
import { singularIn, type Translated } from '../translation.ts';

const isOne = singularIn('fr-FR');
const counted = (count: number, one: string, more: string): string => (isOne(count) ? one : more);

/** In French. */
export const bypassTexts: Translated<typeof English> = {
  bypass: {
    open: 'Bypass',
    title: 'Désactiver l’inspection',
    means:
      'Les pièces partent alors sans inspection. Leurs images sont enregistrées comme non inspectées. Il se termine tout seul.',
    what: 'Quoi',
    all: 'Toutes les sources',
    howLong: 'Combien de temps',
    minutes: (minutes) => `${minutes} min`,
    other: 'Autre durée',
    unit: 'min',
    invalid: (most) => `Saisissez un nombre de minutes de 1 à ${most}.`,
    why: 'Pourquoi',
    comment: 'Commentaire (facultatif)',
    switchOff: (minutes) => `Désactiver ${minutes}`,
    chooseReason: 'Choisissez le motif',
    signIn: 'Connectez-vous pour désactiver l’inspection',
    signs: (what, minutes) => `L’inspection est désactivée\u202f: ${what}, ${minutes} au plus.`,
    somebody: 'Quelqu’un à la station ouverte',
    band: (what) => `Bypass\u202f: ${what}`,
    said: (who, why) => `${who}\u202f: ${why}`,
    ends: (time) => `Se termine tout seul dans ${time}`,
    since: (time, duration) => `Depuis ${time}, pendant ${duration}`,
    parts: (parts, shown) =>
      counted(parts, `${shown} pièce partie sans inspection`, `${shown} pièces parties sans inspection`),
    check: 'Contrôlez les pièces à la main.',
    end: 'Terminer le bypass',
    signInToEnd: 'Connectez-vous pour le terminer',
    last: 'Bypass des 7 derniers jours',
    lastOne: (from, to) => `${from} à ${to}`,
    endedEarly: (name) => `terminé plus tôt par ${name}`,
    lasts: 'en cours',
    ofShift: (parts, duration) => `Bypass ${duration}, pièces\u202f: ${parts}`,
    settings: 'Bypass',
    reasons: 'Motifs pour désactiver l’inspection',
    reasonsHint: 'Dans l’ordre de l’écran.',
    addReason: 'Ajouter un motif',
    mostMinutes: 'Bypass le plus long',
    mostMinutesHint: 'Qui peut, et si avec signature, se décide sous Personnes.',
    mostMinutesInvalid: 'Saisissez un nombre de minutes de 1 à 1440.',
  },

  handover: {
    open: 'Relève',
    waiting: (notes, shown) => counted(notes, `${shown} note non lue`, `${shown} notes non lues`),
    title: 'Notes pour l’équipe suivante',
    means: 'L’équipe suivante voit une note sur cet écran jusqu’à ce que quelqu’un dise l’avoir lue.',
    write: 'Note pour l’équipe suivante',
    send: 'Laisser cette note',
    signIn: 'Connectez-vous pour laisser une note',
    last: 'Dernières notes',
    none: 'Aucune note pour l’instant.',
    band: 'De l’équipe précédente',
    more: (notes, shown) => counted(notes, `${shown} autre note`, `${shown} autres notes`),
    by: (name, time) => `${name}, ${time}`,
    somebody: 'Quelqu’un',
    read: 'Je l’ai lue',
    readBy: (name, time) => `Lue par ${name}, ${time}`,
    unread: 'Personne ne l’a encore lue.',
  },
};
