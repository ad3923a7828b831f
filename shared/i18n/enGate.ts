import type { GateAction } from '../domain/fitSettings.ts';
import { counted, isOne } from './translation.ts';

/** The texts of the image-quality gate and of the trend of its measures, in English; part of the catalogue `en`. */
export const gateTexts = {
  gate: {
    title: 'Image-quality gate',
    hint: 'Compares exposure, colour, contrast, sharpness, size and position of each image with the good images. What lies outside never passes.',
    action: 'An image outside of their range',
    actions: {
      review: { label: 'is for review', hint: 'A person looks at the part. Usual.' },
      error: { label: 'is an error', hint: 'It is not judged: another image has to be taken.' },
      off: { label: 'is judged like any other', hint: 'Only the source tells that its images have changed.' },
    } satisfies Record<GateAction, { label: string; hint: string }>,
    tolerance: 'How far outside of the good images',
    tolerances: { narrow: 'Half', usual: 'Usual', wide: 'Twice', widest: 'Four times' },
    toleranceOther: (times: string) => counted(times, 'time'),
    toleranceHint:
      'At the usual width, about one good image in 150 is outside. It never becomes narrower than the good images were.',
    ranges: 'What passes the gate',
    rangesHint: (count: string) => `Of ${count} good images; at the sides, those at the edges of each measure.`,
    unknown: 'The ranges are shown once the recipe is fitted.',
    earlier: 'This version was made before there were gates: it lets every image through.',
    reading: 'Reading the ranges …',
    close: 'Back to the fit',
    fitAgain: 'The fitted version has another gate. Fit again, and the new version has this one.',
    size: 'Size',
    anySize: 'Any: the good images had many sizes',
    good: (low: string, high: string) => `good ${low} to ${high}`,
    passes: (low: string | null, high: string | null) =>
      low === null ? `up to ${high} passes` : high === null ? `from ${low} on passes` : `${low} to ${high} passes`,
    lowest: (name: string, file: string) => `Lowest ${name}: ${file}`,
    highest: (name: string, file: string) => `Highest ${name}: ${file}`,
  },

  measures: {
    what: 'What is drawn',
    results: 'Results',
    images: 'Images',
    source: 'Source',
    measure: 'Measure',
    chart: (name: string, recipe: string) => `${name} of the images, ${recipe}`,
    mean: 'Mean',
    low: 'Lowest that passes the gate',
    high: 'Highest that passes the gate',
    none: 'No image was measured lately.',
    leaving: (name: string, now: string, bound: string, days: string) =>
      `${name} is on its way out of the range of the good images: ${now} now, ${bound} in about ${isOne(days) ? 'a day' : `${days} days`} at this pace.`,
  },
};
