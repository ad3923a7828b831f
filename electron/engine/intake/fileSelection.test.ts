import { describe, expect, it } from 'vitest';
import { createFileSelection, type SelectionOptions } from './fileSelection.ts';

const selection = (options: Partial<SelectionOptions> = {}) =>
  createFileSelection({
    include: [],
    exclude: [],
    leaveOutSystemFiles: true,
    depth: null,
    completion: { kind: 'content' },
    ...options,
  });

describe('the selection of files', () => {
  it('takes every file that no program calls temporary', () => {
    const all = selection();
    expect(all.takesFile('lot 7/Ä/part.png')).toBe(true);
    for (const path of ['.part.png', '.cache/part.png', 'part.png.tmp', 'lot~/~part.png', 'Thumbs.db']) {
      expect(all.takesFile(path), path).toBe(false);
    }
    expect(all.entersFolder('.cache')).toBe(false);
  });

  it.each([
    'ring/@eaDir/part.png/SYNOPHOTO_THUMB_XL.jpg',
    '#recycle/part.png',
    '@Recycle/part.png',
    'lot 7/#snapshot/part.png',
    '$RECYCLE.BIN/$R12.png',
    'System Volume Information/part.png',
    'lost+found/#12.png',
    'part.png:Zone.Identifier',
    'part.png@SynoEAStream',
    'ehthumbs_vista.db',
    '._part.png',
    '__MACOSX/part.png',
    'part.png.upload',
    'part.png.!sync',
    'part.png.inprogress',
    'part.png.WRITING',
    'part.png.lock',
    'part.jpg~',
  ])(
    'leaves out what systems, network storage and copies put beside images, unless it is told otherwise: %s',
    (path) => {
      expect(selection().takesFile(path)).toBe(false);
      expect(selection({ leaveOutSystemFiles: false }).takesFile(path)).toBe(true);
    },
  );

  it('takes names that only look a little like those of systems', () => {
    for (const path of ['lot~/part.png', 'snapshot/part.png', 'recycle/part.png', 'part#3.png', 'part@2.png']) {
      expect(selection().takesFile(path), path).toBe(true);
    }
  });

  it('takes what is included and not excluded', () => {
    const some = selection({ include: ['*.png', 'raw/**'], exclude: ['*_ref.*', 'raw/old/**'] });
    expect(some.takesFile('a/part.PNG')).toBe(true);
    expect(some.takesFile('raw/part.tif')).toBe(true);
    expect(some.takesFile('part.tif')).toBe(false);
    expect(some.takesFile('a/part_ref.png')).toBe(false);
    expect(some.takesFile('raw/old/part.png')).toBe(false);
    expect(some.takesFile('raw/old/deep/part.png')).toBe(false);
  });

  it('does not enter folders that are excluded, not included, or too deep', () => {
    expect(selection({ exclude: ['trash'] }).entersFolder('lot/trash/old')).toBe(false);
    expect(selection({ include: ['camera-2/*.png'] }).entersFolder('camera-1')).toBe(false);
    const flat = selection({ depth: 0 });
    expect([flat.takesFile('a.png'), flat.takesFile('lot/a.png'), flat.entersFolder('lot')]).toEqual([
      true,
      false,
      false,
    ]);
    const deeper = selection({ depth: 2 });
    expect([deeper.takesFile('a/b/c.png'), deeper.takesFile('a/b/c/d.png')]).toEqual([true, false]);
    expect([deeper.entersFolder('a/b'), deeper.entersFolder('a/b/c')]).toEqual([true, false]);
  });

  it('never takes the files by which a camera says that another is whole', () => {
    const sidecar = selection({ completion: { kind: 'sidecar', ending: '.done' } });
    expect(sidecar.takesFile('lot/part.png.done')).toBe(false);
    expect(sidecar.takesFile('part.png.DONE')).toBe(false);
    expect(sidecar.releasedBy('lot/part.png.done')).toBe('lot/part.png');
    expect(sidecar.releasedBy('lot/part.png')).toBeNull();
    expect(sidecar.takesFile('lot/part.png')).toBe(true);
  });

  it('never takes the files of a station itself, whatever is left out', () => {
    const all = selection({ leaveOutSystemFiles: false });
    expect(all.takesFile('.part.png')).toBe(true);
    expect(all.takesFile('lot/.sigmaline-0b5c.tmp')).toBe(false);
    expect(all.takesFile('.sigmaline-station.json')).toBe(false);
  });

  it('never takes names that say that a file is being written', () => {
    const renamed = selection({ completion: { kind: 'rename', ending: '_writing' } });
    expect(renamed.takesFile('part.png_writing')).toBe(false);
    expect(renamed.takesFile('part.png')).toBe(true);
    expect(renamed.releasedBy('part.png_writing')).toBeNull();
  });
});
