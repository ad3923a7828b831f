import { existsSync } from 'node:fs';
import { type Command, InvalidArgumentError } from 'commander';
import {
  type ErrorFact,
  type ListedVersion,
  parseRecipeName,
  type RecipeSummary,
  SigmalineError,
  sentenceOf,
} from '../../../shared/domain/index.ts';
import {
  changeLimit,
  exportRecipe,
  type RecipeFile,
  RecipeStore,
  readRecipeFile,
  summaryOf,
} from '../../engine/index.ts';
import { asOption, dataFolderOf, dataOption, parseShare, resourcesFolder, tokenFileOption } from '../options.ts';
import { askRecipes } from '../servedStation.ts';
import { print, say, wrongUse } from '../terminal.ts';
import { printLimit, tellUse } from './calibrate.ts';
import { addRecipeLifeCommands, exportPackage } from './recipeLife.ts';
import { changeLines, factsOf, lifeLines, versionLine } from './recipeText.ts';

interface DataOptions {
  readonly data?: string;
}

export function addRecipeCommand(program: Command): void {
  const recipe = program
    .command('recipe')
    .description(
      'Recipes and the life of their versions: list, compare, approve, use, change a limit, retire, and bring them to other stations.',
    );
  recipe
    .command('list')
    .description('List the recipes of this station, each with its version in use.')
    .option('--versions', 'list all versions; a star marks the one in use')
    .option('--json', 'print one JSON document and nothing else')
    .addOption(dataOption())
    .action(list);
  recipe
    .command('use')
    .description('Have a recipe judge by one of its versions from now on. A station that runs need not be stopped.')
    .argument('<name@version>', 'name of the recipe and number of the version, such as "Brake disc@2"')
    .option('--draft', 'let a draft, which has no limit, take the place of a version that has one')
    .addOption(asOption())
    .option('--reason <text>', 'why, as where a version of before is used again; it stands in the audit trail')
    .option('--sign <reason>', 'sign the choice as approved, for this reason; needs --as')
    .addOption(tokenFileOption())
    .addOption(dataOption())
    .action(use);
  recipe
    .command('limit')
    .description(
      'Make a new version with another limit, without fitting anew: its scores stay. It waits if the recipe judges a source.',
    )
    .argument('<name>', 'name of the recipe, or name@version (default: the version in use)')
    .requiredOption('--target <share>', 'target false-reject rate, such as 0.01 or 1%', parsePercent)
    .option(
      '--review <share>',
      'share of good parts above the lower end of a review band (default: none)',
      parsePercent,
    )
    .addOption(tokenFileOption())
    .addOption(asOption())
    .addOption(dataOption())
    .action(limit);
  recipe
    .command('export')
    .description(
      'Write a recipe as one ONNX file that any ONNX Runtime can run, or as one signed file for another station.',
    )
    .argument('<name>', 'name of the recipe, or name@version')
    .requiredOption(
      '--out <file>',
      'file to write: .onnx, or .sigmaline-recipe for another station; an existing file is replaced',
    )
    .option('--version <number>', 'version of the recipe (default: the one in use)', parseVersion)
    .addOption(asOption())
    .addOption(tokenFileOption())
    .addOption(dataOption())
    .action(exportOne);
  recipe
    .command('show')
    .description('Show a recipe with the life of its versions, or what an exported ONNX file contains.')
    .argument('<name|file.onnx>', 'name of the recipe, or exported file')
    .option('--json', 'print one JSON document and nothing else')
    .addOption(dataOption())
    .action(show);
  addRecipeLifeCommands(recipe);
}

/** A share, or per cent with their sign. */
function parsePercent(text: string): number {
  const percent = /^(.+?)\s*%$/.exec(text.trim())?.[1];
  return percent === undefined ? parseShare(text) : parseShare(percent) / 100;
}

async function limit(
  name: string,
  options: DataOptions & {
    readonly target: number;
    readonly review?: number;
    readonly tokenFile?: string;
    readonly as?: string;
  },
): Promise<void> {
  const { target, review: reviewTarget } = options;
  const dataFolder = dataFolderOf(options.data);
  const store = new RecipeStore({ dataFolder });
  const { recipe } = await changeLimit(store, await store.find(name), { target, reviewTarget });
  printLimit(recipe);
  await tellUse(recipe, { dataFolder, tokenFile: options.tokenFile, as: options.as });
}

function parseVersion(text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new InvalidArgumentError('It must be a whole number, 1 or more.');
  return Number(text);
}

