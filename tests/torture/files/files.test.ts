import { describe, expect, it } from 'vitest';
import { manyFiles } from './index.ts';

describe('files of every kind', () => {
  it('each have the record that is due to them (npm run test:torture writes ten thousand)', {
    timeout: 180_000,
  }, async () => {
    const { summary, failures } = await manyFiles({ files: 150, seed: 20261123, print: () => undefined });
    expect(failures).toEqual([]);
    expect(summary).toMatchObject({
      'files in all': 150,
      cut: 5,
      'completed late': 3,
      'same bytes under two names': 6,
    });
  });
});
