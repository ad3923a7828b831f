import type { precisionTexts as English } from '../precision.ts';
import type { Translated } from '../translation.ts';

/** In French. */
export const precisionTexts: Translated<typeof English> = {
  precision: 'Précision',
  precisionHint:
    'Sur le processeur, les entiers de 8 bits jugent environ deux fois plus vite. Les essayer allonge l’étalonnage.',
  precisions: {
    auto: 'Automatique\u202f: des entiers là où ils trouvent aussi bien les défauts',
    float: 'Virgule flottante seulement',
    int8: 'Des entiers aussi, quoi que dise la comparaison',
  },
  precisionFound: {
    floatAsked: 'Précision\u202f: virgule flottante, comme demandé.',
    notQuantisable: (reason) =>
      `Précision\u202f: virgule flottante. Le backbone ne peut pas fonctionner en entiers de 8 bits\u202f: ${reason}.`,
    otherLooks: 'Précision\u202f: virgule flottante. En entiers de 8 bits, les bonnes images forment d’autres aspects.',
    worse: (compared) =>
      `Précision\u202f: virgule flottante. Les entiers de 8 bits distinguent moins bien les défauts\u202f: ${compared}.`,
    asGood: (compared) =>
      `Précision\u202f: entiers de 8 bits sur le processeur, virgule flottante ailleurs. Défauts créés sur de bonnes images\u202f: ${compared}.`,
    int8Asked: (compared) =>
      `Précision\u202f: entiers de 8 bits sur le processeur, comme demandé, virgule flottante ailleurs. Défauts créés sur de bonnes images\u202f: ${compared}.`,
    notCompared: 'non comparé',
    compared: (float, int8, faults, correlation) =>
      `en virgule flottante ${float.auroc} d’AUROC et ${float.missed} sur ${faults} manqués, en entiers ${int8.auroc} et ${int8.missed}\u202f; corrélation des rangs ${correlation}`,
  },
};
