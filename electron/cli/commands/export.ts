import { randomUUID } from 'node:crypto';
import { mkdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, extname, join, parse, resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import {
  dispositionStateSchema,
  type ExportContents,
  exportContentsSchema,
  parseRecipeName,
  type RecordFilter,
  recipeIdSchema,
  recordFilterSchema,
  reportOf,
  SigmalineError,
  slugOf,
  sourceIdSchema,
  verdictSchema,
} from '../../../shared/domain/index.ts';
import { openRecords, type Records, spareBytesIn, writeExport } from '../../engine/index.ts';
import { flushFolder } from '../../files/index.ts';
import { createChildProcessHost, openLane } from '../../hosts/index.ts';
import { dataFolderOf, dataOption, parseMoment, parseNumber } from '../options.ts';
import { EXIT, print, say, showProgress, wrongUse } from '../terminal.ts';

interface ExportOptions {
  readonly out: string;
  readonly also?: readonly string[];
  readonly for: string;
  readonly separator?: string;
  readonly decimal?: string;
  readonly heatmaps?: string;
  readonly data?: string;
  /** Those of the filter. */
  readonly [name: string]: unknown;
}

/** What the ending of the file asks for. */
const ENDINGS: Readonly<Record<string, Partial<ExportContents>>> = {
  '.csv': {},
  '.xlsx': { table: 'xlsx' },
  '.jsonl': { table: null, jsonLines: true },
  '.dfq': { table: null, qdas: true },
};
const ALSO: Readonly<Record<string, Partial<ExportContents>>> = {
  jsonl: { jsonLines: true },
  dfq: { qdas: true },
  images: { images: true },
  heatmaps: { heatmaps: true },
};

const list = (text: string): readonly string[] => text.split(',').map((word) => word.trim());

export function addExportCommand(program: Command): void {
  program
    .command('export')
    .description('Write the records that a filter finds, and a manifest of it. The station may keep running.')
    .requiredOption('--out <file>', `file to write: ${Object.keys(ENDINGS).join(', ')}`)
    .option('--also <kinds>', `files of the same records beside it: ${Object.keys(ALSO).join(',')}`, list)
    .option('--for <whom>', 'a CSV for programs, its values untouched, or for a spreadsheet', 'programs')
    .option('--separator <sign>', 'of a CSV for a spreadsheet: , ; or tab')
    .option('--decimal <sign>', 'of a CSV for a spreadsheet: . or ,')
    .option('--from <time>', 'start, local time: 2026-11-23 or 2026-11-23T06:00', parseMoment)
    .option('--to <time>', 'end, not included', parseMoment)
    .option('--number <number>', 'number of one record', parseNumber)
    .option('--lot <lot>', 'lot')
    .option('--serial <text>', 'what the serial contains')
    .option('--file <text>', "what the file's path contains")
    .option('--recipe <name[@version]>', 'recipe, by its name or id, and its version', recipeOf)
    .option('--source <id>', 'source, by its id: source_id of an export', sourceOf)
    .option('--verdicts <list>', verdictSchema.options.join(','), someOf(verdictSchema.options))
    .option('--dispositions <list>', dispositionStateSchema.options.join(','), someOf(dispositionStateSchema.options))
    .option('--reason <words>', 'reason of the disposition')
    .option('--defect <words>', 'defect of the disposition')
    .option('--person <sign-in id>', 'who decided last')
    .option('--score-from <sigma>', 'lowest score', parseNumber)
    .option('--score-to <sigma>', 'highest score', parseNumber)
    .option('--error <code>', 'error code')
    .option('--heatmaps <folder>', 'also draw the heatmap of every inspection over its image into this folder, as PNG')
    .addOption(dataOption())
    .action(run);
}

function recipeOf(text: string): RecordFilter['recipe'] {
  const { name, version } = parseRecipeName(text);
  const id = recipeIdSchema.safeParse(slugOf(name));
  if (!id.success) throw new InvalidArgumentError('It must be a recipe, or one of its versions, such as ring@2.');
  return { id: id.data, version };
}

function sourceOf(text: string): RecordFilter['source'] {
  const id = sourceIdSchema.safeParse(text);
  if (!id.success) throw new InvalidArgumentError('It must be the id of a source, as an export has it in source_id.');
  return id.data;
}

function someOf(known: readonly string[]): (text: string) => readonly string[] {
  return (text) => {
    const words = list(text);
    if (words.every((word) => known.includes(word))) return words;
    throw new InvalidArgumentError(`It must be one or several of ${known.join(',')}.`);
  };
}

async function run(options: ExportOptions): Promise<void> {
  const filter = recordFilterSchema.safeParse(options);
  if (!filter.success)
    throw wrongUse(`--${filter.error.issues[0]?.path.join('.')}: ${filter.error.issues[0]?.message}`);
  const { from, to } = filter.data;
  if (from !== null && to !== null && from >= to) throw wrongUse('--from must be before --to.');
  const contents = contentsOf(options);
  const records = await openRecords(dataFolderOf(options.data));
  try {
    const { rows, files } = await write(records, resolve(options.out), filter.data, contents);
    print(`${rows} inspections: ${files.join(', ')}`);
    if (options.heatmaps !== undefined) await drawHeatmaps(records, filter.data, options.heatmaps, rows);
  } finally {
    records.close();
  }
}

function contentsOf({ out, also = [], for: whom, separator, decimal }: ExportOptions): ExportContents {
  const main = ENDINGS[extname(out).toLowerCase()];
  if (main === undefined) {
    throw new SigmalineError('export.kind', { file: out, endings: Object.keys(ENDINGS).join(', ') });
  }
  const others = also.map((kind) => {
    const known = ALSO[kind];
    if (known === undefined) throw wrongUse(`--also knows ${Object.keys(ALSO).join(', ')}, not ${kind}.`);
    return known;
  });
  const table = { table: whom === 'spreadsheet' ? 'spreadsheet' : 'programs', separator, decimal };
  const contents = exportContentsSchema.safeParse(Object.assign({}, table, main, ...others));
  const isKnown = whom === 'spreadsheet' || whom === 'programs';
  if (!contents.success || !isKnown) {
    throw wrongUse('--for is programs or spreadsheet, --separator is , ; or tab, and --decimal is . or ,');
  }
  return contents.data;
}

/** Writes beside the place of the file, where renaming is one step: what was there before stays until the new is whole. */
async function write(
  records: Records,
  out: string,
  filter: RecordFilter,
  contents: ExportContents,
): Promise<{ readonly rows: number; readonly files: readonly string[] }> {
  const place = dirname(out);
  const partial = join(place, `.sigmaline-${randomUUID()}.partial`);
  const progress = showProgress();
  try {
    await mkdir(partial, { recursive: true });
    const request = {
      exportId: randomUUID(),
      ...records.asOf(),
      ...{ dataFolder: records.dataFolder, folder: partial, name: parse(out).name, filter, contents },
      at: new Date().toISOString(),
      by: 'command line',
      spareBytes: await spareBytesIn(place),
    };
    const { rows, files } = await writeExport(request, ({ done, total }) => {
      if (total > 0) progress.update('Exporting', done, total);
    });
    const names = files.map(({ name }) => name);
    for (const name of names)
      await rename(join(partial, name), join(place, extname(name) === extname(out) ? basename(out) : name));
    await flushFolder(place);
    return { rows, files: names.map((name) => join(place, name)) };
  } catch (thrown) {
    if (thrown instanceof SigmalineError) throw thrown;
    throw new SigmalineError('export.failed', { file: out, reason: reportOf(thrown).message }, thrown);
  } finally {
    progress.end();
    await rm(partial, { recursive: true, force: true });
  }
}

/** One picture for each inspection whose image is still there, named by number so that none overwrites another. */
async function drawHeatmaps(records: Records, filter: RecordFilter, folder: string, total: number): Promise<void> {
  await mkdir(folder, { recursive: true });
  const lane = await openLane(createChildProcessHost());
  const progress = showProgress();
  let drawn = 0;
  let done = 0;
  try {
    for await (const { number, verdict, file, ...files } of records.heatmaps(filter)) {
      const name = `${String(number).padStart(6, '0')}-${verdict}-${parse(file).name}.png`;
      if (files.imagePath !== null && files.mapPath !== null) {
        try {
          const { imagePath, mapPath, placement } = files;
          await lane.write({ kind: 'heatmap', imagePath, mapPath, placement, outputPath: join(folder, name) });
          drawn += 1;
        } catch (thrown) {
          progress.end();
          say(`${file}: ${reportOf(thrown).message}`);
          process.exitCode = EXIT.failed;
        }
      }
      done += 1;
      progress.update('Drawing heatmaps', done, total);
    }
  } finally {
    progress.end();
    lane.close();
  }
  print(`${drawn} heatmaps: ${folder}${drawn < done ? ` (${done - drawn} inspections have no image or no map)` : ''}`);
}
