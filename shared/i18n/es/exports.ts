import type { exportTexts as English } from '../enExports.ts';
import type { Translated } from '../translation.ts';

/** In Spanish. */
/** What a scheduled export is written for. */
const SPANS: Readonly<Record<string, string>> = { shift: 'turno', lot: 'lote', day: 'día' };

export const exportTexts: Translated<typeof English> = {
  export: {
    title: 'Exportación',
    hint: 'Todos los registros de un periodo. Para acotar más, busque en Registros y exporte desde allí.',
    from: 'Desde',
    to: 'Hasta',
    openHint: 'Déjelo vacío para no poner límite.',
    shift: 'Este turno',
    today: 'Hoy',
    everything: 'Todo',
    order: '«Hasta» debe ser posterior a «Desde».',
    dialog: (records) => (records === null ? 'Exportar estos registros' : `Exportar ${records} registros`),
    table: 'Tabla',
    tables: {
      programs: { label: 'CSV para programas', hint: 'Cada valor intacto: para bases de datos, scripts y un MES.' },
      spreadsheet: {
        label: 'CSV para hojas de cálculo',
        hint: 'Para Excel y LibreOffice: 000609 sigue siendo 000609.',
      },
      xlsx: { label: 'Libro de Excel', hint: 'Textos, números y horas, cada uno en su tipo de celda.' },
      none: { label: 'Sin tabla', hint: 'Solo lo elegido abajo.' },
    },
    separator: 'Separador',
    separators: { semicolon: 'Punto y coma', comma: 'Coma', tab: 'Tabulador' },
    decimal: 'Signo decimal',
    decimals: { point: 'Punto: 3.25', comma: 'Coma: 3,25' },
    also: 'Además',
    others: {
      jsonLines: 'JSON Lines, el formato que se puede verificar',
      qdas: 'Archivo Q-DAS de las puntuaciones',
      images: 'Imágenes, en un ZIP',
      heatmaps: 'Mapas de calor, en un ZIP',
    },
    write: 'Exportar',
    close: 'Cerrar',
    goesOn: 'La exportación continúa si cierra esto. Está en Configuración, Exportación.',
    list: 'Exportaciones',
    listHint: 'Se conservan las cincuenta más recientes. Cada una tiene un manifiesto que dice qué contiene.',
    empty: 'Todavía no se ha exportado nada.',
    progress: 'Progreso de la exportación',
    waiting: 'En espera…',
    running: (done, total) => `${done} de ${total} registros`,
    cancel: 'Cancelar',
    cancelled: 'Cancelada. No se ha conservado nada de ella.',
    done: (rows) => `Registros escritos: ${rows}.`,
    delivered: 'Los archivos están en la carpeta de las exportaciones programadas.',
    scheduled: (cause, time) => `${cause}, ${time}`,
    causes: { shift: 'Turno', lot: 'Lote', day: 'Día' },
    schedule: {
      title: 'Exportaciones programadas',
      hint: 'Los archivos aparecen en la carpeta cuando están completos. Sigmaline escribe las exportaciones pendientes en cuanto la carpeta vuelve a estar disponible.',
      change: 'Cambiar',
      now: (each, folder) =>
        each === 'never' ? 'No hay exportaciones programadas.' : `Cada ${SPANS[each] ?? each} se exporta a ${folder}.`,
      each: 'Después de',
      choices: {
        never: { label: 'Nunca', hint: 'Solo cuando alguien lo pide.' },
        shift: { label: 'Cada turno', hint: 'Diez minutos después de su fin.' },
        lot: {
          label: 'Cada lote',
          hint: 'Cuando ha empezado el siguiente y no ha llegado nada de él durante diez minutos.',
        },
        day: { label: 'Cada día', hint: 'Diez minutos después de medianoche.' },
      },
      folder: 'Carpeta',
      folderHint: 'Mejor en un recurso compartido. Debe existir: Sigmaline no la crea.',
      keep: 'Conservar durante',
      keepHint: 'Las más antiguas se quitan de la carpeta; los archivos que la estación no escribió se quedan.',
      days: 'días',
      daysInvalid: 'Introduzca un número de días de 1 a 4000.',
      save: 'Guardar',
    },
    download: (fileName) => `Descargar ${fileName}`,
    kinds: {
      csv: 'CSV',
      xlsx: 'Excel',
      jsonl: 'JSON Lines',
      dfq: 'Q-DAS',
      zip: 'Imágenes',
      json: 'Manifiesto',
      checkpoint: 'Punto de control',
    },
  },
};
