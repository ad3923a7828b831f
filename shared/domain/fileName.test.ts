import { describe, expect, it } from 'vitest';
import { fileNameSchema } from './fileName.ts';

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
