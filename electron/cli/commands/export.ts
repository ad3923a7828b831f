import { mkdir } from 'node:fs/promises';
import { join, parse } from 'node:path';
import type { Command } from 'commander';
import { reportOf } from '../../../shared/domain/index.ts';
import { openRecords, type Records, writeCsv } from '../../engine/index.ts';
import { createChildProcessHost, openLane } from '../../hosts/index.ts';
import { dataFolderOf, dataOption, parseMoment } from '../options.ts';
import { EXIT, print, say, showProgress } from '../terminal.ts';

interface ExportOptions {
  readonly out: string;
  readonly from?: string;
  readonly to?: string;
  readonly heatmaps?: string;
  readonly data?: string;
}

export function addExportCommand(program: Command): void {
  program
    .command('export')
    .description('Write the recorded inspections as CSV. The station may keep running.')
    .requiredOption('--out <file.csv>', 'file to write')
    .option('--from <time>', 'start, local time: 2026-11-23 or 2026-11-23T06:00', parseMoment)
    .option('--to <time>', 'end, not included', parseMoment)
    .option('--heatmaps <folder>', 'also draw the heatmap of every inspection into this folder, as PNG')
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
    if (options.heatmaps !== undefined) await drawHeatmaps(records, range, options.heatmaps, rows);
  } finally {
    records.close();
  }
}

/** One picture for each inspection whose image is still there, named by number so that none overwrites another. */
async function drawHeatmaps(
  records: Records,
  range: { from: string | null; to: string | null },
  folder: string,
  total: number,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const lane = await openLane(createChildProcessHost());
  const progress = showProgress();
  let drawn = 0;
  let done = 0;
  try {
    for await (const inspection of records.inspections(range)) {
      const heatmapFiles = await records.heatmapFilesOf(inspection);
      const name = `${String(inspection.number).padStart(6, '0')}-${inspection.verdict}-${parse(inspection.file).name}.png`;
      if (heatmapFiles !== null) {
        try {
          await lane.write({ kind: 'heatmap', ...heatmapFiles, outputPath: join(folder, name) });
          drawn += 1;
        } catch (thrown) {
          progress.end();
          say(`${inspection.file}: ${reportOf(thrown).message}`);
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
