/** What a line that went absurd or has changed says of itself, and in what an image is unlike the good images of its recipe. */
export const LINE_SENTENCES = {
  'source.images-differ':
    'Images from {source} have changed. {difference} Check the camera, its settings and the light; if the change is meant, calibrate the recipe again. The newest such image is {file}.',
  'source.fails-unlikely':
    '{failed} of the last {count} parts from {source} failed. Good parts alone would hardly do that (promised: at most {promised} in 100). If the parts are bad, stop the line. {check}',
  'source.errors-unlikely':
    '{failed} of the last {count} images from {source} could not be judged: check these parts by hand. The newest error: {problem}',

  'source.verdicts-late':
    '{late} of the last {count} verdicts of {source} came later than {deadline} s after their image arrived (in the last {minutes} minutes; No. {number} by {lateMs} ms). Whatever waited for them may have gone on without. Slow the line down, or have less to judge: smaller images, a smaller backbone, fewer sources on this station.',
  'source.wrong-product':
    'Is this the right recipe? Nearly every place of the last {count} images from {source} is unusual, as if they showed another product than {recipe} was calibrated for. {advice}',
  'detection.good-parts-changed':
    'The parts from {source} that pass have changed: {scores} {change} It was certain at No. {number}. Look at some of these parts; if they are good and the change stays, calibrate {recipe} again with images of today (version {version} judges now).',

  'line.foreign': 'Is this the right recipe? Nearly every place of this part is unusual.',
  'line.whole': 'The part as a whole is unusual.',

  /** Why a part is for a person to look at. */
  'review.draft':
    'This recipe is a draft: too few good images for a limit. Look at the part yourself; calibrate again with more good images for a limit.',
  'review.darker':
    'This image is darker than the good ones (mean {found}, good {low} to {high}); as bright as these, the part would pass. Check the part, and the light.',
  'review.brighter':
    'This image is brighter than the good ones (mean {found}, good {low} to {high}); as bright as these, the part would pass. Check the part, and the light.',

  'review.too-alike':
    'The score of this image ({found}) lies far below those of the good images (bound {low}), so it is as odd as one above the limit. Check the part, and whether the image shows all of it.',

  'gate.review':
    'This image is outside of the range of the good ones, so it does not pass. {difference} Look at the part yourself, and check camera, lens and light.',
  'gate.error':
    'This image is outside of the range of the good ones, so it is not judged. {difference} Check camera, lens and light, and have another image taken; until then check the part by hand.',

  'gate.leaving':
    '{measure}: the images from {source} are on their way out of the range of the good ones. Now {found}; at this pace they reach {bound} in about {days} days, and no part passes {recipe} any more. Check lamp, lens and camera before that.',

  /** Stand in the sentences above. */
  'measure.brightness': 'Brightness',
  'measure.rimBrightness': 'Brightness of the edge',
  'measure.redLessBlue': 'Red against blue',
  'measure.redLessGreen': 'Red against green',
  'measure.colourfulness': 'Colourfulness',
  'measure.contrast': 'Contrast',
  'measure.black': 'Share without light',
  'measure.white': 'Share overexposed',
  'measure.sharpness': 'Sharpness',
  'measure.positionX': 'Position from left to right',
  'measure.positionY': 'Position from top to bottom',
  'line.scores-higher': 'they score higher than before, so they are less like the good parts.',
  'line.scores-lower': 'they score lower than before, so they are more alike than the good parts were.',
  'changed.darker': 'Their images are darker.',
  'changed.brighter': 'Their images are brighter.',
  'changed.colour': 'Their colours are different.',
  'changed.position': 'The part lies elsewhere in the image.',
  'changed.edge': 'The edge of the image is different.',
  'changed.blurred': 'Their images are less sharp.',
  'changed.texture': 'Their images have more texture or noise.',
  'changed.unknown': 'Light, colour, position and sharpness do not tell what has changed.',
  'line.check-recipe': 'Check what is on the line and which recipe the source uses.',
  'line.recipe-fits':
    'By the recipe {recipe} the part No. {number} would pass: its score there is {score}, the limit {limit}. If that is what is on the line, change the recipe.',
  'line.no-recipe-fits':
    'By none of the {count} other recipes that were tried would such a part pass. Check what is on the line, the camera and its position.',
  'line.check': 'If they are good, check light, camera, position and the recipe.',
  'line.check-images': 'If they are good, the images have changed. {difference}',
  'differs.size': 'This image has {found} px, the good ones {good}.',
  'differs.bits': 'This image has {found} bits a sample, the good ones {good}.',
  'differs.kind': 'This image is a {found}, the good ones are {good}.',
  'differs.quality': 'This image is a JPEG of quality {found}, the good ones {good}.',
  'differs.grey': 'This image is grey, the good images were in colour.',
  'differs.colour': 'This image is in colour, the good images were grey.',
  'differs.red-blue':
    'The colours of this image differ (red and blue exchanged?): red less blue {found}, good {low} to {high}.',
  'differs.red-green': 'The colours of this image differ: red less green {found}, good {low} to {high}.',
  'differs.brighter': 'This image is brighter than any good one: mean {found}, good {low} to {high}.',
  'differs.darker': 'This image is darker than any good one: mean {found}, good {low} to {high}.',
  'differs.rim':
    'The edge of this image differs (a border?): {found}\u202f% as bright as the whole, good {low} to {high}\u202f%.',
  'differs.white':
    'More of this image is overexposed than of any good one: {found}\u202f% of it, good {low} to {high}\u202f%.',
  'differs.black':
    'More of this image is without any light than of any good one: {found}\u202f% of it, good {low} to {high}\u202f%.',
  'differs.contrast': 'This image has less contrast than any good one: {found}, good {low} to {high}.',
  'differs.position-x':
    'The part lies elsewhere from left to right: its edges at {found}\u202f% of the width, good {low} to {high}\u202f%.',
  'differs.position-y':
    'The part lies elsewhere from top to bottom: its edges at {found}\u202f% of the height, good {low} to {high}\u202f%.',
  'differs.blurred': 'This image is less sharp than any good one: {found}, good {low} to {high}.',
} as const;
