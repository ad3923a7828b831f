import type { gateTexts as English } from '../enGate.ts';
import { countingIn, type Translated } from '../translation.ts';

const counted = countingIn('fr-FR');

/** In French. */
export const gateTexts: Translated<typeof English> = {
  gate: {
    title: 'Contrôle de la qualité d’image',
    hint: 'Compare l’exposition, la couleur, le contraste, la netteté, la taille et la position de chaque image avec les bonnes images. Ce qui en sort n’est jamais bon.',
    action: 'Une image hors de cette plage',
    actions: {
      review: { label: 'est à vérifier', hint: 'Une personne regarde la pièce. Habituel.' },
      error: { label: 'est une erreur', hint: 'Elle n’est pas jugée\u202f: il faut prendre une autre image.' },
      off: {
        label: 'est jugée comme toute autre',
        hint: 'Seule la source signale que ses images ont changé.',
      },
    },
    tolerance: 'À quelle distance des bonnes images',
    tolerances: { narrow: 'La moitié', usual: 'Habituelle', wide: 'Le double', widest: 'Le quadruple' },
    toleranceOther: (times) => `${times} fois`,
    toleranceHint:
      'Avec la largeur habituelle, environ une bonne image sur 150 en sort. La plage n’est jamais plus étroite que les bonnes images.',
    ranges: 'Ce qui passe le contrôle',
    rangesHint: (count) =>
      `De ${counted(count, 'bonne image', 'bonnes images')}\u202f; sur les côtés, celles aux bords de chaque mesure.`,
    unknown: 'Les plages s’affichent une fois la recette ajustée.',
    earlier:
      'Cette version date d’avant le contrôle de la qualité d’image\u202f: elle laisse passer toutes les images.',
    reading: 'Lecture des plages …',
    close: 'Retour à l’ajustement',
    fitAgain: 'La version ajustée a un autre contrôle. Ajustez de nouveau, et la nouvelle version aura celui-ci.',
    size: 'Taille',
    anySize: 'Quelconque\u202f: les bonnes images avaient plusieurs tailles',
    good: (low, high) => `bon de ${low} à ${high}`,
    passes: (low, high) =>
      low === null ? `jusqu’à ${high} passe` : high === null ? `à partir de ${low} passe` : `de ${low} à ${high} passe`,
    lowest: (name, file) => `Le plus bas pour ${name}\u202f: ${file}`,
    highest: (name, file) => `Le plus haut pour ${name}\u202f: ${file}`,
  },

  measures: {
    what: 'Ce qui est tracé',
    results: 'Résultats',
    images: 'Images',
    source: 'Source',
    measure: 'Mesure',
    chart: (name, recipe) => `${name} des images, ${recipe}`,
    mean: 'Moyenne',
    low: 'Le plus bas qui passe',
    high: 'Le plus haut qui passe',
    none: 'Aucune image n’a été mesurée récemment.',
    leaving: (name, now, bound, days) =>
      `${name} quitte la plage des bonnes images\u202f: ${now} maintenant, ${bound} dans environ ${counted(days, 'jour')} à ce rythme.`,
  },
};
