import { expect, it } from 'vitest';
import { germanErrors } from '../i18n/de/errors.ts';
import { ENGLISH_ERRORS, speakErrors } from '../i18n/errors.ts';
import { detailText, findingFact, SigmalineError, sentenceOf } from './errors.ts';

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

it('says parts of a sentence in the language of whoever reads it, with its own decimal sign; an old text stays as it is', () => {
  const slow = { code: 'execution.slower', details: { provider: 'cuda', times: 0.77 } } as const;
  const checkpoint = { code: 'checkpoint.stored', details: { size: 5 } } as const;
  const cut = { code: 'chain.cut', details: { sequence: 3, checkpoint, size: 5 }, text: 'The chain was cut.' };
  const lost = { code: 'checkpoint.unreadable', details: { checkpoint }, text: '' };
  try {
    speakErrors(() => germanErrors);
    expect(detailText(slow)).toBe('CUDA (NVIDIA) stimmt mit der CPU überein, ist aber nur 0,77-mal so schnell');
    expect(sentenceOf(findingFact(cut))).toMatch(/^Die Kette wurde .*: der Kontrollpunkt über 5 Einträge/);
    expect(sentenceOf(findingFact(lost))).toMatch(/^Der Kontrollpunkt über 5 Einträge/);
    expect(sentenceOf(findingFact({ code: 'chain.cut', text: 'The chain was cut.' }))).toBe('The chain was cut.');
  } finally {
    speakErrors(() => ENGLISH_ERRORS);
  }
  expect(detailText(slow)).toBe('CUDA (NVIDIA) agrees with the CPU, but is only 0.77 times as fast');
});
