import { describe, expect, it } from 'vitest';
import { fileNameSchema, mediaTypeOf } from './files.ts';

describe('the name of a file beside another', () => {
  it.each(['recipe.onnx', 'Gerät 7.onnx', '..onnx', 'a b'])('may be %j', (name) => {
    expect(fileNameSchema.parse(name)).toBe(name);
  });

  it.each([
    '',
    '.',
    '..',
    '../recipe.onnx',
    'sub/recipe.onnx',
    '/etc/passwd',
    '..\\recipe.onnx',
    'C:recipe.onnx',
    'a\0b',
  ])('is never %j', (name) => {
    expect(fileNameSchema.safeParse(name).success).toBe(false);
  });
});

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
