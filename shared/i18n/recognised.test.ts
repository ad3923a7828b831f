import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { afterEach, describe, expect, it } from 'vitest';
import { storedStationSettingsSchema } from '../domain/stationSettings.ts';
import { loadCatalogue } from './catalogues.ts';
import { ENGLISH_ERRORS, type ErrorCode, factIn, formatReport, readText, speakErrors } from './errors.ts';
import { LANGUAGES } from './languages.ts';
import { REASONS } from './reasons.ts';

const OTHERS = LANGUAGES.filter((language) => language !== 'en');
const root = fileURLToPath(new URL('../..', import.meta.url));
/** Whose texts only the command line says, which speaks English: adding a backbone. */
const COMMAND_LINE = /^electron\/(cli|evaluation|lane\/importing|graph\/safetensors|graph\/recipe\/inlining)/;
const DETAILS = new Set(['reason', 'problem', 'remedy', 'why', 'lacks', 'advice']);
const TAKERS =
  /(^|\.)#?(corrupt|corruptRecipe|unsupported|refused?|failed?|fault|failStart|notQuantisable)$|^(ZipFault|GlobSyntaxError|DamagedDatabase|PublishRefused|DecodingError)$/;

/** The texts that an expression can be; `…` stands for what is filled in. */
function textsOf(node: ts.Expression): string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node))
    return [node.head.text + node.templateSpans.map(({ literal }) => `1${literal.text}`).join('')];
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
  if (ts.isBinaryExpression(node)) return [...textsOf(node.left), ...textsOf(node.right)];
  return ts.isParenthesizedExpression(node) ? textsOf(node.expression) : [];
}

/** What a file gives as the detail of a sentence. */
function detailsIn(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(`${root}/${file}`, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const see = (node: ts.Node): void => {
    const isDetail = ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node);
    if (isDetail && ts.isIdentifier(node.name) && DETAILS.has(node.name.text) && node.initializer !== undefined)
      found.push(...textsOf(node.initializer));
    const isCall = ts.isCallExpression(node) || ts.isNewExpression(node);
    if (isCall && TAKERS.test(node.expression.getText())) found.push(...(node.arguments ?? []).flatMap(textsOf));
    ts.forEachChild(node, see);
  };
  see(source);
  return found;
}

/** Words in a row, not the name of a file or a code. */
const isPhrase = (text: string): boolean =>
  /\b[a-z]{2,} [a-z"{(.]|\b[a-z]{2,} \d/.test(text.replace(/\S+\.\w+:?/g, ''));

afterEach(() => speakErrors(() => ENGLISH_ERRORS));

it('knows every reason that the engine gives, so that none is said in English alone', () => {
  const files = globSync('electron/**/*.ts', { cwd: root }).filter(
    (file) => !/\.(test|fixture)\.ts$/.test(file) && !COMMAND_LINE.test(file),
  );
  const phrases = files.flatMap((file) =>
    detailsIn(file)
      .filter(isPhrase)
      .map((text) => [file, text] as const),
  );
  expect(phrases.length).toBeGreaterThan(150);
  expect(phrases.filter(([, text]) => factIn(text) === null)).toEqual([]);
});

it('finds the details again', () => {
  expect(factIn('wrong checksum of its chunk IDAT at byte 120')).toEqual({
    code: 'reason.png-checksum',
    details: { chunk: 'IDAT', position: '120' },
  });
});

it('knows the words that a station comes with for people to choose from', () => {
  const { dispositions, bypass } = storedStationSettingsSchema.parse({});
  const words = [...dispositions.reasons, ...dispositions.defects, ...bypass.reasons];
  expect(words.filter((word) => factIn(word)?.code.startsWith('word.') !== true)).toEqual([]);
});

it('leaves the words of others alone', () => {
  for (const text of ['Trial: parts', 'camera 1; camera 2', 'Oberfläche verkratzt', ''])
    expect(factIn(text)).toBeNull();
  const name = { recipe: 'it is empty', known: 'no answer' };
  speakErrors(() => ({ ...ENGLISH_ERRORS, locale: 'de-DE' }));
  expect(formatReport('recipe.not-found', name)).toBe('There is no recipe named it is empty. Recipes here: no answer.');
});

it('names a processor as its maker does, its threads in the language', async () => {
  const { errors } = await loadCatalogue('es');
  speakErrors(() => errors);
  expect(readText('A processor (TM), 4 threads')).toBe('A processor (TM), 4 hilos');
  expect(readText('A processor, 1 thread')).toBe('A processor, 1 hilo');
  expect(readText('NVIDIA H200, driver 570.1')).toBe('NVIDIA H200, driver 570.1');
});

it('names what networks run on as its maker does, and what nobody foresaw by its id', () => {
  const on = (provider: string): string => formatReport('execution.not-offered', { provider });
  expect(on('coreml')).toBe('Core ML (Apple) is not offered by ONNX Runtime here');
  expect(on('xnnpack')).toBe('xnnpack is not offered by ONNX Runtime here');
});

describe.each(OTHERS)('in %s', (language) => {
  it('says what was kept as an English text', async () => {
    const { errors } = await loadCatalogue(language);
    speakErrors(() => errors);
    const phrases = (Object.values(REASONS) as string[]).map((text) => text.replace(/\{\w+\}/g, '1')).filter(isPhrase);
    expect(phrases.length).toBeGreaterThan(150);
    for (const reason of phrases) {
      expect(readText(reason)).not.toContain(reason);
      expect(formatReport('image.corrupt', { file: 'a.png', reason })).not.toContain(reason);
    }
    // A sentence in a sentence, in the brackets of a third, and what a version before this one kept of a record.
    const missing = formatEnglish('folder.not-found', { folder: '/backup' });
    expect(formatReport('backup.failed', { folder: '/b', reason: missing })).not.toContain('does not exist');
    const execution = 'cpu int8: chosen in the settings; cuda failed before (no answer within 30 seconds)';
    const said = readText(execution);
    expect(said).not.toMatch(/chosen|failed|answer/);
    expect(said).toContain('CPU (INT8)');
    expect(said).toContain('CUDA (NVIDIA)');
    const details = { provider: 'CPU (INT8)', reason: 'chosen in the settings' };
    expect(readText(formatEnglish('execution.on', details))).toBe(formatReport('execution.on', details));
  });

  it('says every sentence that was kept', async () => {
    const { errors } = await loadCatalogue(language);
    speakErrors(() => errors);
    const codes = (Object.keys(ENGLISH_ERRORS.sentences) as ErrorCode[]).filter((code) =>
      isPhrase(ENGLISH_ERRORS.sentences[code].replace(/\{\w+\}/g, '')),
    );
    const left = codes.filter((code) => {
      const names = ENGLISH_ERRORS.sentences[code].match(/\{\w+\}/g) ?? [];
      const kept = formatEnglish(
        code,
        Object.fromEntries(names.map((name, place) => [name.slice(1, -1), `x${place}`])),
      );
      return readText(kept) === kept;
    });
    expect(left).toEqual([]);
  });
});

function formatEnglish(code: ErrorCode, details: Readonly<Record<string, string>>): string {
  return ENGLISH_ERRORS.sentences[code].replace(/\{(\w+)\}/g, (_, name: string) => details[name] ?? '');
}
