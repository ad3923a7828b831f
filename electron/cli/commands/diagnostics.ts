import { resolve } from 'node:path';
import type { Command } from 'commander';
import { InvalidArgumentError } from 'commander';
import { keepingTexts } from '../../../shared/i18n/enKeeping.ts';
import { collectDiagnostics } from '../../engine/index.ts';
import { dataFolderOf, dataOption } from '../options.ts';
import { print } from '../terminal.ts';

interface Options {
  readonly out: string;
  readonly log: number;
  readonly names: boolean;
  readonly images: number;
  readonly dryRun: boolean;
  readonly data?: string;
}

export function addDiagnosticsCommand(program: Command): void {
  program
    .command('diagnostics')
    .description(
      'Write what support asks for into a ZIP, also where the station cannot start. It holds no image and no name unless asked for.',
    )
    .requiredOption('--out <file.zip>', 'file to write')
    .option('--log <megabytes>', 'how much of the log', numberOf(1, 100), 5)
    .option('--names', 'leave the names of people, parts, files and folders as they are', false)
    .option('--images <count>', 'images of the last errors', numberOf(0, 50), 0)
    .option('--dry-run', 'only list what would be written', false)
    .addOption(dataOption())
    .action(run);
}

async function run({ out, log, names, images, dryRun, data }: Options): Promise<void> {
  const file = resolve(out);
  const options = { logMegabytes: log, names, images };
  const parts = await collectDiagnostics(resolve(dataFolderOf(data)), options, null, dryRun ? null : file);
  const { kinds } = keepingTexts.keeping.diagnostics;
  for (const { name, bytes, kind } of parts) print(`${String(bytes).padStart(10)}  ${name}  ${kinds[kind]}`);
  if (!dryRun) print(file);
}

function numberOf(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}
