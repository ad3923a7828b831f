/** What stands in the way of a calibration in the making, and what is odd about its images. */
export const BENCH_SENTENCES = {
  'bench.not-found': 'This calibration is not there any more. Begin another one.',
  'bench.changed-meanwhile':
    'This calibration was changed elsewhere in the meantime, so nothing was changed. Look at it again, then repeat what you did.',
  'bench.fitting': 'This calibration is being fitted. Wait until that is done, or cancel it.',
  'bench.too-many': 'A calibration takes at most {most} images. Take some out, or choose a smaller folder.',
  'bench.upload': 'The file {file} could not be taken ({reason}). Drop it again.',
  'bench.examining': 'The images could not be examined ({reason}). It is tried again.',
  'bench.damaged':
    'A calibration in the making could not be read ({reason}). Its files were put aside in {folder}; nothing was deleted. Begin it again.',
  'bench.waiting': '{count} images are still being examined. Wait a moment, then fit again.',
  'bench.images-gone':
    '{count} images are not where they were, {file} among them. Take them out, or put them back, then fit again.',
  'bench.survey-failed': 'The images could not be put on top of each other ({reason}). Try again.',
  'bench.duplicate': 'The same picture as {other}: it is counted once.',
  'bench.near-duplicate': 'Almost the same picture as {other}: it adds little.',
  'bench.blurred': 'Less sharp than the others.',
  'bench.darker': 'Darker than the others.',
  'bench.brighter': 'Brighter than the others.',
  'bench.other-size': 'Another size than the others: {found} instead of {usual}.',
  'bench.other-position': 'The part lies elsewhere than in the others.',
} as const;
