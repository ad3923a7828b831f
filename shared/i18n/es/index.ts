import type { Catalogue, Texts } from '../en.ts';
import { runsOnCpu } from '../executionReasons.ts';
import { countingIn, singularIn } from '../translation.ts';
import { auditTexts } from './audit.ts';
import { benchTexts } from './bench.ts';
import { bypassTexts } from './bypass.ts';
import { comparisonTexts } from './comparisons.ts';
import { connectionTexts } from './connections.ts';
import { spanishErrors } from './errors.ts';
import { exportTexts } from './exports.ts';
import { fittingTexts } from './fitting.ts';
import { gateTexts } from './gate.ts';
import { healthTexts } from './health.ts';
import { inspectingTexts } from './inspecting.ts';
import { keepingTexts } from './keeping.ts';
import { kioskTexts } from './kiosk.ts';
import { peopleTexts } from './people.ts';
import { recipeChangeTexts } from './recipeChange.ts';
import { recordTexts } from './records.ts';
import { reportTexts } from './report.ts';
import { reviewTexts } from './review.ts';
import { setupTexts } from './setup.ts';
import { shiftTexts } from './shift.ts';
import { testSetTexts } from './testSets.ts';
import { versionTexts } from './versions.ts';

const isOne = singularIn('es-ES');

const counted = countingIn('es-ES');

