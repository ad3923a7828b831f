import { expect, it } from 'vitest';
import { SigmalineError, sentenceOf } from './errors.ts';

const file = 'part.png';

it('asks the compiler for exactly the details that the sentence names', () => {
  expect(new SigmalineError('image.empty', { file }).message).toContain('part.png');
  expect(new SigmalineError('connection.lost').details).toEqual({});
  expect(new SigmalineError('connection.lost', {}, file).cause).toBe(file);
  // @ts-expect-error the sentence names a file
  expect(new SigmalineError('image.empty').message).toContain('(file unknown)');
  // @ts-expect-error a detail that no sentence names
  expect(new SigmalineError('image.empty', { file, size: 0 }).code).toBe('image.empty');
  // @ts-expect-error this sentence names nothing
  expect(new SigmalineError('connection.lost', { file }).code).toBe('connection.lost');
  const unchecked: Readonly<Record<string, string>> = { file };
  // @ts-expect-error nobody knows whether the name is there
  expect(new SigmalineError('image.empty', unchecked).code).toBe('image.empty');
});

it('takes a report from another process as it is, and says what it lacks', () => {
  const report = { code: 'image.unreadable', details: { file, more: 1 } } as const;
  const error = new SigmalineError(report);
  expect(error).toMatchObject(report);
  expect(error.message).toContain('part.png cannot be read ((reason unknown))');
});

it('tells times by the clock of whoever reads them, with the day if it is another one', () => {
  const sentenceAt = (since: Date): string =>
    sentenceOf({ code: 'source.quiet', details: { folder: '/camera', since: since.toISOString(), cycleSeconds: 4 } });
  const now = new Date();
  expect(sentenceAt(now)).toContain(`since ${now.toLocaleTimeString('en-GB')};`);
  expect(sentenceAt(new Date(2026, 10, 2, 15, 27, 15))).toContain('since 15:27:15 on 2 November 2026;');
});
