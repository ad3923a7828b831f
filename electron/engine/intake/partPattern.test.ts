import { describe, expect, it } from 'vitest';
import { sentenceOf } from '../../../shared/domain/index.ts';
import { compilePartPattern, PartReader } from './partPattern.ts';
import { tryPartPattern } from './sourceRules.ts';

const read = (pattern: string, path: string) => compilePartPattern(pattern).read(path);
const serialOf = (pattern: string, path: string): string | null => {
  const reading = read(pattern, path);
  return reading.kind === 'read' ? reading.names.serial : null;
};

describe('a pattern for serial, lot and view', () => {
  it('takes them from the path, the folders included', () => {
    const reading = read('^(?<lot>[^/]+)/(?<serial>\\d+)_(?<view>top|side)\\.', 'lot 7/000123_side.png');
    expect(reading).toEqual({ kind: 'read', names: { serial: '000123', lot: 'lot 7', view: 'side' }, recipe: null });
    expect(read('^(?<recipe>[A-Z]+)-', 'WX-7.png')).toMatchObject({ kind: 'read', recipe: 'WX' });
  });

  it('leaves out what it does not name, what did not take part, and what is blank', () => {
    const names = { serial: '7', lot: null, view: null };
    expect(read('(?<serial>\\d)', 'a7.png')).toEqual({ kind: 'read', names, recipe: null });
    expect(read('(?<serial>\\d)(-(?<lot>\\w))?', 'a7.png')).toEqual({ kind: 'read', names, recipe: null });
    expect(read('(?<view>\\s*)(?<serial>\\d)', '  7.png')).toEqual({ kind: 'read', names, recipe: null });
  });

  it('reads what a person tries as it reads the files of a source', () => {
    const pattern = String.raw`(?<serial>\d+)-lot(?<lot>\d+)-(?<view>top|side)\.png$`;
    expect(tryPartPattern(pattern, 'monday/0815-lot7-top.png')).toEqual({
      serial: '0815',
      lot: '7',
      view: 'top',
      recipe: null,
    });
    expect(tryPartPattern(pattern, 'image.png')).toBeNull();
    const blank = { serial: null, lot: null, view: null, recipe: null };
    expect(tryPartPattern(String.raw`^(?<serial>.*)_(?<lot>\d+)?`, ' _')).toEqual(blank);
  });

  it('that is too slow is told apart from one that is no regular expression', () => {
    const [slow, path] = ['^(?<serial>(a+)+)\\.png$', 'a'.repeat(200)];
    expect(() => tryPartPattern(slow, path)).toThrow(expect.objectContaining({ code: 'source.pattern-slow' }));
    expect(() => tryPartPattern('(', path)).toThrow(expect.objectContaining({ code: 'source.pattern' }));
  });

  it('finds nothing in a path that it does not fit', () => {
    expect(read('^(?<serial>\\d+)\\.png$', 'part.png')).toEqual({ kind: 'no-match' });
  });

  it('gives values without blanks around them, of two hundred characters at most, in the composed form', () => {
    expect(serialOf('^(?<serial>.*)\\.png$', '  a b  .png')).toBe('a b');
    expect(serialOf('^(?<serial>.*)\\.png$', `${'🔩'.repeat(250)}.png`)).toBe('🔩'.repeat(200));
    expect(serialOf('^(?<serial>.)\\.png$', 'a\u0308.png')).toBe('ä');
  });

  it('that goes back and forth for ever is ended', () => {
    const pattern = compilePartPattern('^(?<serial>(a+)+)\\.png$');
    const beganMs = performance.now();
    expect(pattern.read('a'.repeat(200))).toEqual({ kind: 'slow' });
    expect(performance.now() - beganMs).toBeLessThan(2000);
    expect(pattern.read('aaa.png')).toMatchObject({ names: { serial: 'aaa' } });
  });

  it('reaches nothing of the station', () => {
    // The text is an expression, never a script.
    expect(() => compilePartPattern('(?<serial>a)"); process.exit(); ("')).toThrow();
    expect(read("(?<serial>a)'+process.exit()+'", 'a')).toEqual({ kind: 'no-match' });
  });
});

describe('reading parts', () => {
  it('says how many of the last files did not match, and which was the last of them', () => {
    const reader = new PartReader();
    const pattern = compilePartPattern('^(?<serial>\\d+)\\.png$');
    expect(reader.read(pattern, '12.png').serial).toBe('12');
    expect(reader.remarks()).toEqual([]);
    expect(reader.read(pattern, 'x.png')).toEqual({ serial: null, lot: null, view: null });
    expect(reader.remarks().map(sentenceOf)).toEqual([
      expect.stringMatching(/^1 of the last 2 files did not match.*x\.png\.$/),
    ]);
    for (let part = 0; part < 19; part++) reader.read(pattern, `${part}.png`);
    expect(reader.remarks()).toHaveLength(1);
    // Nobody could do anything about it any more.
    reader.read(pattern, '19.png');
    expect(reader.remarks()).toEqual([]);
    for (let part = 0; part < 100; part++) reader.read(pattern, `${part}.png`);
    expect(reader.remarks()).toEqual([]);
  });

  it('forgets what did not match once somebody has read it, and tells of the next one', () => {
    const reader = new PartReader();
    const pattern = compilePartPattern('^(?<serial>\\d+)\\.png$');
    for (const file of ['x.png', '1.png', 'y.png', '2.png']) reader.read(pattern, file);
    const [remark] = reader.remarks();
    expect(remark?.details).toMatchObject({ count: 2, files: 4, file: 'y.png' });
    remark?.onRead?.();
    expect(reader.remarks()).toEqual([]);
    reader.read(pattern, 'z.png');
    expect(reader.remarks()).toMatchObject([{ details: { count: 1, files: 3, file: 'z.png' } }]);
  });

  it('says nothing where there is no pattern', () => {
    const reader = new PartReader();
    expect(reader.read(null, 'x.png')).toEqual({ serial: null, lot: null, view: null });
    expect(reader.remarks()).toEqual([]);
  });
});
