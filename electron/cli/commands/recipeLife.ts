import { randomUUID } from 'node:crypto';
import { open } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { PackageFacts, RequestInput, RequestOutput } from '../../../shared/contract/index.ts';
import { type Activation, messageOf, parseRecipeName, SigmalineError } from '../../../shared/domain/index.ts';
import {
  differencesOf,
  exportedPackage,
  type RecipeRequest,
  RecipeStore,
  type StoredRecipe,
  summaryOf,
} from '../../engine/index.ts';
import { copyWhole } from '../../files/index.ts';
import { asOption, dataFolderOf, dataOption, parseMoment, resourcesFolder, tokenFileOption } from '../options.ts';
import { askRecipes, type StationToAsk } from '../servedStation.ts';
import { print, say, wrongUse } from '../terminal.ts';
import { changeLines } from './recipeText.ts';

interface AskOptions {
  readonly data?: string;
  readonly tokenFile?: string;
  readonly as?: string;
}

const PIECE_BYTES = 480_000;

/** The commands that change the life of versions. A station that runs is asked; otherwise they act in its place, unless people protect it. */
export function addRecipeLifeCommands(recipe: Command): void {
  const asking = (command: Command): Command =>
    command.addOption(asOption()).addOption(tokenFileOption()).addOption(dataOption());
  recipe
    .command('compare')
    .description('What differs between two versions: limits, settings and good images.')
    .argument('<name@version>', 'the one of before')
    .argument('<name@version>', 'the other one')
    .option('--json', 'print one JSON document and nothing else')
    .addOption(dataOption())
    .action(compare);
  asking(recipe.command('approve'))
    .description('Say that a version may judge.')
    .argument('<name@version>', 'the version')
    .requiredOption('--reason <text>', 'why; it stands in the audit trail')
    .option('--activate <when>', 'now, later, next-lot, or a time such as 2026-11-30T06:00', parseActivation, 'later')
    .option('--sign', 'sign it; needs --as')
    .action(approve);
  asking(recipe.command('retire'))
    .description('End the life of a version: it judges no more.')
    .argument('<name@version>', 'the version')
    .requiredOption('--reason <text>', 'why; it stands in the audit trail')
    .action(async (text: string, options: AskOptions & { readonly reason: string }) => {
      const { id, version } = await versionIn(text, options);
      await ask(options, 'recipe.retire', { id, version, reason: options.reason });
      print(`${text} is retired.`);
    });
  asking(recipe.command('rename'))
    .description('Give a recipe another name. Records keep the one that they were judged under.')
    .argument('<name>', 'the recipe')
    .argument('<new name>', 'what it is called from now on')
    .action(async (text: string, name: string, options: AskOptions) => {
      const { id } = (await storeOf(options).find(text)).recipe;
      await ask(options, 'recipe.rename', { id, name });
      print(`${text} is called ${name} now.`);
    });
  asking(recipe.command('clone'))
    .description('Make a new recipe of a version.')
    .argument('<name@version>', 'the version')
    .argument('<new name>', 'name of the new recipe')
    .action(async (text: string, name: string, options: AskOptions) => {
      const { id, version } = await versionIn(text, options);
      const made = await ask(options, 'recipe.clone', { id, version, name });
      print(`${name}: version ${made.version}, as ${text}`);
    });
  asking(recipe.command('import'))
    .description(
      'Make a file of another station the next version of its recipe here, once its hashes and its signature were checked.',
    )
    .argument('<file.sigmaline-recipe>', 'exported file')
    .option('--accept-key', 'accept a key that has signed no file here before')
    .action(importFile);
}

/** Writes a version as one signed file. */
export async function exportPackage(stored: StoredRecipe, out: string, options: AskOptions): Promise<void> {
  const { id, version, name, backbone } = stored.recipe;
  const { bytes, sha256 } = await ask(options, 'recipe.export', { id, version });
  const file = resolve(out);
  await copyWhole(exportedPackage(dataFolderOf(options.data), id, version), file).catch((cause: unknown) => {
    throw new SigmalineError('export.failed', { file, reason: messageOf(cause) }, cause);
  });
  print(`${name}, version ${version}: ${file} (${(bytes / 1e6).toFixed(1)} MB, SHA-256 ${sha256})`);
  say(`The licence of its backbone, ${backbone.licence}, also applies to this file.`);
}

