import type { precisionTexts as English } from '../precision.ts';
import type { Translated } from '../translation.ts';

/** In Spanish. */
export const precisionTexts: Translated<typeof English> = {
  precision: 'Precisión',
  precisionHint:
    'En el procesador, los enteros de 8 bits juzgan más o menos el doble de rápido. Probarlos alarga la calibración.',
  precisions: {
    auto: 'Automática: enteros donde encuentran igual de bien los defectos',
    float: 'Solo coma flotante',
    int8: 'También enteros, diga lo que diga la comparación',
  },
  precisionFound: {
    floatAsked: 'Precisión: coma flotante, como se pidió.',
    notQuantisable: (reason) =>
      `Precisión: coma flotante. El backbone no puede funcionar con enteros de 8 bits: ${reason}.`,
    otherLooks: 'Precisión: coma flotante. Con enteros de 8 bits, las imágenes buenas se reparten en otros aspectos.',
    worse: (compared) => `Precisión: coma flotante. Los enteros de 8 bits distinguen peor los defectos: ${compared}.`,
    asGood: (compared) =>
      `Precisión: enteros de 8 bits en la CPU, coma flotante en lo demás. Defectos creados en imágenes buenas: ${compared}.`,
    int8Asked: (compared) =>
      `Precisión: enteros de 8 bits en la CPU, como se pidió, coma flotante en lo demás. Defectos creados en imágenes buenas: ${compared}.`,
    notCompared: 'sin comparar',
    compared: (float, int8, faults, correlation) =>
      `en coma flotante ${float.auroc} de AUROC y ${float.missed} de ${faults} no detectados, en enteros ${int8.auroc} y ${int8.missed}; correlación de rangos ${correlation}`,
  },
};
