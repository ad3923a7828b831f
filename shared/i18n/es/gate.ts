import type { gateTexts as English } from '../enGate.ts';
import { countingIn, type Translated } from '../translation.ts';

const counted = countingIn('es-ES');

/** In Spanish. */
export const gateTexts: Translated<typeof English> = {
  gate: {
    title: 'Control de la calidad de imagen',
    hint: 'Compara exposición, color, contraste, nitidez, tamaño y posición de cada imagen con las imágenes buenas. Lo que queda fuera nunca se da por bueno.',
    action: 'Una imagen fuera de ese rango',
    actions: {
      review: { label: 'va a revisión', hint: 'Una persona mira la pieza. Lo habitual.' },
      error: { label: 'es un error', hint: 'No se juzga: hay que tomar otra imagen.' },
      off: {
        label: 'se juzga como cualquier otra',
        hint: 'Solo el origen avisa de que sus imágenes han cambiado.',
      },
    },
    tolerance: 'Cuánto fuera de las imágenes buenas',
    tolerances: { narrow: 'La mitad', usual: 'Lo habitual', wide: 'El doble', widest: 'El cuádruple' },
    toleranceOther: (times) => `${times} veces`,
    toleranceHint:
      'Con la anchura habitual queda fuera una de cada 150 imágenes buenas. El rango nunca es más estrecho que las imágenes buenas.',
    ranges: 'Lo que pasa el control',
    rangesHint: (count) =>
      `De ${counted(count, 'imagen buena', 'imágenes buenas')}; a los lados, las que están en los extremos de cada medida.`,
    unknown: 'Los rangos aparecen cuando la receta está ajustada.',
    earlier: 'Esta versión es anterior al control de la calidad de imagen: deja pasar todas las imágenes.',
    reading: 'Leyendo los rangos…',
    close: 'Volver al ajuste',
    fitAgain: 'La versión ajustada tiene otro control. Ajuste de nuevo, y la versión nueva tendrá este.',
    size: 'Tamaño',
    anySize: 'Cualquiera: las imágenes buenas tenían muchos tamaños',
    good: (low, high) => `buenas de ${low} a ${high}`,
    passes: (low, high) =>
      low === null ? `pasa hasta ${high}` : high === null ? `pasa desde ${low}` : `pasa de ${low} a ${high}`,
    lowest: (name, file) => `Valor más bajo de ${name}: ${file}`,
    highest: (name, file) => `Valor más alto de ${name}: ${file}`,
  },

  measures: {
    what: 'Qué se dibuja',
    results: 'Resultados',
    images: 'Imágenes',
    source: 'Origen',
    measure: 'Medida',
    chart: (name, recipe) => `${name} de las imágenes, ${recipe}`,
    mean: 'Media',
    low: 'Mínimo que pasa el control',
    high: 'Máximo que pasa el control',
    none: 'Últimamente no se ha medido ninguna imagen.',
    leaving: (name, now, bound, days) =>
      `${name} está saliendo del rango de las imágenes buenas: ahora ${now}; a este ritmo, ${bound} dentro de ${counted(days, 'día')}.`,
  },
};
