import { randomUUID } from 'node:crypto';
import { readFile, rename, rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import {
  type InspectionId,
  inspectionIdSchema,
  type Paper,
  paperSchema,
  parseRecipeName,
  type ReportSubject,
  recipeIdSchema,
  SigmalineError,
  slugOf,
} from '../../../shared/domain/index.ts';
import { reportTexts } from '../../../shared/i18n/enReport.ts';
import { readSigner, recordNumbered, writeReport } from '../../engine/index.ts';
import { dataFolderOf, dataOption, parseMoment } from '../options.ts';
import { askSecret, print, showProgress, wrongUse } from '../terminal.ts';

interface ReportOptions {
  readonly out: string;
  readonly data?: string;
  readonly paper: Paper;
  readonly sign?: string;
}

export function addReportCommand(program: Command): void {
  const report = program
    .command('report')
    .description('Write a report as PDF. The station may keep running; nothing is written into its audit trail.');
  withOptions(report.command('shift').description('Report of a shift, or of any span of time.'))
    .requiredOption('--from <time>', 'start, local time: 2026-11-23 or 2026-11-23T06:00', parseMoment)
    .requiredOption('--to <time>', 'end, not included', parseMoment)
    .action(({ from, to, ...options }: ReportOptions & { from: string; to: string }) => {
      if (from >= to) throw new SigmalineError('report.span');
      return write({ kind: 'shift', from, to }, options);
    });
  withOptions(report.command('part').description('Certificate of one part, with its proof attached.'))
    .requiredOption('--record <id>', "the record's id or number")
    .action(({ record, ...options }: ReportOptions & { record: string }) =>
      write({ kind: 'part', id: idOf(record, options) }, options),
    );
  withOptions(report.command('calibration').description('Report of the calibration of one version of a recipe.'))
    .requiredOption('--recipe <name@version>', 'the recipe, by its name or id, and the version')
    .action(({ recipe, ...options }: ReportOptions & { recipe: string }) => {
      const { name, version } = parseRecipeName(recipe);
      const id = recipeIdSchema.safeParse(slugOf(name));
      if (version === null || !id.success) throw wrongUse('A version must be named, such as ring@2.');
      return write({ kind: 'calibration', recipe: id.data, version }, options);
    });
  withOptions(report.command('test').description('Report of one test of a version with a test set.'))
    .requiredOption('--run <number>', 'the number of the test', parseRun)
    .action(({ run, ...options }: ReportOptions & { run: number }) => write({ kind: 'test', run }, options));
}

function parseRun(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw wrongUse(`${text} is no number of a test.`);
  return Number(text);
}

function withOptions(command: Command): Command {
  return command
    .requiredOption('--out <file.pdf>', 'file to write')
    .addOption(new Option('--paper <size>', 'paper').choices(paperSchema.options).default('a4' satisfies Paper))
    .option('--sign <file.p12>', 'sign it (PAdES) with this certificate; its passphrase is asked for')
    .addOption(dataOption());
}

function idOf(record: string, { data }: ReportOptions): InspectionId {
  const id = inspectionIdSchema.safeParse(record);
  if (id.success) return id.data;
  if (!/^[1-9]\d{0,9}$/.test(record)) throw wrongUse(`${record} is no id of a record, and no number.`);
  return recordNumbered(dataFolderOf(data), Number(record));
}

async function write(subject: ReportSubject, options: ReportOptions): Promise<void> {
  const signer = options.sign === undefined ? null : await signerOf(options.sign);
  const out = resolve(options.out);
  const outputPath = `${out}.${randomUUID()}.partial`;
  const progress = showProgress();
  try {
    const asked = { dataFolder: dataFolderOf(options.data), subject, paper: options.paper, signer, outputPath };
    const madeAt = new Date().toISOString();
    const { pages } = await writeReport({ ...asked, madeAt, by: { word: 'commandLine' } }, (share) =>
      progress.update(reportTexts.kinds[subject.kind], Math.round(share * 100), 100),
    );
    await rename(outputPath, out);
    progress.end();
    print(`${pages} ${pages === 1 ? 'page' : 'pages'}: ${out}`);
  } finally {
    progress.end();
    await rm(outputPath, { force: true });
  }
}

async function signerOf(file: string) {
  const bytes = await readFile(file).catch((cause: unknown) => {
    throw wrongUse(`${file} cannot be read: ${String(cause)}`);
  });
  return readSigner(bytes, await askSecret('Passphrase'), new Date());
}
