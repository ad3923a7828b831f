import { describe, expect, it } from 'vitest';
import { readOptions } from './options.ts';

const read = (...given: string[]) => readOptions(given, 'usual.md');

describe('the options of the bench', () => {
  it('measure everything on the CPU and write the usual file where nothing is said', () => {
    expect(read()).toEqual({
      quick: false,
      sections: [
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
      ],
      backbones: ['scattering', 'efficientnet-b0', 'efficientnet-b4'],
      out: 'usual.md',
      provider: 'cpu',
      parts: null,
      rate: null,
      json: false,
    });
  });

  it('do not overwrite the whole report with one part of it', () => {
    expect(read('--only', 'lane')).toMatchObject({ sections: ['lane'], out: null });
    expect(read('--only', 'lane', '--out', 'lane.md').out).toBe('lane.md');
    expect(read('--backbone', 'efficientnet-b4')).toMatchObject({ backbones: ['efficientnet-b4'], out: null });
  });

  it('say how many parts arrive, and how fast', () => {
    expect(read('--only', 'frames', '--parts', '3000', '--rate', '50')).toMatchObject({ parts: 3000, rate: 50 });
    expect(read('--only', 'frames')).toMatchObject({ parts: null, rate: null });
  });

  it('are refused where they are none', () => {
    expect(() => read('--only', 'frames', '--parts', '0')).toThrow('whole number above 0');
    expect(() => read('--only', 'frames', '--rate', '1.5')).toThrow('--rate takes a whole number above 0');
    expect(() => read('--parts', '100')).toThrow('--parts goes with --only');
    expect(() => read('--only', 'lane', '--rate', '50')).toThrow('--rate goes with --only');
    expect(() => read('--only', 'everything')).toThrow(
      /recipe, precision, lane, scaling, goals, fit, beside, mask, records, audit, path, history, search, verify, interface, frames, capacity, outlet, not everything/,
    );
    expect(() => read('--backbone', 'resnet')).toThrow(/efficientnet-b4, not resnet/);
    expect(() => read('--json')).toThrow('--json goes with --only precision');
    expect(read('--only', 'precision', '--json').json).toBe(true);
    expect(() => read('--fast')).toThrow(/--fast/);
  });
});
