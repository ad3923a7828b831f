import type { ErrorFact } from '../i18n/errors.ts';
import type { ImageDeviations, Measure } from './imageTraits.ts';

interface Telling {
  readonly measure: Measure;
  readonly less: ErrorFact['code'];
  readonly more: ErrorFact['code'];
}

/** What explains the others comes first: other light also changes contrast, a part that moves keeps its sharpness. */
const TELLING: readonly Telling[] = [
  { measure: 'brightness', less: 'changed.darker', more: 'changed.brighter' },
  { measure: 'redLessBlue', less: 'changed.colour', more: 'changed.colour' },
  { measure: 'redLessGreen', less: 'changed.colour', more: 'changed.colour' },
  { measure: 'positionX', less: 'changed.position', more: 'changed.position' },
  { measure: 'positionY', less: 'changed.position', more: 'changed.position' },
  { measure: 'rimBrightness', less: 'changed.edge', more: 'changed.edge' },
  { measure: 'sharpness', less: 'changed.blurred', more: 'changed.texture' },
];
/** Standard errors: any of the seven means of unchanged images lies beyond with a chance below 1 in 2,000. */
const CLEAR = 4;

/**
 * What sets some images off from the good ones, as far as their measures tell.
 *
 * @param images in standard deviations of the good images
 * @param goodCount how many good images their means come from
 */
export function changeOf(images: readonly ImageDeviations[], goodCount: number): ErrorFact {
  for (const { measure, less, more } of TELLING) {
    const values = images.flatMap(({ [measure]: value }) => value ?? []);
    if (values.length === 0) continue;
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    if (Math.abs(mean) < CLEAR * Math.sqrt(1 / values.length + 1 / goodCount)) continue;
    return { code: mean < 0 ? less : more, details: {} };
  }
  return { code: 'changed.unknown', details: {} };
}
