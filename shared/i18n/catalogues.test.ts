import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from './catalogues.ts';
import { type Catalogue, english } from './en.ts';
import { ERROR_CODES } from './errors.ts';
import { LANGUAGES } from './languages.ts';

/** Names, units, formats and loan words that other languages have too. Everything else that reads like the English text was forgotten. */
const SHARED_WORDS = new Set(
  `Active Administrator Application Audit Auditor Automatique Backbone Backbones Balance Bytes Cause CSV Chi Code Codes Core Date Distance Excel Export Exports Filter Final
  Fixe Format Global Heatmap Histogram Image Images JSON Kiosk Kiosque Letter Limit Lines Live Local Manifest Maximum Median Message Minimum Minutes
  Modification Name Normal Operator Option Options Original Page Pages Part Patch Pause PNG Point Points Position Precision Question Recipe Role Score Scores
  Serial Session Shift Sigmaline Signature Software Source Sources Station Status Stop Support Surface Tab Taille Test Tests Text Total Type Variation Verification
  Version Versions WebP Zone note inspection source Enter Verdict Inspection Attention Disque Panel Error DAS Badge Messages Modbus MQTT Port PostgreSQL Schema Secrets Server Sparkplug Webhook backbone backbones images inspections minutes signatures sources station part lot top data camera bearing ring good archive preview view serial png px min`.split(
    /\s+/,
  ),
);

function isShared(text: string): boolean {
  const words = text.replace(/\{\w+\}|\(\?<[^)]*\)/g, '').match(/\p{L}{4,}/gu) ?? [];
  return words.every((word) => SHARED_WORDS.has(word));
}

type Leaf = readonly [path: string, value: unknown];

function leavesOf(value: unknown, path = ''): Leaf[] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, child]) => leavesOf(child, path === '' ? key : `${path}.${key}`));
}

const placeholdersOf = (sentence: string): string[] => (sentence.match(/\{\w+\}/g) ?? []).sort();

/** What a function says of numbers and names; some take counts that arrive as text. */
function saidBy(text: (...given: never[]) => unknown, give = (index: number): unknown => `given-${index}`): unknown {
  const given = Array.from({ length: text.length }, (_, index) => give(index));
  try {
    return (text as (...all: unknown[]) => unknown)(...given);
  } catch {
    return null;
  }
}

it('counts by the rules of the language, also what arrives formatted', async () => {
  const { texts: german } = await loadCatalogue('de');
  expect([german.records.found('1'), german.records.found('1.000')]).toEqual(['1 Datensatz', '1.000 Datensätze']);
  const { texts: french } = await loadCatalogue('fr');
  expect([french.records.found('0'), french.records.found('2')]).toEqual(['0 enregistrement', '2 enregistrements']);
});

/** What is said of several things, behind a 1. What is said of the whole ("1 of 20 images"), and a least or a most, are never one. */
const SEVERAL = {
  en: /(?<!\bof |least )\b1 (?:more )?(characters|days|decisions|degrees|entries|files|folders|hours|images|kinds|lanes|levels|minutes|notes|others|pages|parts|people|records|shapes|things|threads|times|verdicts|views)\b/,
  de: /(?<!\b(?:von|der|allen|letzte|letzten|mindestens|höchstens|bis zu) )\b1 (?:weitere |gute |guten )?(Bilder|Bildern|Dateien|Datensätze|Einträge|Einträgen|Entscheidungen|Formen|Gutteile|Kanäle|Kanälen|Minuten|Notizen|Personen|Prüfungen|Rezepte|Schlechtteile|Seiten|Sekunden|Stunden|Tage|Tagen|Teile|Teilen|Threads|Urteile|Ebenen)(?!\p{L})/iu,
  es: /(?<!(?:de|las|últimas|últimos|menos|hasta|unas) )\b1 (imágenes|archivos|registros|entradas|decisiones|formas|piezas|canales|minutos|notas|personas|inspecciones|recetas|páginas|segundos|horas|días|hilos|veredictos|niveles)(?!\p{L})/iu,
  fr: /(?<!\b(?:sur|des|les|de|dernières|moins|environ|jusqu’à) )\b1 (?:bonnes )?(images|fichiers|enregistrements|entrées|décisions|formes|pièces|canaux|minutes|notes|personnes|inspections|recettes|pages|secondes|heures|jours|verdicts|niveaux)(?!\p{L})/u,
} as const;

