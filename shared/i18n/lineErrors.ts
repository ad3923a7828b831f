/** What a line that went absurd says of itself, and in what an image is unlike the good images of its recipe. */
export const LINE_SENTENCES = {
  'source.images-differ':
    'The newest image from {source}, {file}, is not like the good images of its recipe. {difference} Check the camera, its settings and the light. If the change is meant, calibrate the recipe again.',
  'source.fails-unlikely':
    '{failed} of the last {count} parts from {source} failed. Good parts alone would hardly do that (promised: at most {promised} in 100). {check} If the parts are bad, stop the line.',
  'source.errors-unlikely':
    '{failed} of the last {count} images from {source} could not be judged, so their parts have no verdict. Check these parts by hand, then the camera and its connection. The newest error: {problem}',

  /** Stand in the sentences above. */
  'line.check': 'Check light, camera, position and the recipe.',
  'line.check-images': 'The images have changed: {difference} Check that first.',
  'differs.size': 'It has {found} px, the good ones {good}.',
  'differs.bits': 'It has {found} bits a sample, the good ones {good}.',
  'differs.kind': 'It is {found}, the good ones {good}.',
  'differs.quality': 'It is a JPEG of quality {found}, the good ones of {good}.',
  'differs.grey': 'It is grey, the good images were in colour.',
  'differs.colour': 'It is in colour, the good images were grey.',
  'differs.red-blue':
    'Its colours are unlike those of all good images: red less blue is {found}, good {low} to {high}. Are channels exchanged?',
  'differs.red-green':
    'Its colours are unlike those of all good images: red less green is {found}, good {low} to {high}.',
  'differs.brighter': 'It is brighter than any good image: mean {found}, good {low} to {high}.',
  'differs.darker': 'It is darker than any good image: mean {found}, good {low} to {high}.',
  'differs.rim': 'Its edge is unlike that of all good images (a border?): mean {found}, good {low} to {high}.',
  'differs.blurred': 'It is less sharp than any good image: {found}, good {low} to {high}.',
} as const;
