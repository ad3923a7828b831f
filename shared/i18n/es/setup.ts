import type { setupTexts as English } from '../enSetup.ts';
import { countingIn, singularIn, type Translated } from '../translation.ts';
import { precisionTexts } from './precision.ts';
import { sourceTexts } from './source.ts';

const isOne = singularIn('es-ES');

const counted = countingIn('es-ES');

/** In Spanish. */
export const setupTexts: Translated<typeof English> = {
  setup: {
    title: 'Configuración',
    recipes: 'Recetas',
    recipesHint: 'Una receta contiene todo lo necesario para inspeccionar un producto.',
    noRecipes: 'Todavía no hay recetas. Calibre la primera con una carpeta de imágenes buenas.',
    version: (version) => `Versión ${version}`,
    inUseSince: (version, time, by) =>
      `Versión ${version}, en uso desde ${time}${by === null ? '' : `, elegida por ${by}`}`,
    inUse: (version) => `La versión ${version} está en uso`,
    versions: 'Versiones',
    usedNow: 'En uso',
    newer: 'Más nueva, sin usar',
    olderVersions: (count) => `Versiones anteriores (${count})`,
    use: 'Usar',
    useVersion: (version) => `Usar la versión ${version}`,
    useTitle: (version, name) => `¿Usar la versión ${version} de ${name}?`,
    keepVersion: (version) => `Seguir con la versión ${version}`,
    judges: (sources) =>
      `${sources}: desde ahora se juzga con ella, también las imágenes que ya esperan. Los registros conservan la versión que los juzgó.`,
    judgesNothing: 'Por ahora ningún origen se juzga con esta receta.',
    changes: 'Qué cambia',
    nothingChanges: 'Backbone, límites y número de imágenes son iguales. Las imágenes buenas pueden ser otras.',
    trait: {
      backbone: 'Backbone',
      limit: 'Límite',
      review: 'Revisar desde',
      target: 'Tasa objetivo de falsos rechazos',
      bound: 'Rechazo máximo, con un 95\u202f% de confianza',
      images: 'Imágenes buenas',
      size: 'Tamaño de imagen',
      turns: 'Puede estar girada',
    },
    noReview: 'Sin revisión',
    alwaysReview: 'Todas las piezas',
    noFigure: '–',
    draft: 'Borrador, sin límite',
    draftMeans:
      'Demasiado pocas imágenes buenas para un límite: una persona revisa cada pieza, con su puntuación y su mapa de calor. Calibre de nuevo con más imágenes buenas para obtener un límite.',
    noTurns: 'Sin girar',
    degrees: (degrees) => `${degrees}°`,
    pixels: (side) => `${side}\u202fpx`,
    recipeImages: (count) => counted(count, 'imagen buena', 'imágenes buenas'),
    recipeLimit: 'Límite',
    recipeInt8Limit: 'Límite en enteros de 8 bits',
    recipeTarget: 'Tasa objetivo de falsos rechazos',
    recipeBound: 'Rechazo máximo, con un 95\u202f% de confianza',
    recipeBackbone: 'Backbone',
    recipeCreated: 'Calibrada',
    busy: 'Un momento…',
    loading: 'Cargando…',
    required: 'Este dato es obligatorio.',
    changedMeanwhile: (value) => `Cambiado en otra pantalla: ahora «${value}»`,
    notSaved:
      'No se ha guardado nada, porque otra pantalla ha cambiado los mismos campos. Los valores nuevos se muestran al lado. Guarde otra vez para reemplazarlos.',
  },

  calibration: {
    title: 'Calibrar una receta nueva',
    hint: 'Solo con imágenes de piezas buenas. La inspección continúa mientras tanto.',
    name: 'Nombre del producto',
    namePlaceholder: 'p. ej. Anillo de rodamiento 6204',
    nameHint: 'Un nombre existente crea una versión nueva de esa receta.',
    folder: 'Carpeta con imágenes de piezas buenas',
    folderPlaceholder: 'p. ej. /data/bearing-ring/good',
    folderHint: 'Una ruta en la estación. PNG, JPEG, TIFF, BMP, WebP, PGM o PPM.',
    ...precisionTexts,
    target: 'Tasa objetivo de falsos rechazos',
    targetHint: (count) =>
      `La proporción de piezas buenas que acepta perder. Necesita al menos ${count} imágenes buenas.`,
    targetInvalid: 'Un número de 0,1 a 50\u202f%.',
    targetUnit: '%',
    draftMeans:
      'Con un borrador, una persona revisa cada pieza según la puntuación y el mapa de calor, hasta que calibre de nuevo con más imágenes buenas.',
    makeDraft: 'Crear un borrador',
    backbone: 'Backbone',
    backboneHint: 'La red que mira las imágenes.',
    backboneBuiltIn: (name) => (name.includes('incluido') ? name : `${name} (incluido)`),
    backboneAdded: (name) => `${name} (añadido)`,
    backboneMissing: (id) => `${id}: no instalado`,
    backboneCost: (side, size) => `Imágenes de ${side}\u202f×\u202f${side} px, un archivo de ${size}`,
    backboneTime: (time) => `unos ${time} por imagen en esta estación`,
    backboneTimeUnknown: 'aún sin medir en esta estación',
    backboneNotInstalled: (version, id) =>
      `La versión ${version} usa ${id}, que no está instalado aquí. Elija otro, o añádalo con sigmaline backbone add.`,
    backboneChanges: (version, id) =>
      `La versión ${version} de esta receta usa ${id}. Con otro backbone, todas las puntuaciones y el límite son nuevos.`,
    waits: (version, used, sources) =>
      `La versión ${version} aún no está en uso. La versión ${used} sigue juzgando ${sources}. Nada cambia hasta que usted elija.`,
    waitsUnused: (version, used) =>
      `La versión ${version} aún no está en uso; lo está la versión ${used}. Nada cambia hasta que usted elija.`,
    start: 'Calibrar',
    phase: {
      reading: 'Leyendo las imágenes',
      varying: 'Leyendo sus variaciones',
      fitting: 'Ajustando las gaussianas',
      quantising: 'Probando enteros de 8 bits',
      compiling: 'Compilando la receta',
    },
    progress: (done, total) => `${done} de ${total}`,
    running: (name) => `Calibrando ${name}`,
    runningUnnamed: 'Hay una calibración en curso',
    cancel: 'Cancelar',
    cancelling: 'Cancelando…',
    doneTitle: (name) => `${name} está calibrada`,
    doneVersion: (version, count) => `Versión ${version}, con ${counted(count, 'imagen buena', 'imágenes buenas')}`,
    limitExplained: (expected, limit) =>
      `El límite es ${limit}: de piezas como estas, que son buenas, se espera que un ${expected} puntúe más alto y se rechace.`,
    boundExplained: (bound) =>
      `Con un 95\u202f% de confianza, se rechaza como máximo el ${bound} de las piezas como estas, que son buenas.`,
    boundApproximate:
      'Esta cota es aproximada, porque hay menos de 200 imágenes. Más imágenes buenas la hacen más ajustada.',
    turned: (degrees) =>
      `Giradas ${degrees} grados, sus imágenes buenas se parecen a las demás, así que las piezas giradas hasta ahí se dan por buenas.`,
    setAside: (files) =>
      `El límite no se sube por estas imágenes, porque no se parecen a ninguna otra imagen buena: ${files}. Las piezas como ellas se darán por malas, y cuentan en las proporciones de arriba. Si son piezas normales, calibre de nuevo con más imágenes de su tipo; si no, sin ellas.`,
    suspects:
      'Quizá estas imágenes no muestren piezas buenas, o muestren otro producto; la más distinta va primero. Las piezas como ellas pueden darse por buenas, salvo que se indique otra cosa. Toque las que no correspondan y calibre de nuevo. No se borra ningún archivo.',
    looks: (count) =>
      `Sus piezas buenas tienen ${count} aspectos, y cada uno se juzga con sus propias imágenes. Si uno no pertenece a este producto, aparte sus imágenes y calibre de nuevo.`,
    look: (count, files) => `${counted(count, 'imagen', 'imágenes')}, p. ej. ${files}`,
    suspectReasons: {
      alone: () => 'Distinta de las demás',
      group: (others) => `Del mismo tipo que ${counted(others, 'otra')}`,
      size: () => 'Otro tamaño de imagen',
    },
    suspectDistance: (reason, distance) => `${reason}, a distancia ${distance}`,
    suspectLeftOut: 'Las piezas como ella se dan por malas: quedó fuera del ajuste.',
    suspectNoPicture: 'Sin imagen',
    suspectWithout: 'No corresponde',
    calibrateWithout: (count) => `Calibrar sin ${isOne(count) ? 'esta imagen' : `estas ${count} imágenes`}`,
    excluded: (files) => `Excluidas, porque usted dijo que no corresponden: ${files}. Siguen en la carpeta.`,
    released: (images) => `Añadir ${counted(images, 'pieza liberada', 'piezas liberadas')}`,
    releasedHint:
      'Piezas de la línea que la estación dio por malas y que personas hallaron buenas. Pasan a ser imágenes buenas, y el límite se calcula con ellas.',
    releasedGone: (gone) => `Las imágenes de otras ${gone} ya no existen.`,
    group: 'Imágenes de una pieza (opcional)',
    groupHint:
      'Si una pieza se fotografió varias veces: un patrón que encuentra su número de serie en el nombre de archivo, para que cuente una vez. Vacío: lo dicen las imágenes.',
    groupPlaceholder: '(?<serial>\\d+)-',
    groupTells: (images, parts, file, serial) =>
      `Piezas distintas: ${parts}, en ${counted(images, 'imagen', 'imágenes')}. ${file} muestra la pieza ${serial}.`,
    failedTitle: 'La calibración ha fallado',
    again: 'Calibrar otra',
    watch: 'Añadir un origen para ella',
    lost: 'Se perdió la conexión durante la calibración. La lista de recetas muestra si terminó.',
  },

  decisions: {
    title: 'Decisiones',
    hint: 'Lo que se puede elegir al decidir sobre una pieza que no es buena. Las decisiones ya tomadas conservan sus palabras, cambie lo que cambie aquí.',
    lists: {
      reasons: {
        title: 'Motivos',
        hint: 'Cada decisión tiene uno. El más frecuente primero.',
        add: 'Añadir un motivo',
      },
      defects: { title: 'Clases de defecto', hint: 'Qué tipo de defecto es, donde lo hay.', add: 'Añadir una clase' },
    },
    word: (list, place) => `${list}, ${place}`,
    up: (word) => `Subir «${word}»`,
    down: (word) => `Bajar «${word}»`,
    remove: (word) => `Quitar «${word}»`,
    invalid: 'Cada línea necesita un nombre, y ninguno puede estar dos veces.',
    save: 'Guardar las listas',
    saved: 'Las listas están guardadas.',
  },

  source: sourceTexts,

  station: {
    title: 'Estación',
    hint: 'Ajustes para todos los orígenes.',
    general: 'Nombre y turnos',
    name: 'Nombre de la estación',
    nameHint: 'Se muestra arriba en cada pantalla y en las exportaciones.',
    language: 'Idioma de la estación',
    languageHint: 'De los informes, y de cada pantalla y persona que no ha elegido otro.',
    languageAuto: 'El del navegador',
    shifts: 'Los turnos empiezan a las',
    shiftsHint:
      'Los contadores del operario empiezan de nuevo a estas horas. Hora local. Un turno dura hasta que empieza el siguiente.',
    shift: (number) => `Comienzo del turno ${number}`,
    shiftName: 'Nombre',
    shiftNameOf: (number) => `Nombre del turno ${number}`,
    shiftDays: (number) => `Días del turno ${number}`,
    addShift: 'Añadir un turno',
    removeShift: (time) => `Quitar el turno de las ${time}`,
    shiftInvalid:
      'Cada turno necesita una hora, como 06:00, y un día. No puede haber dos que empiecen el mismo día a la misma hora.',
    shiftsBy: 'Una pieza cuenta para el turno en el que',
    byArrival: 'Llegó su imagen',
    byArrivalHint: 'Cuando la estación vio el archivo por primera vez.',
    byJudgement: 'Se juzgó',
    byJudgementHint: 'Las imágenes que esperaron cuentan para el turno de su veredicto.',
    byFile: 'Se escribió su imagen',
    byFileHint: 'Según la hora del propio archivo. Elíjalo solo si el reloj de la cámara es correcto.',
    judging: 'Inspección',
    judgeFirst: 'Si esperan varias imágenes, juzgar primero',
    oldest: 'La más antigua',
    oldestHint: 'En el orden de la línea. Cada pieza recibe su veredicto lo antes posible.',
    newest: 'La más nueva',
    newestHint: 'La pieza que el operario tiene delante se muestra enseguida; las anteriores, cuando hay tiempo.',
    lanes: 'Los canales se reparten el procesador para',
    laneGoals: {
      latency: {
        label: 'El menor tiempo hasta el veredicto',
        hint: 'Un canal juzga una pieza tras otra, con todos los núcleos. Adecuado para la mayoría de las líneas.',
      },
      throughput: {
        label: 'El mayor número de piezas por minuto',
        hint: 'Tantos canales como núcleos. Se juzgan más piezas, pero cada una tarda más.',
      },
    },
    provider: 'Proveedor de ejecución',
    providerHint:
      'En qué se ejecutan las redes. Un proveedor cuyos resultados difieren de los del procesador no se usa nunca.',
    providerAuto: 'Automático',
    providerMissing: (name) => `${name}: no disponible en este equipo`,
    backups: 'Copias de seguridad de los registros',
    backupFolder: 'Carpeta para copias de seguridad',
    backupFolderPlaceholder: 'la carpeta de datos de la estación',
    backupFolderHint: 'Mejor en otro disco. Vacío para guardarlas junto a los registros.',
    backupEvery: 'Copiar cada',
    backupEveryHint:
      'Solo si hay registros nuevos. Las imágenes se borran solo cuando su registro está en una copia de seguridad.',
    backupInvalid: 'Un número entero de 1 a 1440 minutos (un día).',
    minutesUnit: 'min',
    audit: 'Cadena de auditoría',
    checkpointFolder: 'Carpeta para puntos de control',
    checkpointFolderPlaceholder: 'solo en la base de datos',
    checkpointFolderHint:
      'Un recurso compartido o una memoria USB que las personas de esta estación no puedan cambiar. Quien tiene un punto de control ve después si algo anterior se alteró.',
    checkpointEvery: 'Un punto de control cada',
    checkpointEveryHint: 'Y al final de cada turno.',
    checkpointInvalid: 'Un número entero de 100 a 1.000.000 de entradas.',
    entriesUnit: 'entradas',
    reviewDays: 'Revisión obligatoria cada',
    reviewDaysHint: 'Vacío si no se exigen revisiones de las entradas.',
    reviewInvalid: 'Un número entero de 1 a 400 días, o nada.',
    noReviews: 'sin revisiones',
    daysUnit: 'días',
    save: 'Guardar',
    saved: 'Guardado.',
  },

  demo: {
    title: 'Línea de demostración',
    sentence: 'Un producto de muestra y una cámara simulada, para probar y formar a las personas.',
    off: 'Desactivada',
    preparing: 'Preparando: se calibra el producto de muestra',
    running: 'En marcha: la cámara simulada entrega piezas',
    start: 'Iniciar la línea de demostración',
    stop: 'Detener la línea de demostración',
  },
};
