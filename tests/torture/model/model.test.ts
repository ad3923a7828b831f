import { describe, expect, it } from 'vitest';
import { againstTheModel } from './index.ts';

describe('a station that is compared with a model of its ledger', () => {
  it('owes no record and has none too many, whatever cameras, people and machines do (npm run test:torture tries more)', {
    timeout: 180_000,
  }, async () => {
    const { summary, failures } = await againstTheModel({
      runs: 6,
      seed: 20261123,
      replay: null,
      print: () => undefined,
    });
    expect(failures).toEqual([]);
    expect(summary['sequences of commands']).toBe(6);
  });
});
