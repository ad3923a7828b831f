import type { reviewTexts as English } from '../enReview.ts';
import { countingIn, type Translated } from '../translation.ts';

const counted = countingIn('es-ES');

/** In Spanish. */
export const reviewTexts: Translated<typeof English> = {
  deciding: {
    region: 'Decisión sobre esta pieza',
    what: 'Decidir sobre esta pieza',
    why: (decision) => `${decision}: ¿por qué?`,
    back: 'Volver a las decisiones',
    made: (number, said) => `N.º ${number}: ${said}`,
    signIn: 'Inicie sesión para decidir',
    mayNot: 'Su rol no puede decidir sobre piezas. Pídaselo a quien pueda.',
    open: 'Decidir sobre esta pieza',
  },

  held: {
    band: (number) => `Retenida: n.º ${number}`,
    alone: 'Ninguna pieza espera detrás',
    behind: (parts) => counted(parts, 'pieza espera detrás', 'piezas esperan detrás'),
    failed: (parts) => counted(parts, 'de ellas es mala', 'de ellas son malas'),
    goesOn: 'La inspección continúa.',
  },

  review: {
    navigation: 'Revisar',
    title: 'Cola de revisión',
    waiting: (parts) => counted(parts, 'pieza espera una decisión', 'piezas esperan una decisión'),
    waitingSpoken: (shown) => `${shown} en espera`,
    empty: 'Ninguna pieza espera una decisión',
    emptyMeans: 'Las piezas que no son buenas llegan aquí automáticamente.',
    allClaimed: 'Otras personas ya ven todas las piezas en espera',
    loading: 'Leyendo la próxima pieza…',
    previous: 'Pieza anterior',
    next: 'Pieza siguiente',
    record: 'Abrir su registro',
    claim: (who, number) => `${who} está viendo la n.º ${number}`,
    claimed: (who) => `${who} está viendo esta pieza. Aquí no se puede decidir al mismo tiempo.`,
    somebody: 'Otra pantalla',
    decidedElsewhere: 'Otra persona ha decidido ya sobre esta pieza. Pase a la siguiente.',
    keys: '← → anterior y siguiente · 1 a 4 qué · 1 a 9 por qué · Enter confirma el rechazo',
    score: (score, limit) => `Puntuación ${score}, límite ${limit}`,
    facts: {
      title: 'Lo que se sabe',
      serial: 'N.º de serie',
      lot: 'Lote',
      source: 'Origen',
      arrived: 'Llegada',
      score: 'Puntuación',
      file: 'Archivo',
    },
  },

  scan: {
    torn: 'Escanee otra vez: el código no llegó entero, por eso no se abrió ninguna pieza.',
    unknown: (code) => `Ninguna pieza ni lote se llama «${code}».`,
    failed: (code, sentence) => `No se buscó «${code}». ${sentence}`,
    close: 'Cerrar',
  },

  thisScreen: {
    name: 'Nombre de esta pantalla',
    nameHint: 'Lo leen otros en la cola de revisión, p. ej. «Línea 3, izquierda».',
    keyboard: 'Teclado en pantalla',
    choices: {
      auto: 'Al tocar un campo',
      always: 'Para todos los campos',
      never: 'Nunca: hay un teclado',
    },
    theme: {
      label: 'Colores',
      choices: { auto: 'Según el equipo', light: 'Claro', dark: 'Oscuro', contrast: 'Alto contraste' },
      hints: {
        auto: 'Claro, oscuro o alto contraste, según sus ajustes.',
        light: 'Para naves luminosas: muestra menos reflejos.',
        dark: 'Para salas oscuras.',
        contrast: 'Blanco y negro, con veredictos en color.',
      },
    },
    sound: {
      title: 'Sonido',
      volume: 'Volumen',
      listen: 'Escuchar',
      tryOut: (name) => `Escuchar: ${name}`,
      names: { pass: 'Bueno', review: 'Revisar', fail: 'Malo', error: 'Error', trouble: 'Avería de la estación' },
      hint: 'Un navegador solo permite sonido cuando alguien ha tocado una vez la página.',
      on: 'El sonido está activado. Silenciar',
      muted: 'El sonido está silenciado. Activar',
      mutedShort: 'Silenciado',
      waiting: 'El navegador aún no permite sonido. Toque una vez la pantalla',
      waitingShort: 'Toque para oír',
    },
  },

  keyboard: {
    region: 'Teclado en pantalla',
    shift: 'Mayúsculas',
    symbols: '?#1',
    letters: 'abc',
    space: 'Espacio',
    back: 'Borrar el último carácter',
    enter: 'Intro',
    hide: 'Ocultar el teclado',
  },
};