it.each(Object.keys(SEVERAL) as (keyof typeof SEVERAL)[])('says in %s that one thing is one', async (language) => {
  const { texts } = await loadCatalogue(language);
  // It takes the kind of image, and no count of them.
  const countless = 'source.slowDecoding';
  const functions = leavesOf(texts).flatMap(([path, value]) =>
    typeof value === 'function' && path !== countless ? [{ path, text: value as (...given: never[]) => unknown }] : [],
  );
  expect(functions.length).toBeGreaterThan(500);
  const wrong = functions.filter(({ text }) =>
    ['1', 1].some((one) => SEVERAL[language].test(String(saidBy(text, () => one)))),
  );
  expect(wrong.map(({ path }) => path)).toEqual([]);
});

it('leaves what is one to the rules of the language', () => {
  const cwd = fileURLToPath(new URL('.', import.meta.url));
  const files = globSync('{en*,{de,es,fr}/*}.ts', { cwd });
  expect(files.length).toBeGreaterThan(90);
  const chosen = files.flatMap((file) => {
    const lines = readFileSync(`${cwd}/${file}`, 'utf8').split('\n');
    // The shift before this one is named, not counted.
    return lines
      .filter((line) => /=== '?1'? *(\?|$)/.test(line) && !/^ +back: /.test(line))
      .map((line) => `${file}: ${line.trim()}`);
  });
  expect(chosen).toEqual([]);
});

it('has words for everything that the engine writes into the audit chain, and for what it is about', () => {
  const cwd = fileURLToPath(new URL('../../electron/engine', import.meta.url));
  const files = globSync('**/*.ts', { cwd }).filter((file) => !/\.(test|fixture)\.ts$/.test(file));
  const source = files.map((file) => readFileSync(`${cwd}/${file}`, 'utf8')).join('\n');
  const all = (pattern: RegExp): string[] => [...new Set([...source.matchAll(pattern)].map(([, found = '']) => found))];
  const actions = all(/\baction: '([a-z-]+\.[a-z-]+)'/g);
  const kinds = all(/\bobject: \{ kind: '([a-z-]+)'/g);
  expect(actions.length).toBeGreaterThan(80);
  expect(kinds.length).toBeGreaterThan(20);
  const words = english.texts.audit;
  expect(actions.filter((action) => words.actions[action] === undefined)).toEqual([]);
  expect(actions.map((action) => action.split('.')[0] ?? '').filter((area) => words.areas[area] === undefined)).toEqual(
    [],
  );
  expect(kinds.filter((kind) => words.objects[kind] === undefined)).toEqual([]);
});

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

  if (language === 'fr')
    it('has a narrow space that does not break before high signs of punctuation, and within quotation marks', async () => {
      const leaves = leavesOf(await loadCatalogue('fr'));
      const said = leaves.map(([path, value]) => [
        path,
        typeof value === 'function' ? saidBy(value as () => unknown) : value,
      ]);
      const broken = /[^\u202f(«][?!;»](?!\w)|[\p{L}\d»)] ?:(?: |$)|«(?!\u202f)/u;
      expect(said.filter(([, text]) => typeof text === 'string' && broken.test(text))).toEqual([]);
    });

  it('leaves no English by mistake', async () => {
    const said = ({ texts, errors, reports }: Catalogue) => ({
      ...texts,
      sentences: errors.sentences,
      printed: reports,
    });
    const own = new Map(leavesOf(said(await loadCatalogue(language))));
    const left = leavesOf(said(english)).filter(
      ([path, value]) => typeof value === 'string' && own.get(path) === value && !isShared(value),
    );
    expect(left).toEqual([]);
  });
});
