/** Exports the newest so many records of a data folder as the task does, and prints what it took: `exportOnce.ts FOLDER ROWS KIND`. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { writeExport } from '../../electron/engine/export/index.ts';
import { exportContentsSchema, recordFilterSchema } from '../../shared/domain/index.ts';
import { BETWEEN_PARTS_MS, newestIn } from './manyRecords.ts';
import { EXPORT_KINDS, type ExportFigures, type ExportKind } from './sections/history.ts';

const [dataFolder = '', rows = '0', given = 'CSV'] = process.argv.slice(2);
const kind = given as ExportKind;
const from = new Date(newestIn(dataFolder).getTime() - (Number(rows) - 0.5) * BETWEEN_PARTS_MS).toISOString();
const folder = mkdtempSync(join(dataFolder, 'export-'));
const startBytes = process.memoryUsage.rss();
let beganMs = performance.now();
const answer = await writeExport(
  {
    ...{ exportId: 'bench', dataFolder, folder, name: 'bench', station: 'Line 3', by: 'bench', checkpoint: null },
    filter: recordFilterSchema.parse({ from }),
    contents: exportContentsSchema.parse(EXPORT_KINDS[kind]),
    ...{ bounds: { records: 2 ** 40, dispositions: 2 ** 40 }, at: new Date().toISOString(), spareBytes: 2 ** 50 },
  },
  ({ done }) => {
    // What the filter finds is known by now: searching has a section of its own.
    if (done === 0) beganMs = performance.now();
  },
);
const seconds = (performance.now() - beganMs) / 1000;
const bytes = answer.files.reduce((sum, { name }) => sum + statSync(join(folder, name)).size, 0);
rmSync(folder, { recursive: true });
const peakBytes = process.resourceUsage().maxRSS * 1024;
console.log(JSON.stringify({ kind, rows: answer.rows, seconds, bytes, startBytes, peakBytes } satisfies ExportFigures));
