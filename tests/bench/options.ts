import { parseArgs } from 'node:util';

/** The parts of the bench, in the order in which they run. */
export const SECTIONS = [
  'recipe',
  'precision',
  'lane',
  'scaling',
  'goals',
  'fit',
  'beside',
  'mask',
  'records',
  'audit',
  'path',
  'history',
  'search',
  'verify',
  'interface',
  'frames',
  'capacity',
  'outlet',
] as const;
export type SectionName = (typeof SECTIONS)[number];

/** What recipes are calibrated with, by id, in the order of the report. */
export const BACKBONES = ['scattering', 'efficientnet-b0', 'efficientnet-b4'] as const;
export type BackboneName = (typeof BACKBONES)[number];

export interface BenchOptions {
  readonly quick: boolean;
  readonly sections: readonly SectionName[];
  readonly backbones: readonly BackboneName[];
  /** The report's file; null prints it only. */
  readonly out: string | null;
  readonly provider: string;
  /** How many arrive at an operator's page; null takes what the extent says. */
  readonly parts: number | null;
  /** How many of them in a second; null takes what the extent says. */
  readonly rate: number | null;
  /** One JSON document in place of the report; only for the section of the precision. */
  readonly json: boolean;
}

export const USAGE = `npm run bench -- [--quick] [--only ${SECTIONS.join('|')}] [--backbone ${BACKBONES.join('|')}] [--provider cpu|webgpu|cuda] [--parts COUNT] [--rate COUNT] [--out FILE] [--json]

Measures what Sigmaline costs beyond its backbone, prints it and writes it to docs/performance.md.
  --quick      fewer repetitions: shows that everything runs, not how fast it is
  --only       one part; printed, written only where --out is given
  --backbone   one backbone; printed, written only where --out is given
  --provider   what the recipes run on; calibration always runs on the CPU
  --parts      how many arrive at an operator's page, with --only interface or --only frames
  --rate       how many of them in a second
  --out        another file than docs/performance.md
  --json       with --only precision: one JSON document and nothing else`;

/** @throws TypeError, RangeError for what is no option of the bench */
export function readOptions(words: readonly string[], usualFile: string): BenchOptions {
  const { values } = parseArgs({
    args: [...words],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string' },
      backbone: { type: 'string' },
      provider: { type: 'string', default: 'cpu' },
      parts: { type: 'string' },
      rate: { type: 'string' },
      out: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const sections = SECTIONS.filter((name) => values.only === undefined || values.only === name);
  if (sections.length === 0) throw new RangeError(`--only takes ${SECTIONS.join(', ')}, not ${values.only}`);
  const backbones = BACKBONES.filter((id) => values.backbone === undefined || values.backbone === id);
  if (backbones.length === 0) throw new RangeError(`--backbone takes ${BACKBONES.join(', ')}, not ${values.backbone}`);
  if (values.json && values.only !== 'precision') throw new RangeError('--json goes with --only precision');
  const arrivals = ['parts', 'rate'] as const;
  const [parts = null, rate = null] = arrivals.map((name) => countOf(name, values[name]));
  const given = arrivals.find((name) => values[name] !== undefined);
  if (given !== undefined && values.only !== 'interface' && values.only !== 'frames') {
    throw new RangeError(`--${given} goes with --only interface or --only frames`);
  }
  const isWhole = sections.length === SECTIONS.length && backbones.length === BACKBONES.length;
  return {
    quick: values.quick,
    sections,
    backbones,
    out: values.out ?? (isWhole ? usualFile : null),
    provider: values.provider,
    parts,
    rate,
    json: values.json,
  };
}

/** @throws RangeError for what counts nothing */
function countOf(name: string, value: string | undefined): number | null {
  if (value === undefined) return null;
  const count = Number(value);
  if (Number.isSafeInteger(count) && count > 0) return count;
  throw new RangeError(`--${name} takes a whole number above 0, not ${value}`);
}
