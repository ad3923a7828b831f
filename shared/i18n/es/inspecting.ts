import type { inspectingTexts as English } from '../enInspecting.ts';
import { countingIn, type Translated } from '../translation.ts';

const counted = countingIn('es-ES');

/** In Spanish. */
export const inspectingTexts: Translated<typeof English> = {
  notInspecting: {
    word: 'Sin inspección',
    headline: {
      'source-unreachable': 'No se pueden leer imágenes',
      'no-lane': 'No funciona ningún canal',
      'no-recipe': 'La receta no se puede usar',
      'not-recordable': 'No se puede registrar nada',
      fault: 'La estación tiene una avería',
      bypass: 'Bypass: salen piezas sin inspección',
      behind: 'Salen piezas antes de ser juzgadas',
      doubt: 'No se fíe de ningún veredicto',
    },
    of: (source, headline) => `${source}: ${headline}`,
    noConnection: 'Sin conexión con la estación',
    noSource: 'No se vigila ninguna carpeta',
    noSourceRemedy: 'Añada un origen en la configuración. Hasta entonces no se inspecciona ninguna pieza.',
    since: (time, duration) => `Desde ${time}, hace ${duration}`,
    doubtful: 'Se siguen juzgando piezas.',
    others: (names) => `En inspección: ${names}.`,
    stage: 'No se inspecciona ninguna pieza.',
    band: (source, headline) => `${source} no inspecciona: ${headline}`,
  },
  lineWaits: {
    word: 'Lista',
    quietWord: 'En espera',
    sentence: 'Esperando una pieza',
    judging: 'Se está juzgando la próxima pieza',
    judgingWord: 'Juzgando',
    cycle: (seconds) => `Suele llegar una cada ${seconds} s.`,
    nothing: (time) => `Sin piezas desde ${time}`,
    nothingAction: 'Si la línea funciona, salen piezas sin veredicto: revise la cámara.',
    downtime: (duration) => `Se cuenta como parada: ${duration}.`,
    goneOn: 'La última se aceptó cuando la línea ya había avanzado. Está en la lista.',
    lastPart: 'Última pieza',
  },
  partViews: {
    region: 'Vistas de la pieza',
    word: 'En espera',
    waitsFor: (names) => `Esperando la vista ${names}`,
    together: 'Se están reuniendo las vistas de la pieza',
    came: (came, all) => `${came} de ${all} vistas`,
    missing: (names) => `Incompleta. Falta: ${names}`,
    late: 'Una vista llegó tarde: revíselas todas',
    notYet: 'Aún no está',
    lacks: 'No llegó',
    unnamed: 'Sin nombre',
    enlarge: 'Ampliar',
    all: 'Todas las vistas',
    images: (count) => counted(count, 'imagen', 'imágenes'),
  },
  lateness: {
    label: (time) => `${time} de retraso`,
    short: 'Tardío',
    action: 'Dentro del límite, pero con retraso: compruebe dónde está la pieza',
    meaning: (time) =>
      `${time} de retraso: lo que espera este veredicto puede haber seguido sin él. Compruebe dónde está la pieza.`,
  },
  downtimeOfShift: (duration) => `Parada ${duration}`,
};
