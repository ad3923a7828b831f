import { describe, expect, it } from 'vitest';
import {
  extractFeatures,
  extractFeaturesOutside,
  randomEfficientNetB0,
  smallBackbone,
  wavePicture,
} from '../../../tests/graph/recipes.ts';
import { compileExtractor } from './compileExtractor.ts';

describe('the extractor of a backbone', () => {
  it.each([
    ['a small backbone', smallBackbone(10)],
    ['EfficientNet-B0', randomEfficientNetB0()],
  ])('gives the features of %s fed with normalised numbers', async (_, backbone) => {
    const pictures = [wavePicture(backbone.manifest.sizePx, 1)];
    const [inside] = await extractFeatures(backbone, pictures);
    const [outside] = await extractFeaturesOutside(backbone, pictures);
    for (const part of ['part', 'patch', 'map'] as const) {
      const expected = outside![part].values;
      const scale = Math.hypot(...expected) / Math.sqrt(expected.length);
      const differences = expected.map((value, i) => Math.abs(value - inside![part].values[i]!) / scale);
      expect(differences.length).toBeGreaterThan(0);
      expect(Math.max(...differences)).toBeLessThan(1e-5);
    }
  });

  it('ends at the deepest level asked for', () => {
    const { manifest, model } = smallBackbone(10);
    const extractor = compileExtractor(manifest, model, [1]);
    expect(extractor.graph.output.map(({ name }) => name)).toEqual(['level1']);
    expect(extractor.graph.initializer.map(({ name }) => name)).not.toContain('backbone/second');
  });

  it('has no level that the manifest does not name', () => {
    const { manifest, model } = smallBackbone(10);
    expect(() => compileExtractor(manifest, model, [3])).toThrow(/small does not match its manifest.*no level 3/);
  });
});