/** Every text that the interface shows, in Spanish. */
const texts: Texts = {
  locale: 'es-ES',
  product: 'Sigmaline',
  colon: ': ',
  comma: ', ',
  semicolon: '; ',
  fullStop: '. ',
  quoted: (text) => `«${text}»`,
  by: (who) => {
    if (who === null || who === 'open station') return 'en la estación abierta';
    if (who === 'command line') return 'desde la línea de comandos';
    return who === 'station' ? 'por la estación' : `por ${who}`;
  },

  navigation: {
    label: 'Pantallas',
    inspection: 'Inspección',
    records: 'Registros',
    setup: 'Configuración',
  },

  language: {
    label: 'Idioma',
    automatic: (name) => `Automático: ${name}`,
  },

  verdict: {
    word: { pass: 'Bueno', review: 'Revisar', fail: 'Malo', error: 'Error' },
    action: {
      pass: 'Dentro del límite',
      review: 'Revise esta pieza a mano',
      fail: 'Aparte esta pieza',
      error: 'Sin juzgar: revise esta pieza a mano',
    },
    region: 'Veredicto',
    score: 'Puntuación',
    limit: 'Límite',
    draft: 'Borrador',
    part: (number) => `N.º ${number}`,
    late: (since) => `Con retraso: imagen de ${since}`,
    spoken: (word, number, score, limit) => `${word}. Número ${number}. Puntuación ${score}, límite ${limit}.`,
    spokenDraft: (word, number, score) =>
      `${word}. Número ${number}. Puntuación ${score}. La receta es un borrador sin límite.`,
    spokenWithoutScore: (word, number) => `${word}. Número ${number}.`,
  },

  age: {
    justNow: 'ahora mismo',
    seconds: (count) => `hace ${count} s`,
    minutes: (count) => `hace ${count} min`,
    hours: (count) => (isOne(count) ? 'hace 1 hora' : `hace ${count} horas`),
    days: (count) => (isOne(count) ? 'hace 1 día' : `hace ${count} días`),
  },
  duration: {
    seconds: (count) => `${count} s`,
    minutes: (count) => `${count} min`,
    hours: (count) => `${count} h`,
  },

  waiting: {
    word: 'Lista',
    sentence: 'Esperando la primera pieza',
    watching: (folder) => `Las imágenes que la cámara escribe en ${folder} aparecen aquí automáticamente.`,
    watchingSeveral: (count) => `Se vigilan ${count} carpetas. La próxima imagen aparece aquí automáticamente.`,
    preparing: 'Preparando',
    preparingDemo: 'Calibrando el producto de muestra',
    preparingSentence: 'Solo con sus piezas buenas. Después la línea de demostración entrega las primeras piezas.',
    starting: 'La línea de demostración se está iniciando. La primera pieza llegará enseguida.',
    stage: 'Aquí aparece la imagen de la pieza.',
    feed: 'Sin piezas todavía',
  },

  connection: {
    connecting: 'Conectando',
    connectingSentence: 'Conectando con la estación…',
    lostSentence: 'Ningún veredicto es actual. No use esta pantalla para dar piezas por buenas.',
    lostSince: (time, duration) => `Perdida a las ${time}, hace ${duration}. Reintentando…`,
    lostRemedy: 'Si continúa, compruebe que la estación funciona y vuelva a abrir la dirección que muestra.',
    reading: 'Cargando las últimas piezas…',
  },

  looking: {
    band: (number, time) => `Está viendo la n.º ${number} de ${time}`,
    notLive: 'No es la pieza actual',
    notCurrent: 'no actual',
    back: 'Volver al directo',
    newSince: (count) =>
      isOne(count) ? 'Ha llegado 1 pieza desde entonces' : `Han llegado ${count} piezas desde entonces`,
    live: 'En directo',
    returns: (seconds) => `Vuelve al directo en ${seconds} s`,
  },

  stage: {
    region: 'Imagen de la pieza',
    image: (number, file) => `Imagen de la n.º ${number}: ${file}`,
    noImage: 'Esta imagen no se puede mostrar.',
    loading: 'Cargando la imagen…',
    standIn: 'Solo miniatura: falta el original.',
    why: (place, score, limit) => `${place}: ${score}, límite ${limit}`,
    places: [
      'Arriba a la izquierda',
      'Arriba',
      'Arriba a la derecha',
      'Izquierda',
      'Centro',
      'Derecha',
      'Abajo a la izquierda',
      'Abajo',
      'Abajo a la derecha',
    ],
    beside: 'Comparar con una pieza buena típica al lado',
    blink: 'Alternar con una pieza buena típica en el mismo lugar',
    besideTypical: 'A la derecha: una pieza buena típica',
    peakLabel: (score) => `Lugar más inusual, ${score}`,
    addsMost: (score) => `aporta más, ${score}`,
    addsMostLabel: (score) => `Lugar que más aporta a la anomalía de la pieza, ${score}`,
  },

  heatmap: {
    title: 'Mapa de calor',
    opacity: 'Opacidad',
    legend: 'Grado de anomalía de cada lugar, en sigma de las piezas buenas',
  },

  gauge: {
    title: 'Puntuación',
    description: (score, limit, position) =>
      `Puntuación ${score}, límite ${limit}: ${position}. Las piezas buenas están en torno a 0.`,
    below: (distance) => `${distance} bajo el límite`,
    above: (distance) => `${distance} sobre el límite`,
    at: 'en el límite',
    good: 'buena típica',
    limit: (value) => `Límite ${value}`,
    review: (value) => `Revisar ${value}`,
    none: 'Esta pieza no tiene puntuación.',
    draft: 'Borrador, sin límite',
    draftDescription: (score) =>
      `Puntuación ${score}. La receta es un borrador sin límite. Las piezas buenas están en torno a 0.`,
    history: (count) => (isOne(count) ? 'Última pieza' : `Últimas ${count} piezas de esta receta`),
    historyLabel: (count) =>
      isOne(count) ? 'Puntuación de la última pieza' : `Puntuaciones de las últimas ${count} piezas`,
    againstLimit: (history) => `${history} frente al límite`,
  },

  facts: {
    recipeVersion: (recipe, version) => `${recipe}, versión ${version}`,
    asUnusual: (thousandths) => `Igual de inusuales: ${thousandths} de cada 1000 piezas buenas`,
    noneAsUnusual: (good) => `Ninguna de las ${good} piezas buenas fue tan inusual`,
    named: {
      serial: (serial) => `N.º de serie ${serial}`,
      lot: (lot) => `Lote ${lot}`,
      view: (view) => view,
    },
    sameContentAs: (number) => `Misma imagen que la n.º ${number}`,
    followsError: (number) => `Completada tras el error n.º ${number}`,
  },

  shift: {
    title: 'Este turno',
    mixed: 'Todas las recetas juntas',
    late: (count) => `${count} fuera de plazo`,
    since: (time) => `desde ${time}`,
    firstPass: 'Rendimiento a la primera',
    final: 'Rendimiento final',
    noYield: '–',
  },

  feed: {
    title: 'Últimas piezas',
    label: 'Últimas piezas, las más nuevas primero. Use las flechas para ver una pieza, Escape para volver al directo.',
    loading: 'Cargando…',
    option: (word, number, serial, score, time) =>
      `${word}, n.º ${number}, ${serial === null ? '' : `${serial}, `}${score}, ${time}`,
    noScore: 'sin puntuación',
    toNewest: 'Ir a la más nueva',
    show: 'Qué piezas muestra la lista',
    all: 'Todas',
    notPassed: 'No buenas',
    hidden: (count) => counted(count, 'oculta'),
    hiddenOf: (count, of) => `De las últimas ${of}, ${counted(count, 'oculta')}`,
    none: 'Nada que mostrar',
  },

  health: {
    title: 'Estado de la estación',
    unknown: 'Desconocido',
    ok: 'OK',
    attention: 'Atención',
    trouble: 'Avería',
    readAll: 'Leer todo',
    more: (count) => (isOne(count) ? '1 más' : `${count} más`),
    close: 'Cerrar',
    connection: {
      name: 'Conexión',
      open: 'Conectada',
      connecting: 'Conectando',
      lost: 'Perdida',
      remedy: 'Se ha perdido la conexión con la estación. Sigmaline sigue intentándolo.',
    },
    source: {
      name: 'Origen',
      none: 'Ninguno',
      noneRemedy:
        'No se vigila ninguna carpeta, así que no se inspecciona ninguna pieza. Añada un origen en la configuración.',
      watching: (name) => name,
      watchingSeveral: (count) => `${count} vigilados`,
      unreachable: 'Inaccesible',
      unready: 'No listo',
      foreign: '¿Otro producto?',
      fails: 'Demasiadas malas',
      changed: 'Cambio en las piezas',
      errors: 'Demasiados errores',
      differ: 'Imágenes distintas',
      leaving: 'Deriva de imágenes',
      late: 'Veredictos tardíos',
      holds: (parts, isLeast) => `Admite ${parts}${isLeast ? '+' : ''}/min`,
      within: (time) => `99\u202f% en ${time}`,
      several: (count, total) => `${count} de ${total} con problemas`,
      bypassed: (count, total) => (isOne(total) ? 'Bypass' : `${count} de ${total} en bypass`),
      unreachableRemedy: (name, folder) =>
        `No se puede leer la carpeta de ${name} (${folder}). Compruebe que el equipo de la cámara está encendido y el recurso compartido conectado.`,
      unreadyRemedy: (name) => `La receta de ${name} no se puede usar. Calíbrela de nuevo en la configuración.`,
    },
    backlog: {
      name: 'Cola',
      none: 'Nada en espera',
      waiting: (count, age) => `${count} en espera, la más antigua\u00a0${age.replaceAll(' ', '\u00a0')}`,
      load: (share) => `Carga ${share}`,
      waitingUnknown: (count) => `${count} en espera`,
      slowRemedy: (count, age) =>
        `${counted(count, 'imagen espera', 'imágenes esperan')} su veredicto, la más antigua desde hace ${age}. Si el número sigue creciendo, reduzca la velocidad de la línea.`,
      stuckRemedy: (count, age) =>
        `${counted(count, 'imagen espera', 'imágenes esperan')} su veredicto, la más antigua desde hace ${age}. Pare la línea y llame al técnico: salen piezas sin veredicto.`,
    },
    lane: {
      name: 'Canal',
      none: 'Ninguno',
      ready: 'Listo',
      readySeveral: (count) => `${count} listos`,
      busy: 'Juzgando',
      readyOnGraphics: 'Listo, en la tarjeta gráfica',
      busyOnGraphics: 'Juzgando en la tarjeta gráfica',
      starting: 'Arrancando',
      failed: 'Caído',
      someFailed: (count, total) => `${count} de ${total} caídos`,
      failedRemedy:
        'No funciona ningún proceso de inspección, así que no se juzga ninguna pieza. Reinicie la estación; si vuelve a ocurrir, comuníquelo con el registro de eventos.',
      someFailedRemedy: (count, total) =>
        `Han caído ${count} de ${total} procesos de inspección. La inspección continúa más despacio. Reinicie la estación en la próxima pausa.`,
    },
    disk: {
      name: 'Disco',
      free: (size) => `${size} libres`,
      low: (size) => `Quedan ${size}`,
      files: (count) => counted(count, 'archivo'),
      full: 'Lleno',
      readOnly: 'Solo lectura',
      failing: 'Con fallos',
    },
    warning: { name: 'Aviso' },
    clock: { name: 'Reloj' },
    backup: 'Copia',
    answers: {
      'notice.acknowledge': 'Reconocer',
      'condition.read': 'Reconocer',
      'clock.confirm': 'La hora es correcta',
    },
    noticed: (time) => `Aviso de ${time}`,
  },

  welcome: {
    title: 'Con piezas buenas basta.',
    sentence:
      'Sigmaline aprende cómo son las piezas buenas y encuentra lo que difiere. Aquí no hay nada configurado todavía: elija cómo empezar.',
    curve: 'Puntuaciones de piezas buenas en torno a cero, el límite a su derecha, los defectos más allá',
    demoTitle: 'Probar con la línea de demostración',
    demoSentence:
      'En este equipo se calibra un producto de muestra, y una cámara simulada entrega sus piezas, buenas y malas. Los primeros veredictos aparecen en un minuto. Nada que instalar, nada que configurar.',
    demoButton: 'Iniciar la línea de demostración',
    demoStarting: 'Iniciando…',
    ownTitle: 'Configurar la suya',
    ownSteps: [
      'Reúna imágenes de piezas buenas: bastan 20 para empezar, mejor 100.',
      'Calibre una receta con su carpeta. Sin defectos, sin etiquetas.',
      'Elija la carpeta en la que escribe la cámara.',
    ],
    ownButton: 'Abrir la configuración',
  },

  lanes: {
    title: 'Canales',
    hint: 'Los procesos que juzgan las imágenes y los procesadores que usan.',
    name: (id) => `Canal ${id}`,
    failed: 'no arranca',
    judgesOn: (provider) => {
      if (provider === null) return 'arrancando';
      return runsOnCpu(provider) ? 'juzga en el procesador principal' : 'juzga en la tarjeta gráfica';
    },
    memory: (size) => `${size} de memoria`,
    split: (goal, lanes, threads, cores) => {
      const each = isOne(lanes) ? '' : ' cada uno';
      const why =
        goal === 'latency' ? 'para el menor tiempo hasta el veredicto' : 'para el mayor número de piezas por minuto';
      return `${counted(lanes, 'canal', 'canales')} con ${counted(threads, 'hilo')}${each}, ${why}, en ${counted(cores, 'núcleo')}.`;
    },
    load: (share, minutes) =>
      `Las piezas de los últimos ${minutes} minutos necesitan el ${share} de la capacidad de los canales.`,
    retryHint:
      'Una tarjeta gráfica que no superó una comprobación no se usa hasta que se compruebe de nuevo. Corrija antes la causa; la inspección continúa durante la comprobación.',
    retry: 'Reintentar',
    retried: 'La comprobación se hace en segundo plano.',
  },

  ...inspectingTexts,
  ...shiftTexts,
  ...healthTexts,
  ...bypassTexts,
  ...auditTexts,
  ...exportTexts,
  ...connectionTexts,
  ...gateTexts,
  reports: reportTexts.screen,
  ...recipeChangeTexts,
  ...recordTexts,
  ...reviewTexts,
  ...comparisonTexts,
  ...testSetTexts,
  versions: versionTexts,
  ...fittingTexts,
  ...keepingTexts,
  ...kioskTexts,
  ...benchTexts,
  ...peopleTexts,
  ...setupTexts,
};

export const spanish: Catalogue = { texts, errors: spanishErrors, reports: reportTexts };