function parseActivation(text: string): Activation {
  return text === 'now' || text === 'later' || text === 'next-lot' ? text : { at: parseMoment(text) };
}

function storeOf(options: AskOptions): RecipeStore {
  return new RecipeStore({ dataFolder: dataFolderOf(options.data) });
}

async function versionIn(text: string, options: AskOptions): Promise<StoredRecipe['recipe']> {
  const { version } = parseRecipeName(text);
  if (version === null) throw wrongUse(`Name the version too, such as "${text}@2".`);
  return (await storeOf(options).find(text)).recipe;
}

function ask<N extends RecipeRequest>(options: AskOptions, name: N, input: RequestInput<N>): Promise<RequestOutput<N>> {
  return askRecipes(stationOf(options), resourcesFolder(), async (request) => request(name, input));
}

function stationOf({ data, tokenFile, as }: AskOptions): StationToAsk {
  return { dataFolder: dataFolderOf(data), tokenFile, as };
}

async function compare(one: string, other: string, options: AskOptions & { readonly json?: boolean }): Promise<void> {
  const [from, to] = [await versionIn(one, options), await versionIn(other, options)];
  const differences = differencesOf(from, to);
  if (options.json === true) return print(JSON.stringify(differences, null, 2));
  const { settings, images } = differences;
  const lines = [
    ...changeLines(summaryOf(from), summaryOf(to)),
    `  good images: ${images.same} the same, ${images.added.length} new, ${images.removed.length} gone`,
    ...settings.map((row) => `  ${row.name}: ${row.from ?? '-'} -> ${row.to ?? '-'}`),
  ];
  print([`${one} -> ${other}`, ...lines].join('\n'));
}

async function approve(
  text: string,
  options: AskOptions & { readonly reason: string; readonly activate: Activation; readonly sign?: boolean },
): Promise<void> {
  const { as, reason, activate } = options;
  if (options.sign === true && as === undefined) throw wrongUse('--sign needs --as: somebody signs.');
  const { id, version } = await versionIn(text, options);
  const wish = { id, version, reason, activate };
  const { use, planned } = await askRecipes(stationOf(options), resourcesFolder(), (request, credentials) => {
    const signature =
      options.sign === true && credentials !== undefined
        ? ({ ...credentials, meaning: 'approved', reason } as const)
        : undefined;
    return request('recipe.approve', { ...wish, signature });
  });
  const when =
    planned === null
      ? ''
      : planned.when === 'next-lot'
        ? ' It judges from the next lot on.'
        : ` It judges from ${planned.when.at} on.`;
  print(`${text} is approved.${use.version === version ? ' It is in use.' : when}`);
}

async function importFile(path: string, options: AskOptions & { readonly acceptKey?: boolean }): Promise<void> {
  const made = await askRecipes(stationOf(options), resourcesFolder(), async (request) => {
    const upload = randomUUID();
    const facts = await sent(path, upload, request);
    say(`${facts.name}, version ${facts.version}, of ${facts.station.name}, signed with ${facts.key}`);
    if (facts.signer === 'unknown' && options.acceptKey !== true) {
      throw wrongUse(
        'No file of this key was imported here before. Compare it with the one of that station, then add --accept-key.',
      );
    }
    return { ...(await request('recipe.import', { upload, key: facts.key })), name: facts.name };
  });
  print(`${made.name}: version ${made.version} is there. It is not approved yet.`);
}

type Ask = Parameters<Parameters<typeof askRecipes>[2]>[0];

async function sent(path: string, upload: string, request: Ask): Promise<PackageFacts> {
  const unreadable = (reason: string, cause?: unknown): never => {
    throw new SigmalineError('package.unreadable', { reason }, cause);
  };
  const file = await open(path).catch((cause: unknown) => unreadable(messageOf(cause), cause));
  try {
    const { size } = await file.stat();
    for (let offset = 0; ; offset += PIECE_BYTES) {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(PIECE_BYTES), 0, PIECE_BYTES, offset);
      const isLast = offset + bytesRead >= size;
      const content = buffer.subarray(0, bytesRead).toString('base64');
      const { facts } = await request('recipe.upload', { upload, offset, content, isLast });
      if (isLast) return facts ?? unreadable('it is empty');
    }
  } finally {
    await file.close();
  }
}
