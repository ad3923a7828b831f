import { describe, expect, it } from 'vitest';
import { mediaTypeOf } from './mediaTypes.ts';

describe('the media type of a file of the interface', () => {
  it('is known by the ending of its name, in either case', () => {
    expect(mediaTypeOf('assets/index-Bx1.js')).toBe('text/javascript; charset=utf-8');
    expect(mediaTypeOf('LOGO.PNG')).toBe('image/png');
    expect(mediaTypeOf('kernel.wasm')).toBe('application/wasm');
  });

  it.each(['', 'js', 'index', '.', 'page.html/', 'a.constructor', 'archive.zip'])('of %j is unknown', (name) => {
    expect(mediaTypeOf(name)).toBeNull();
  });
});
