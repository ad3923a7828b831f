import type { inspectingTexts as English } from '../enInspecting.ts';
import type { Translated } from '../translation.ts';

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
    followedBy: (since, more) => `${since}. ${more}`,
    noConnection: 'Sin conexión con la estación',
    noSource: 'No se vigila ninguna carpeta',
    noSourceRemedy: 'Añada un origen en la configuración. Hasta entonces no se inspecciona ninguna pieza.',
    since: (time, duration) => `Desde ${time}, durante ${duration}`,
    doubtful: 'Se siguen juzgando piezas.',
    others: (names) => `${names} inspecciona.`,
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
    nothing: (time) => `Ninguna pieza desde ${time}`,
    nothingAction: 'Si la línea funciona, salen piezas sin veredicto: revise la cámara.',
    downtime: (duration) => `Contado como parada: ${duration}.`,
    lastPart: 'Última pieza',
  },
  partViews: {
    region: 'Vistas de la pieza',
    word: 'En espera',
    waitsFor: (names) => `Esperando la vista ${names}`,
    together: 'Se están reuniendo las vistas de la pieza',
    came: (came, all) => `${came} de ${all} vistas`,
    missing: (names) => `Incompleta: no llegó ${names}`,
    notYet: 'Aún no está',
    lacks: 'No llegó',
    unnamed: 'Sin nombre',
    enlarge: 'Ampliar',
    all: 'Todas las vistas',
    images: (count) => `${count} imágenes`,
  },
  lateness: {
    label: (time) => `Tarde por ${time}`,
    short: 'Tarde',
    action: 'Dentro del límite, pero tarde: compruebe dónde está la pieza',
    meaning: (time) =>
      `Tarde por ${time}: lo que espera este veredicto puede haber seguido sin él. Compruebe dónde está la pieza.`,
    fact: 'Tarde por',
  },
  downtimeOfShift: (duration) => `Parada ${duration}`,
};
