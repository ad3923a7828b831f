import type { healthTexts as English } from '../enHealth.ts';
import { countingIn } from '../translation.ts';

const counted = countingIn('es-ES');

export const healthTexts: typeof English = {
  healthSheet: {
    open: 'Ver el estado de la estación',
    well: 'Todo funciona.',
    wrong: (count) => counted(count, 'asunto requiere su atención.', 'asuntos requieren su atención.'),
    groups: { line: 'Línea', judging: 'Inspección', records: 'Registros', station: 'Estación' },
    since: (time) => `desde ${time}`,
    source: {
      watching: 'Vigilado',
      unreachable: 'Inaccesible',
      unready: 'No listo',
      stopped: 'No inspecciona',
      cycle: (seconds) => `una pieza cada ${seconds}\u202fs`,
      arrivals: (parts) => `llegan ${parts}/min`,
    },
    lane: { starting: 'Arrancando', idle: 'Listo', busy: 'Juzgando', failed: 'Caído' },
    processor: {
      name: 'Procesadores',
      offered: (providers) => `Ofrecido aquí por ONNX Runtime: ${providers}`,
    },
    recipe: (id) => `Receta ${id}`,
    disk: (size) => `de ${size}`,
    backup: {
      none: 'Ninguna todavía',
      last: (time) => `La última, ${time}`,
      sameDisk: 'en el disco de los registros: si falla, se pierden ambos',
    },
    clock: { name: 'Reloj', good: 'Nada inusual', bad: 'Dudoso' },
    chain: { name: 'Cadena de auditoría', good: 'Ningún fallo conocido', bad: 'Revísela' },
    runs: 'En marcha',
    version: (version) => `versión ${version}`,
  },
};
