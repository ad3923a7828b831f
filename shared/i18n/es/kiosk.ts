import type { kioskTexts as English } from '../enKiosk.ts';
import { singularIn, type Translated } from '../translation.ts';

const isOne = singularIn('es-ES');

/** In Spanish. */
export const kioskTexts: Translated<typeof English> = {
  board: {
    region: 'Panel',
    inspected: 'Inspeccionadas',
    firstPass: 'Rendimiento a la primera',
    well: 'Estación sin problemas',
    more: (count) => (isOne(count) ? 'y 1 más' : `y ${count} más`),
  },
  screen: {
    title: 'Esta pantalla',
    hint: 'Se refiere a la pantalla que tiene delante y a ninguna otra.',
    whole: 'Pantalla completa',
    window: 'Salir de pantalla completa',
    awake: {
      off: 'Mientras la página ocupa toda la pantalla, esta sigue encendida.',
      on: 'La pantalla sigue encendida.',
      refused:
        'Este navegador no mantiene encendida la pantalla. Desactive el salvapantallas en los ajustes del equipo.',
    },
    board: 'Panel para una segunda pantalla',
    boardHint: 'Veredicto, contadores y estado, y nada que tocar.',
    openBoard: 'Abrir el panel',
    kiosk: 'Quiosco',
    kioskHint: 'La estación ocupa la pantalla y solo un técnico sale de ella.',
    desktop: 'Mostrar el escritorio',
    desktopTitle: '¿Mostrar el escritorio?',
    desktopSentence: 'La inspección continúa. Arranque Sigmaline de nuevo para volver al quiosco.',
    end: 'Cerrar Sigmaline',
    endTitle: '¿Cerrar Sigmaline?',
    endSentence:
      'La inspección se detiene. Las imágenes que lleguen mientras tanto se juzgarán en el próximo arranque.',
    cancel: 'Seguir aquí',
  },
};
