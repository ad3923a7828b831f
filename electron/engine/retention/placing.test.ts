import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dayFolder, numbered } from './placing.ts';

describe('a place in the archive', () => {
  it('is a folder of the local day', () => {
    expect(dayFolder('archive', new Date(2026, 0, 5, 0, 0, 1).toISOString())).toBe(join('archive', '2026', '01', '05'));
    expect(dayFolder('archive', new Date(2026, 11, 31, 23, 59).toISOString())).toBe(
      join('archive', '2026', '12', '31'),
    );
  });

  it.each([
    ['belt/ring.png', 1, 'belt/ring.png'],
    ['belt/ring.png', 2, 'belt/ring-2.png'],
    ['belt.1/ring', 3, 'belt.1/ring-3'],
    ['belt/.hidden', 2, 'belt/.hidden-2'],
    ['ring.tar.gz', 2, 'ring.tar-2.gz'],
  ])('for %s has as name %d %s', (path, number, expected) => {
    expect(numbered(path, number)).toBe(expected);
  });
});
