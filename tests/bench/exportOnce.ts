/** Exports the newest so many records of a data folder as the engine does, and prints what it took: `exportOnce.ts FOLDER ROWS`. */
import { createExportHandlers } from '../../electron/engine/export/index.ts';
import { ReaderThread } from '../../electron/engine/records/index.ts';
import { openStationCaller } from '../../shared/contract/index.ts';
import { BETWEEN_PARTS_MS, newestIn } from './manyRecords.ts';
import type { ExportFigures } from './sections/history.ts';

const [dataFolder = '', rows = '0'] = process.argv.slice(2);
const from = new Date(newestIn(dataFolder).getTime() - (Number(rows) - 0.5) * BETWEEN_PARTS_MS).toISOString();
const reader = new ReaderThread(dataFolder, (error) => console.error(error));
const untold = { audit: { append: () => 0 }, checkpoint: () => null };
const handlers = createExportHandlers({ dataFolder, stationName: () => 'Line 3', reader, ...untold });
// The thread is started, and its modules are loaded, before memory is looked at.
await reader.run('records.numbersIn', { from, to: null });
const startBytes = process.memoryUsage.rss();
const beganMs = performance.now();
const answer = await handlers['export.csv']({ from, to: null }, openStationCaller('host', 'bench'));
const figures: ExportFigures = {
  rows: answer.rows,
  seconds: (performance.now() - beganMs) / 1000,
  startBytes,
  peakBytes: process.resourceUsage().maxRSS * 1024,
};
await reader.close();
console.log(JSON.stringify(figures));
