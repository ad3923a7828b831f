import { describe, expect, it } from 'vitest';
import { EFFICIENT_NET_VARIANTS } from '../../graph/index.ts';
import { PUBLISHED_IDS, publishedWeights, variantOf } from './publishedWeights.ts';

describe('the table of published weights', () => {
  it('has every EfficientNet that can be built', () => {
    expect(PUBLISHED_IDS.map(variantOf)).toEqual([...EFFICIENT_NET_VARIANTS]);
    expect(variantOf('efficientnet-b8')).toBeUndefined();
    expect(variantOf('b4')).toBeUndefined();
  });

  it('names an address of its own for each, by https, and hashes that are some or honestly none', () => {
    const all = EFFICIENT_NET_VARIANTS.map(publishedWeights);
    expect(new Set(all.map(({ address }) => address)).size).toBe(8);
    for (const { address, sha256, tensorsSha256 } of all) {
      expect(tensorsSha256 ?? 'f'.repeat(64)).toMatch(/^[0-9a-f]{64}$/);
      expect(new URL(address).protocol).toBe('https:');
      expect(sha256 ?? 'f'.repeat(64)).toMatch(/^[0-9a-f]{64}$/);
    }
    const hashes = all.flatMap(({ sha256 }) => (sha256 === null ? [] : [sha256]));
    expect(new Set(hashes).size).toBe(hashes.length);
  });
});
