import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createLedger } from '../../../electron/engine/intake/index.ts';
import { openTestKernel } from '../../../electron/engine/kernel/kernel.fixture.ts';
import { createInspectionRecords, RecordSums, recordQueries } from '../../../electron/engine/records/index.ts';
import type { StationDatabase } from '../../../electron/engine/storage/index.ts';
import { fillWithRecords } from '../manyRecords.ts';
import { type Spread, spreadOf } from '../measure/statistics.ts';

/** What a station with years of records costs. */
export interface HistoryFigures {
  readonly records: number;
  /** Milliseconds of each question that the thread which records answers. */
  readonly questions: readonly { readonly name: string; readonly ms: Spread }[];
  /** Counting a week from the sums, and one by one. */
  readonly countedMs: { readonly bySums: Spread; readonly oneByOne: Spread };
  readonly exports: readonly ExportFigures[];
}

/** @see exportOnce.ts */
export interface ExportFigures {
  readonly kind: ExportKind;
  readonly rows: number;
  /** Of all its files. */
  readonly bytes: number;
  readonly seconds: number;
  readonly startBytes: number;
  readonly peakBytes: number;
}

/** What is exported, alone. */
export const EXPORT_KINDS = {
  CSV: { table: 'programs' },
  'JSON Lines': { table: null, jsonLines: true },
  'CSV for spreadsheets': { table: 'spreadsheet' },
  'Excel workbook': { table: 'xlsx' },
  'Q-DAS': { table: null, qdas: true },
} as const;
export type ExportKind = keyof typeof EXPORT_KINDS;

const TIMES = 9;
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
const EXPORT_ONCE = fileURLToPath(new URL('../exportOnce.ts', import.meta.url));

/** Fills a station with so many records, asks what a running station asks, and exports a tenth of them and all. */
export async function measureHistory(root: string, records: number): Promise<HistoryFigures> {
  const folder = join(root, 'history');
  await mkdir(folder);
  const { kernel, close } = openTestKernel(folder);
  const until = new Date();
  const sources = fillWithRecords(kernel.database, records, until);
  const sums = new RecordSums(kernel, 0);
  const summed = kernel.database.prepare<{ after: number }>('SELECT after FROM summed_records');
  while (summed.get()?.after !== 0) await pause(100);
  await sums.stop();
  try {
    const questions = askAsTheEngine(kernel.database, sources, records);
    const countedMs = countAWeek(kernel.database, until);
    const exports: ExportFigures[] = [];
    for (const kind of Object.keys(EXPORT_KINDS) as ExportKind[]) {
      for (const rows of [records / 10, records]) exports.push(await exported(folder, rows, kind));
    }
    return { records, questions, countedMs, exports };
  } finally {
    close();
  }
}

function millisecondsOf(ask: () => unknown): Spread {
  const times = Array.from({ length: TIMES }, () => {
    const beganMs = performance.now();
    ask();
    return performance.now() - beganMs;
  });
  return spreadOf(times);
}

function askAsTheEngine(
  database: StationDatabase,
  { busy, quiet }: ReturnType<typeof fillWithRecords>,
  count: number,
): HistoryFigures['questions'] {
  const records = createInspectionRecords(database);
  const ledger = createLedger(database);
  const [newest] = records.page(null, 1);
  if (newest === undefined) throw new Error('there are no records');
  const questions: readonly (readonly [string, () => unknown])[] = [
    ['newest page of the feed (200)', () => records.page(null, 200)],
    ['a page amid the records', () => records.page(Math.floor(count / 2), 200)],
    ['a record by its id', () => records.find(newest.id)],
    ['newest file of a source that has long been quiet', () => records.newestFileOf(quiet)],
    ['last 100 records of such a source', () => records.recentOf(quiet, 100)],
    ['last arrivals of such a source', () => ledger.recentArrivals(quiet)],
    ['what waits', () => ledger.waitingRecipes(busy)],
  ];
  return questions.map(([name, ask]) => ({ name, ms: millisecondsOf(ask) }));
}

function countAWeek(database: StationDatabase, until: Date): HistoryFigures['countedMs'] {
  const count = recordQueries(database)['records.count'];
  const from = new Date(until.getTime() - WEEK_MS);
  const week = { from: from.toISOString(), to: until.toISOString(), livedMs: from.getTime(), by: 'arrival' } as const;
  const bySums = millisecondsOf(() => count(week));
  database.execute('DELETE FROM record_sum; UPDATE summed_records SET after = up_to');
  return { bySums, oneByOne: millisecondsOf(() => count(week)) };
}

/** In a process of its own, whose memory is that of the export. */
async function exported(folder: string, rows: number, kind: ExportKind): Promise<ExportFigures> {
  const { stdout } = await promisify(execFile)(process.execPath, [EXPORT_ONCE, folder, String(rows), kind]);
  return JSON.parse(stdout) as ExportFigures;
}
