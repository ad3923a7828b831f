import { describe, expect, it } from 'vitest';
import { killTorture } from './index.ts';

describe('a station whose processes are killed at random', () => {
  it('loses nothing, judges nothing twice and alters no verdict (npm run test:torture does it fifty times)', async () => {
    const { summary, failures } = await killTorture({
      rounds: 2,
      filesPerRound: 50,
      realRounds: 1,
      migrationKills: 2,
      backupKills: 2,
      seed: 20261123,
      print: () => undefined,
    });
    expect(failures).toEqual([]);
    expect(summary['files and records']).toBe(100);
  });
});
