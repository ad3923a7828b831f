import { type Command, InvalidArgumentError } from 'commander';
import { type RecipeSummary, sentenceOf } from '../../../shared/domain/index.ts';
import { exportRecipe, type RecipeFile, RecipeStore, readRecipeFile } from '../../engine/index.ts';
import { shareText } from '../../evaluation/index.ts';
import { dataFolderOf, dataOption } from '../options.ts';
import { print, say } from '../terminal.ts';

interface DataOptions {
  readonly data?: string;
}

export function addRecipeCommand(program: Command): void {
  const recipe = program
    .command('recipe')
    .description('List recipes, export one as a single ONNX file, and read such a file back.');
  recipe
    .command('list')
    .description('List the recipes of this station, the newest version of each.')
    .option('--json', 'print one JSON document and nothing else')
    .addOption(dataOption())
    .action(list);
  recipe
    .command('export')
    .description('Write a recipe as one ONNX file that any ONNX Runtime can run.')
    .argument('<name>', 'name of the recipe')
    .requiredOption('--out <file.onnx>', 'file to write; an existing file is replaced')
    .option('--version <number>', 'version of the recipe (default: the newest)', parseVersion)
    .addOption(dataOption())
    .action(exportOne);
  recipe
    .command('show')
    .description('Show what an exported recipe contains: recipe, version, limits, backbone, calibration.')
    .argument('<file.onnx>', 'exported file')
    .option('--json', 'print one JSON document and nothing else')
    .action(show);
}

function parseVersion(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('It must be a whole number, 1 or more.');
  return Number(text);
}

async function list(options: DataOptions & { readonly json?: boolean }): Promise<void> {
  const { recipes, ...found } = await new RecipeStore({ dataFolder: dataFolderOf(options.data) }).list();
  const unusable = found.unusable.map(({ id, problem }) => ({ id, problem: sentenceOf(problem) }));
  if (options.json === true) {
    print(JSON.stringify({ recipes, unusable }, null, 2));
    return;
  }
  if (recipes.length > 0) print(recipes.map(lineOf).join('\n'));
  else if (unusable.length === 0) say('There is no recipe yet. Make one with sigmaline calibrate.');
  for (const { problem } of unusable) say(`unusable: ${problem}`);
}

function lineOf({ id, name, version, backboneId, goodImages, limits, limit, createdAt }: RecipeSummary): string {
  const label = id === name ? name : `${name} (${id})`;
  const made = createdAt.slice(0, 10);
  const limitText = `limit ${limits.fail.toFixed(2)} for ${shareText(limit.target)}`;
  return `${label}  version ${version}  ${backboneId}  ${goodImages} good images  ${limitText}  ${made}`;
}

async function exportOne(
  name: string,
  options: DataOptions & { readonly out: string; readonly version?: number },
): Promise<void> {
  const stored = await new RecipeStore({ dataFolder: dataFolderOf(options.data) }).find(name, options.version);
  const file = await exportRecipe(stored, options.out);
  const { recipe } = stored;
  print(`${recipe.name}, version ${recipe.version}: ${file.path} (${megabytes(file)}, SHA-256 ${file.sha256})`);
  say(`The licence of its backbone, ${recipe.backbone.licence}, also applies to this file.`);
}

async function show(path: string, options: { readonly json?: boolean }): Promise<void> {
  const file = await readRecipeFile(path);
  print(options.json === true ? JSON.stringify(file, null, 2) : describeFile(file));
}

function describeFile(file: RecipeFile): string {
  const rows = [
    ['file', file.path],
    ['size', megabytes(file)],
    ['sha256', file.sha256],
    ...Object.entries(file.metadata),
  ];
  const width = Math.max(...rows.map(([name = '']) => name.length));
  return rows.map(([name = '', value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}

function megabytes({ bytes }: RecipeFile): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
