import type { Command } from 'commander';
import { openRecords, writeCsv } from '../../engine/index.ts';
import { dataOption, parseMoment } from '../options.ts';
import { dataFolderOf } from '../places.ts';
import { print } from '../terminal.ts';

interface ExportOptions {
  readonly out: string;
  readonly from?: string;
  readonly to?: string;
  readonly data?: string;
}

export function addExportCommand(program: Command): void {
  program
    .command('export')
    .description('Write the recorded inspections as CSV. The station may run meanwhile.')
    .requiredOption('--out <file.csv>', 'file to write')
    .option('--from <time>', 'first moment, local: 2026-11-23 or 2026-11-23T06:00', parseMoment)
    .option('--to <time>', 'the moment before which to end', parseMoment)
    .addOption(dataOption())
    .action(run);
}

async function run(options: ExportOptions): Promise<void> {
  const records = await openRecords(dataFolderOf(options.data));
  try {
    const range = { from: options.from ?? null, to: options.to ?? null };
    const rows = await writeCsv({
      path: options.out,
      station: records.stationName,
      inspections: records.inspections(range),
    });
    print(`${rows} inspections: ${options.out}`);
  } finally {
    records.close();
  }
}
