import type { precisionTexts as English } from '../precision.ts';
import type { Translated } from '../translation.ts';

/** In French. */
export const precisionTexts: Translated<typeof English> = {
  precision: 'Précision',
  precisionHint:
    'Sur le processeur, les entiers de 8 bits jugent environ deux fois plus vite. Les essayer allonge l’étalonnage.',
  precisions: {
    auto: 'Automatique : des entiers là où ils trouvent aussi bien les défauts',
    float: 'Virgule flottante seulement',
    int8: 'Des entiers aussi, quoi que dise la comparaison',
  },
  precisionFound: {
    floatAsked: 'Précision : virgule flottante, comme demandé.',
    notQuantisable: (reason) =>
      `Précision : virgule flottante. Le backbone ne peut pas fonctionner en entiers de 8 bits : ${reason}.`,
    otherLooks: 'Précision : virgule flottante. En entiers de 8 bits, les bonnes images forment d’autres aspects.',
    worse: (compared) =>
      `Précision : virgule flottante. Les entiers de 8 bits distinguent moins bien les défauts : ${compared}.`,
    asGood: (compared) =>
      `Précision : entiers de 8 bits sur le processeur, virgule flottante ailleurs. Défauts créés sur de bonnes images : ${compared}.`,
    int8Asked: (compared) =>
      `Précision : entiers de 8 bits sur le processeur, comme demandé, virgule flottante ailleurs. Défauts créés sur de bonnes images : ${compared}.`,
    notCompared: 'non comparé',
    compared: (float, int8, faults, correlation) =>
      `en virgule flottante ${float.auroc} d’AUROC et ${float.missed} sur ${faults} manqués, en entiers ${int8.auroc} et ${int8.missed}; corrélation des rangs ${correlation}`,
  },
};
