import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'svelte/compiler';
import { expect, test } from 'vitest';
import { en } from '../../../shared/i18n/en.ts';

/** Names and units that are the same in every language. */
const SAME_EVERYWHERE = new Set(['Sigmaline', 'σ', 'px', 'ms', 's', 'min', 'Enter']);
/** Who cannot read the language of the screen finds the list of languages by it. */
const IN_SEVERAL_LANGUAGES = new Set(['Language', '语言']);
/** What people see or hear of an attribute; of our own components also what they show of a property. */
const SAID =
  /^(title|alt|placeholder|label|hint|sentence|unit|empty|submit|busy|aria-(label|description|roledescription|valuetext|placeholder))$/;

const folder = dirname(fileURLToPath(new URL('..', import.meta.url)));

interface Node {
  readonly type: string;
  readonly name?: string;
  readonly data?: string;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value;

const isEnglish = (text: string): boolean =>
  (text.match(/\p{L}[\p{L}'’-]*/gu) ?? []).some(
    (word) => !SAME_EVERYWHERE.has(word) && !IN_SEVERAL_LANGUAGES.has(word),
  );

/** A module is read as the script of a component. */
const FILES = globSync('src/**/*.{svelte,ts}', { cwd: folder })
  .filter((file) => !file.endsWith('.test.ts'))
  .map((file) => {
    const source = readFileSync(join(folder, file), 'utf8');
    const component = file.endsWith('.svelte') ? source : `<script lang="ts">\n${source}\n</script>`;
    const { fragment, module, instance } = parse(component, { modern: true });
    return { file, fragment, scripts: [module?.content, instance?.content].filter(isNode) };
  });

/** The texts in an expression that stands where people read it: whole ones and those between the values of a template. */
function* saidIn(node: unknown): Generator<string> {
  if (Array.isArray(node)) for (const child of node) yield* saidIn(child);
  if (!isNode(node)) return;
  if (node.type === 'Literal' && typeof node.value === 'string') yield node.value;
  else if (node.type === 'TemplateLiteral')
    for (const { value } of node.quasis as { value: { cooked: string } }[]) yield value.cooked;
  else if (node.type === 'ConditionalExpression') yield* saidIn([node.consequent, node.alternate]);
  else if (node.type === 'LogicalExpression') yield* saidIn([node.left, node.right]);
  else if (node.type === 'BinaryExpression' && node.operator === '+') yield* saidIn([node.left, node.right]);
  else if (node.type === 'ExpressionTag') yield* saidIn(node.expression);
  else if (node.type === 'Text') yield node.data ?? '';
}

/** Every text in a component that people read and that its catalogue does not have. */
function* writtenIn(node: unknown): Generator<string> {
  if (Array.isArray(node)) for (const child of node) yield* writtenIn(child);
  if (!isNode(node)) return;
  if (node.type === 'StyleDirective') return;
  if (node.type === 'Text' || node.type === 'ExpressionTag') yield* saidIn(node);
  if (node.type === 'Attribute') {
    if (SAID.test(node.name ?? '')) yield* saidIn(node.value);
    return;
  }
  for (const [key, child] of Object.entries(node)) if (key !== 'expression') yield* writtenIn(child);
}

test('each text of a component comes from the catalogues: none is written into it', () => {
  expect(FILES.length).toBeGreaterThan(300);
  const written = FILES.flatMap(({ file, fragment }) =>
    [...writtenIn(fragment)].filter(isEnglish).map((text) => `${file}: ${text.trim()}`),
  );
  expect(written).toEqual([]);
});

/** What gives a text in the language of the moment, beside the catalogue itself. */
const SAYING =
  /^(sentenceOf|detailText|messageOf|listOf|clauses|sentences|moment|time|timeOfDay|dateAndTime|age|duration|count|percent|sigma|bytes)$/;
/** What holds a text no longer than it is shown, or makes it when it is shown. */
const FOLLOWING = /^(ArrowFunctionExpression|FunctionExpression|FunctionDeclaration|MethodDefinition)$/;

/** @param into whether a node is entered */
function* nodesOf(node: unknown, into: (node: Node) => boolean = () => true): Generator<Node> {
  if (Array.isArray(node)) for (const child of node) yield* nodesOf(child, into);
  if (!isNode(node) || !into(node)) return;
  yield node;
  for (const [key, child] of Object.entries(node)) if (key !== 'typeAnnotation') yield* nodesOf(child, into);
}

const isKept = (node: Node): boolean =>
  !FOLLOWING.test(node.type) && !(node.type === 'CallExpression' && /^\$derived/.test(nameOf(node.callee)));

/** `a.b` of a member, `#c` of a private one. */
function nameOf(node: unknown): string {
  if (!isNode(node)) return '';
  if (node.type === 'Identifier') return node.name ?? '';
  if (node.type === 'PrivateIdentifier') return `#${node.name}`;
  if (node.type === 'ThisExpression') return 'this';
  return node.type === 'MemberExpression' && node.computed === false
    ? `${nameOf(node.object)}.${nameOf(node.property)}`
    : '';
}

/** What the English catalogue has at a place such as `texts.records.open`. */
function atPlace(place: string): unknown {
  const [root, ...names] = place.split('.');
  return root === 'texts'
    ? names.reduce<unknown>((group, name) => (group as Record<string, unknown>)?.[name], en)
    : undefined;
}

const isGroup = (value: unknown): boolean => typeof value === 'object' && !Array.isArray(value);

/** The texts of a node that are read when it is evaluated. @param groups the names that groups of the catalogue have in this file */
function textsReadIn(node: unknown, groups: ReadonlyMap<string, string>): string[] {
  return [...nodesOf(node, isKept)].flatMap((each) => {
    if (each.type === 'CallExpression' && SAYING.test(nameOf(each.callee))) return [`${nameOf(each.callee)}()`];
    const name = nameOf(each);
    const [root = '', ...rest] = name.split('.');
    if (each.type !== 'MemberExpression' || !groups.has(root)) return [];
    const found = atPlace([groups.get(root), ...rest].join('.'));
    return found === undefined || isGroup(found) ? [] : [name];
  });
}

/** Each text that is kept, in a state or for as long as the file is there, in the language of when it was read. */
function* textsKeptIn(program: Node): Generator<string> {
  const all = [...nodesOf(program)];
  const declared = all.filter(({ type }) => type === 'VariableDeclarator' || type === 'PropertyDefinition');
  const groups = new Map([['texts', 'texts']]);
  for (const { id, init } of declared) {
    const [root = '', ...rest] = nameOf(init).split('.');
    const place = [groups.get(root), ...rest].join('.');
    if (isNode(id) && id.type === 'Identifier' && groups.has(root) && isGroup(atPlace(place)))
      groups.set(nameOf(id), place);
  }
  const states = new Set(
    declared
      .filter(({ init, value }) => /^\$state/.test(nameOf(((init ?? value) as Node | null)?.callee)))
      .map(({ id, key }) => (id === undefined ? `this.${nameOf(key)}` : nameOf(id))),
  );
  for (const { type, left, right } of all)
    if (type === 'AssignmentExpression' && [...nodesOf(left)].some((each) => states.has(nameOf(each))))
      yield* textsReadIn(right, groups);
  for (const { type, init, value } of nodesOf(program, isKept))
    if (type === 'VariableDeclarator' || type === 'PropertyDefinition') yield* textsReadIn(init ?? value, groups);
}

test('no text is kept in the language of the moment when it was said', () => {
  const kept = FILES.flatMap(({ file, scripts }) =>
    scripts.flatMap((script) => [...textsKeptIn(script)].map((text) => `${file}: ${text}`)),
  );
  expect(kept).toEqual([]);
});

/** Between words: each language has its own, so it comes from `listOf`, `clauses`, `sentences` or `texts.colon`. */
const BETWEEN_WORDS = /^[,.;:] $/;
/** Where it stands between figures, or in what a person types and the form reads again. */
const NO_WORDS = /HeatmapControls|VariationControls|RegionStage|SourceOrder|viewsDraft|sourceDraft/;

/** What stands between two values that are put together. */
function* joinsIn(node: unknown): Generator<string> {
  for (const { type, value, quasis, nodes } of nodesOf(node)) {
    if (type === 'Literal' && typeof value === 'string') yield value;
    if (type === 'TemplateLiteral') {
      const said = (quasis as { value: { cooked: string } }[]).map((quasi) => quasi.value.cooked);
      yield* said.slice(1).map((text) => text.slice(0, 2));
      yield* said.slice(0, -1).map((text) => text.slice(-2));
    }
    if (Array.isArray(nodes) || Array.isArray(value))
      for (const [place, each] of ((nodes ?? value) as Node[]).entries())
        if (each.type === 'Text' && place > 0) yield each.data?.slice(0, 2) ?? '';
  }
}

test('nothing is joined by the signs of one language', () => {
  const joined = FILES.filter(({ file }) => !NO_WORDS.test(file)).flatMap(({ file, fragment, scripts }) =>
    [...joinsIn([...scripts, fragment])].filter((text) => BETWEEN_WORDS.test(text)).map((text) => `${file}: "${text}"`),
  );
  expect(joined).toEqual([]);
});
