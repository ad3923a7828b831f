import { describe, expect, it } from 'vitest';
import { readOptions } from './options.ts';

const read = (...given: string[]) => readOptions(given, () => 4711);

describe('the options of the torture suite', () => {
  it('run everything but the soak where nothing is said', () => {
    expect(read()).toMatchObject({
      sections: ['kill', 'files', 'faults', 'disk', 'model', 'malformed', 'bytes'],
      cases: 5000,
      rounds: 50,
      files: 10_000,
      seed: 4711,
      report: null,
    });
  });

  it('run the soak where it is told how long', () => {
    expect(read('--hours', '1', '--minutes', '30')).toMatchObject({ soakMinutes: 90 });
    expect(read('--minutes', '20').sections).toContain('soak');
    expect(() => read('--only', 'soak')).toThrow('--minutes or --hours');
  });

  it('run only what is asked for, in their own order', () => {
    expect(read('--only', 'files,kill').sections).toEqual(['kill', 'files']);
    expect(() => read('--only', 'kil')).toThrow('--only takes kill, files');
  });

  it('repeat a run by its seed, and a failure of the model by its path', () => {
    expect(read('--seed', '17', '--path', '3:1', '--replay-path', 'AB:C')).toMatchObject({
      seed: 17,
      path: '3:1',
      replayPath: 'AB:C',
    });
  });

  it.each([
    [['--rounds', 'many'], '--rounds takes a number'],
    [['--files=-3'], '--files takes a number'],
    [['--seed', '1.5'], '--seed takes a whole number'],
    [['--roundz', '3'], 'roundz'],
  ])('refuse %j', (given, sentence) => {
    expect(() => read(...given)).toThrow(sentence);
  });
});
