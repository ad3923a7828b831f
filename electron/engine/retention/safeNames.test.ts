import { expect, test } from 'vitest';
import { namesForArchive } from './safeNames.ts';

test.each([
  ['ring.png', []],
  ['lot 7/Ä.png', ['lot 7/_.png']],
  ['10:15:30.jpg', ['10_15_30.jpg']],
  ['lot "7"/what?.png', ['lot _7_/what_.png']],
  ['ends with dots../a.png ', ['ends with dots_/a.png_']],
  ['aux/con.png', ['_aux/_con.png']],
  ['auxiliary.png', []],
  ['10:15 Ä.jpg', ['10_15 Ä.jpg', '10_15 _.jpg']],
  [`${'n'.repeat(200)}.png`, [`${'n'.repeat(116)}.png`]],
])('%s has further names only where some disk may refuse its own: %j', (path, further) => {
  expect(namesForArchive(path)).toEqual([path, ...further]);
});
