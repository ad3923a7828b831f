import { describe, expect, it } from 'vitest';
import { loadCatalogue } from './catalogues.ts';
import { english } from './en.ts';
import { ERROR_CODES } from './errors.ts';
import { LANGUAGES, type Language } from './languages.ts';

/** Names, units, formats and loan words that other languages have too. Everything else that reads like the English text was forgotten. */
const SHARED_WORDS = new Set(
  `Administrator Application Audit Auditor Automatique Backbone Backbones Balance CSV Chi Code Codes Core Date Distance Excel Export Exports Filter Final
  Fixe Format Global Heatmap Histogram Image Images JSON Kiosk Kiosque Letter Limit Lines Live Local Manifest Maximum Median Message Minimum Minutes
  Modification Name Normal Operator Option Original Page Pages Part Patch Pause PNG Point Points Position Precision Question Recipe Role Score Scores
  Serial Session Shift Sigmaline Signature Software Source Sources Station Status Stop Support Surface Tab Taille Test Tests Total Type Variation Verification
  Version Versions WebP Zone Enter Verdict Inspection Attention Disque Panel Error DAS part lot top data camera bearing ring good archive preview view serial png px min`.split(
    /\s+/,
  ),
);

function isShared(text: string): boolean {
  const words = text.replace(/\{\w+\}|\(\?<[^)]*\)/g, '').match(/\p{L}{4,}/gu) ?? [];
  return words.every((word) => SHARED_WORDS.has(word));
}

const COMPLETE = new Set<Language>(['de']);

type Leaf = readonly [path: string, value: unknown];

function leavesOf(value: unknown, path = ''): Leaf[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, child]) => leavesOf(child, path === '' ? key : `${path}.${key}`));
}

const placeholdersOf = (sentence: string): string[] => (sentence.match(/\{\w+\}/g) ?? []).sort();

/** What a function says of numbers and names; some take counts that arrive as text. */
function saidBy(text: (...given: never[]) => unknown): unknown {
  const given = Array.from({ length: text.length }, (_, index) => `given-${index}`);
  try {
    return (text as (...all: unknown[]) => unknown)(...given);
  } catch {
    return null;
  }
}

describe.each(LANGUAGES.filter((language) => language !== 'en'))('the catalogue in %s', (language) => {
  it('has exactly the texts of the English one, and functions that take as much', async () => {
    const { texts, reports } = await loadCatalogue(language);
    const shape = (leaves: Leaf[]) =>
      leaves.map(([path, value]) => [path, typeof value === 'function' ? value.length : typeof value]);
    expect(shape(leavesOf(texts)).sort()).toEqual(shape(leavesOf(english.texts)).sort());
    expect(shape(leavesOf(reports)).sort()).toEqual(shape(leavesOf(english.reports)).sort());
  });

  it('says everything that it was given', async () => {
    const { texts } = await loadCatalogue(language);
    const theirs = new Map(leavesOf(texts));
    for (const [path, value] of leavesOf(english.texts)) {
      if (typeof value !== 'function') continue;
      const [said, meant] = [saidBy(theirs.get(path) as () => unknown), saidBy(value as () => unknown)];
      if (typeof said !== 'string' || typeof meant !== 'string') continue;
      const named = (sentence: string): string[] => (sentence.match(/given-\d/g) ?? []).sort();
      expect([path, ...new Set(named(said))]).toEqual([path, ...new Set(named(meant))]);
    }
  });

  it('has a sentence for each error, with the same details', async () => {
    const { sentences } = (await loadCatalogue(language)).errors;
    expect(Object.keys(sentences).sort()).toEqual([...ERROR_CODES].sort());
    for (const code of ERROR_CODES) {
      const details = placeholdersOf(english.errors.sentences[code]);
      expect([code, ...placeholdersOf(sentences[code])]).toEqual([code, ...details]);
    }
  });

  it('leaves no English by mistake', async () => {
    const { texts, errors, reports } = await loadCatalogue(language);
    const { texts: t, errors: e, reports: r } = english;
    // Of a language in the making, groups that are still the English ones are left out; a language that is complete has none.
    const begun = Object.entries({ ...t, sentences: e.sentences, printed: r }).filter(
      ([group, value]) =>
        typeof value !== 'object' ||
        ({ ...texts, sentences: errors.sentences, printed: reports } as Record<string, unknown>)[group] !== value,
    );
    if (COMPLETE.has(language)) expect(begun).toHaveLength(Object.keys(t).length + 2);
    const own = new Map(leavesOf({ ...texts, sentences: errors.sentences, printed: reports }));
    const left = leavesOf(Object.fromEntries(begun)).filter(
      ([path, value]) => typeof value === 'string' && own.get(path) === value && !isShared(value),
    );
    expect(left).toEqual([]);
  });
});
