import { matchesGlob } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileGlob, foldPath } from './glob.ts';

const matches = (pattern: string, path: string): boolean => compileGlob(pattern).matches(foldPath(path));

describe('a file pattern', () => {
  it.each([
    ['*.png', 'part.png', true],
    ['*.png', 'camera/left/part.png', true],
    ['*.png', 'part.png.txt', false],
    ['part-?.png', 'part-7.png', true],
    ['part-?.png', 'part-17.png', false],
    ['part-[0-9].png', 'part-7.png', true],
    ['part-[!0-9].png', 'part-7.png', false],
    ['part-[]].png', 'part-].png', true],
    ['*.{png,tif,tiff}', 'part.TIF', true],
    ['{a,b{1,2}}.png', 'b2.png', true],
    ['{a,b{1,2}}.png', 'b.png', false],
    ['camera-2/**', 'camera-2/a.png', true],
    ['camera-2/**', 'camera-2/lot/a.png', true],
    ['camera-2/**', 'camera-2', false],
    ['camera-2/', 'camera-2/lot/a.png', true],
    ['camera-2/*.png', 'camera-2/lot/a.png', false],
    ['**/ok/*.png', 'ok/a.png', true],
    ['**/ok/*.png', 'lot/7/ok/a.png', true],
    ['**/ok/**/*.png', 'lot/ok/deep/er/a.png', true],
    ['lot-*/ok/*', 'lot-1/bad/a.png', false],
    ['part (1)+$^.png', 'part (1)+$^.png', true],
    ['?.png', '🔩.png', true],
    ['TEIL-Ä*.png', 'teil-a\u0308-1.PNG', true],
  ])('%j: is %j meant? %j', (pattern, path, expected) => {
    expect(matches(pattern, path)).toBe(expected);
  });

  it('means what the patterns of Node mean, lower case and characters without a meaning of their own taken for granted', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', '1'), minLength: 1, maxLength: 5 });
    const namePattern = fc
      .array(fc.constantFrom('a', 'b', '1', '*', '?', '[ab]', '[!a]', '{a,b1}'), { minLength: 1, maxLength: 5 })
      .map((parts) => parts.join('').replace(/\*+/g, '*'));
    const path = fc.array(name, { minLength: 1, maxLength: 4 }).map((names) => names.join('/'));
    const folders = fc.array(fc.oneof(namePattern, fc.constant('**')), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(folders, namePattern, path, (before, last, found) => {
        const pattern = [...before, last].join('/');
        // Seven braces of two make more alternatives than a pattern may have.
        fc.pre(pattern.split('{').length <= 7);
        expect(matches(pattern, found), `${pattern} on ${found}`).toBe(matchesGlob(found, pattern));
      }),
      { numRuns: 2000 },
    );
  });

  it('is done with any name at once, however many stars it has', () => {
    const beganMs = performance.now();
    expect(matches(`${'*a'.repeat(90)}*b`, 'a'.repeat(255))).toBe(false);
    expect(matches(`${'**/*a*/'.repeat(20)}b`, 'aaaa/'.repeat(300))).toBe(false);
    expect(performance.now() - beganMs).toBeLessThan(1000);
  });

  it.each([
    ['!*.png', /leave out/],
    ['camera\\*.png', /"\/"/],
    ['/images/*.png', /begins at the root/],
    ['C:/images/*.png', /begins at the root/],
    ['../*.png', /name the folders/],
    ['a//b', /name the folders/],
    ['*.(png|tif)', /\{a,b\}/],
    ['part-[0-9.png', /"\]" is missing/],
    ['*.{png,tif', /"\}" is missing/],
    ['*.png}', /"\{" is missing/],
    ['part-{1..9}.png', /\{1,2,3\}/],
    ['{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}', /too many/],
  ])('%j is refused with the remedy', (pattern, sentence) => {
    expect(() => compileGlob(pattern)).toThrow(sentence);
  });
});

describe('a folder', () => {
  it.each([
    ['camera-2/**', 'camera-2', true],
    ['camera-2/**', 'camera-2/lot', true],
    ['camera-2/*', 'camera-2', false],
    ['**/trash/**', 'lot/trash', true],
    ['trash', 'lot/trash', true],
    ['*.png', 'lot', false],
  ])('%j: does it cover the whole folder %j? %j', (pattern, folder, expected) => {
    expect(compileGlob(pattern).coversFolder(foldPath(folder))).toBe(expected);
  });

  it.each([
    ['*.png', 'any/folder', true],
    ['camera-2/*.png', 'camera-1', false],
    ['camera-2/*.png', 'camera-2', true],
    ['camera-2/*.png', 'camera-2/lot', false],
    ['lot-*/ok/**', 'lot-7', true],
    ['lot-*/ok/**', 'lot-7/bad', false],
    ['lot-*/ok/**', 'lot-7/ok/a/b', true],
    ['**/ok/*.png', 'a/b/c', true],
  ])('%j: could anything in %j be meant? %j', (pattern, folder, expected) => {
    expect(compileGlob(pattern).leadsInto(foldPath(folder))).toBe(expected);
  });
});