async function list(options: DataOptions & { readonly json?: boolean; readonly versions?: boolean }): Promise<void> {
  const found = await new RecipeStore({ dataFolder: dataFolderOf(options.data) }).list();
  const withVersions = options.versions === true;
  if (options.json === true) {
    const shown = (versions: readonly ListedVersion[]) =>
      withVersions ? { versions: versions.map(withSentence) } : {};
    const recipes = found.recipes.map(({ versions, ...recipe }) => ({ ...recipe, ...shown(versions) }));
    const unusable = found.unusable.map(({ versions, ...recipe }) => ({ ...withSentence(recipe), ...shown(versions) }));
    print(JSON.stringify({ recipes, unusable }, null, 2));
    return;
  }
  for (const recipe of found.recipes) {
    print(`${labelOf(recipe)}  version ${recipe.version}  ${factsOf(recipe)}`);
    if (withVersions) for (const version of recipe.versions) print(versionLine(version, recipe.use));
  }
  for (const { id, problem, versions, use: inUse } of found.unusable) {
    say(`unusable: ${sentenceOf(problem)}`);
    if (withVersions) print([id, ...versions.map((version) => versionLine(version, inUse))].join('\n'));
  }
  if (found.recipes.length + found.unusable.length === 0) {
    say('There is no recipe yet. Make one with sigmaline calibrate.');
  }
}

function withSentence<Listed extends object>(listed: Listed): object {
  return 'problem' in listed ? { ...listed, problem: sentenceOf(listed.problem as ErrorFact) } : listed;
}

function labelOf({ id, name }: RecipeSummary): string {
  return id === name ? name : `${name} (${id})`;
}

async function use(
  text: string,
  options: DataOptions & {
    readonly tokenFile?: string;
    readonly draft?: boolean;
    readonly as?: string;
    readonly sign?: string;
    readonly reason?: string;
  },
): Promise<void> {
  const dataFolder = dataFolderOf(options.data);
  if (options.sign !== undefined && options.as === undefined) throw wrongUse('--sign needs --as: somebody signs.');
  const { version } = parseRecipeName(text);
  if (version === null)
    throw wrongUse(`Name the version too, such as "${text}@2". sigmaline recipe list --versions shows them.`);
  const store = new RecipeStore({ dataFolder });
  const stored = await store.find(text);
  const { recipe } = stored;
  if (recipe.version !== version) throw wrongUse(`"${text}" is the name of a recipe: name the version too.`);
  await store.requireAskedFor(stored, options.draft);
  const before = (await store.list()).recipes.find(({ id }) => id === recipe.id);
  const changes = before === undefined ? [] : changeLines(before, summaryOf(recipe));
  await askRecipes(
    { dataFolder, tokenFile: options.tokenFile, as: options.as },
    resourcesFolder(),
    (ask, credentials) => {
      const signature =
        options.sign === undefined || credentials === undefined
          ? undefined
          : ({ ...credentials, meaning: 'approved', reason: options.sign } as const);
      return ask('recipe.use', { id: recipe.id, version, draft: options.draft, reason: options.reason, signature });
    },
  );
  const was =
    before?.version === version ? ', as before' : before === undefined ? '' : ` instead of version ${before.version}`;
  print([`${recipe.name}: version ${version} is in use${was}.`, ...changes].join('\n'));
}

async function exportOne(
  name: string,
  options: DataOptions & {
    readonly out: string;
    readonly version?: number;
    readonly as?: string;
    readonly tokenFile?: string;
  },
): Promise<void> {
  const stored = await new RecipeStore({ dataFolder: dataFolderOf(options.data) }).find(name, options.version);
  if (options.out.endsWith('.sigmaline-recipe')) return exportPackage(stored, options.out, options);
  const file = await exportRecipe(stored, options.out);
  const { recipe } = stored;
  print(`${recipe.name}, version ${recipe.version}: ${file.path} (${megabytes(file)}, SHA-256 ${file.sha256})`);
  say(`The licence of its backbone, ${recipe.backbone.licence}, also applies to this file.`);
}

async function show(path: string, options: DataOptions & { readonly json?: boolean }): Promise<void> {
  if (!path.endsWith('.onnx') && !existsSync(path)) return showRecipe(path, options);
  const file = await readRecipeFile(path);
  print(options.json === true ? JSON.stringify(file, null, 2) : describeFile(file));
}

async function showRecipe(text: string, options: DataOptions & { readonly json?: boolean }): Promise<void> {
  const store = new RecipeStore({ dataFolder: dataFolderOf(options.data) });
  const { id } = (await store.find(text)).recipe;
  const found = (await store.list()).recipes.find((recipe) => recipe.id === id);
  if (found === undefined) throw new SigmalineError('recipe.not-found', { recipe: text, known: id });
  if (options.json === true) return print(JSON.stringify(found, null, 2));
  const versions = found.versions.flatMap((version) => [
    versionLine(version, found.use),
    ...lifeLines(found.life, version.version),
  ]);
  print([labelOf(found), ...versions].join('\n'));
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
