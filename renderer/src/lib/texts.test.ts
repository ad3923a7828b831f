import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'svelte/compiler';
import { expect, test } from 'vitest';

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
  const files = globSync('src/**/*.svelte', { cwd: folder });
  expect(files.length).toBeGreaterThan(200);
  const written = files.flatMap((file) => {
    const { fragment } = parse(readFileSync(join(folder, file), 'utf8'), { modern: true });
    return [...writtenIn(fragment)].filter(isEnglish).map((text) => `${file}: ${text.trim()}`);
  });
  expect(written).toEqual([]);
});
