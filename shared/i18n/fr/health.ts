import type { healthTexts as English } from '../enHealth.ts';
import { countingIn } from '../translation.ts';

const counted = countingIn('fr-FR');

export const healthTexts: typeof English = {
  healthSheet: {
    open: 'Voir l’état de la station',
    well: 'Tout fonctionne.',
    wrong: (count) => counted(count, 'point demande votre attention.', 'points demandent votre attention.'),
    groups: { line: 'Ligne', judging: 'Jugement', records: 'Enregistrements', station: 'Station' },
    since: (time) => `depuis ${time}`,
    source: {
      watching: 'Surveillée',
      unreachable: 'Inaccessible',
      unready: 'Pas prête',
      stopped: 'N’inspecte pas',
      cycle: (seconds) => `une pièce toutes les ${seconds}\u202fs`,
      arrivals: (parts) => `${parts}/min arrivent`,
    },
    lane: { starting: 'Démarre', idle: 'Prêt', busy: 'Juge', failed: 'En panne' },
    processor: {
      name: 'Processeurs',
      offered: (providers) => `Proposé ici par ONNX Runtime\u202f: ${providers}`,
    },
    recipe: (id) => `Recette ${id}`,
    disk: (size) => `sur ${size}`,
    backup: {
      none: 'Aucune pour l’instant',
      last: (time) => `dernière\u202f: ${time}`,
      sameDisk: 'sur le disque des enregistrements\u202f: une panne emporterait les deux',
    },
    clock: { name: 'Horloge', good: 'Rien d’inhabituel', bad: 'Douteuse' },
    chain: { name: 'Chaîne d’audit', good: 'Aucun défaut connu', bad: 'À regarder' },
    runs: 'En marche',
    version: (version) => `Version ${version}`,
  },
};
