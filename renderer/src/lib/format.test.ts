import { afterEach, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../../shared/i18n/catalogues.ts';
import { en } from '../../../shared/i18n/en.ts';
import { ENGLISH_ERRORS, speakErrors } from '../../../shared/i18n/errors.ts';
import { LANGUAGES, type Language } from '../../../shared/i18n/languages.ts';
import { age, bytes, clauses, duration, listOf, percent, sentences, sigma, yieldPercent } from './format.ts';
import { REQUIRED, Refusal, Sentence } from './sentence.ts';
import { speak, texts } from './texts.ts';

const plain = (text: string): string => text.replaceAll('\u202f', ' ');

describe('numbers on the screen', () => {
  it('show a score with its unit and a real minus sign', () => {
    expect(plain(sigma(2.314))).toBe('2.31 σ');
    expect(plain(sigma(-0.5))).toBe('−0.50 σ');
    expect(plain(sigma(1234.5))).toBe('1,235 σ');
  });

  it('never round a yield up to 100 % while a part was lost', () => {
    expect(plain(yieldPercent(0.99999))).toBe('99.9 %');
    expect(plain(yieldPercent(1))).toBe('100.0 %');
  });

  it('show a rate as short as it is', () => {
    expect(plain(percent(0.05))).toBe('5 %');
    expect(plain(percent(0.1009))).toBe('10.1 %');
    expect(plain(percent(0.001))).toBe('0.10 %');
  });

  it('count time in the unit that a person would use', () => {
    expect(age(0, 1000)).toBe('just now');
    expect(age(0, 12_000)).toBe('12 s ago');
    expect(age(0, 3_600_000)).toBe('1 hour ago');
    expect(age(0, 49 * 3_600_000)).toBe('2 days ago');
    expect(duration(75)).toBe('1 min');
  });

  it('show a clock that runs behind the station as now, not as the future', () => {
    expect(age(5000, 0)).toBe('just now');
  });

  it('show space on a disk in its own unit', () => {
    expect(bytes(412e9)).toBe('412 GB');
    expect(bytes(3.24e9)).toBe('3.2 GB');
    expect(bytes(0)).toBe('0 byte');
  });
});

async function speakIn(language: Language): Promise<void> {
  const catalogue = await loadCatalogue(language);
  speak(() => catalogue.texts);
  speakErrors(() => catalogue.errors);
}

afterEach(() => {
  speak(() => en);
  speakErrors(() => ENGLISH_ERRORS);
});

describe('what is put together', () => {
  it.each([
    ['en', 'Top, side', 'Top, side', 'Late. Check it.'],
    ['de', 'Top und side', 'Top, side', 'Late. Check it.'],
    ['es', 'Top y side', 'Top, side', 'Late. Check it.'],
    ['fr', 'Top, side', 'Top, side', 'Late. Check it.'],
    ['zh', 'Top、side', 'Top，side', 'Late。Check it.'],
    ['ja', 'Top、side', 'Top、side', 'Late。Check it.'],
  ] as const)('has the signs of the language: %s', async (language, list, line, both) => {
    await speakIn(language);
    expect(listOf(['Top', 'side'])).toBe(list);
    expect(clauses(['Top', null, 'side'])).toBe(line);
    expect(sentences(['Late', false, 'Check it.'])).toBe(both);
  });

  it('has one full stop after each sentence, and none where nothing is said', () => {
    expect(sentences(['Is it late?', 'Check it.', 'Go on'])).toBe('Is it late? Check it. Go on');
    expect(sentences([null, ''])).toBe('');
  });
});

describe('who did something', () => {
  it('is said in one way where nobody had signed in', async () => {
    for (const language of LANGUAGES) {
      await speakIn(language);
      expect(texts.by(null)).toBe(texts.by('open station'));
      expect(texts.by('Anna Weber')).toContain('Anna Weber');
      const actors = ['open station', 'command line', 'station'].map((actor) => texts.by(actor));
      expect([language, ...actors.filter((said) => /open station|command line/.test(said))].length).toBe(
        language === 'en' ? 3 : 1,
      );
      expect(new Set(actors).size).toBe(3);
    }
  });
});

describe('a sentence that is kept', () => {
  it('is said in the language of whoever reads it', async () => {
    const kept = [
      REQUIRED,
      new Sentence(() => texts.people.saved),
      Refusal.of(new TypeError('boom')),
      new Refusal({ code: 'connection.lost', details: {} }),
    ];
    const english = kept.map(String);
    await speakIn('de');
    const german = kept.map(String);
    expect(german.filter((text, place) => text === english[place])).toEqual([]);
    expect(german[2]).toContain('boom');
    speak(() => en);
    speakErrors(() => ENGLISH_ERRORS);
    expect(kept.map(String)).toEqual(english);
  });
});
