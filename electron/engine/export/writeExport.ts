import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportFile } from '../../../shared/contract/index.ts';
import { messageOf, SigmalineError } from '../../../shared/domain/index.ts';
import type { ExportProgress, ExportRequest, ExportResult } from '../../../shared/processes/jobs.ts';
import { RecordTexts } from '../../audit/index.ts';
import { isDiskFull } from '../../files/index.ts';
import { openSearch } from '../search/index.ts';
import { RECORD_COLUMNS, readStationDatabase } from '../storage/index.ts';
import { columnsOf } from './columns.ts';
import { programsTable, spreadsheetTable, type TableText } from './delimitedFile.ts';
import { type ExportRow, ExportRows } from './exportRows.ts';
import { HashedFile } from './hashedFile.ts';
import { manifestOf } from './manifest.ts';
import { type Missing, PictureFiles, type PictureFinder, pictureFinder } from './pictureFiles.ts';
import { QdasFile } from './qdasFile.ts';
import { requireRoom } from './room.ts';
import { XlsxFile } from './xlsxFile.ts';

/** One file of an export while it is written. */
interface Part {
  write(rows: readonly ExportRow[]): Promise<void>;
  end(): Promise<ExportFile>;
}

/**
 * Writes everything of an export into a folder, which is made where it does not exist: its files, and the manifest behind them. It reads with a
 * connection of its own, and holds a portion of the records at a time. Whoever calls it removes what is left after a failure.
 *
 * @throws SigmalineError `export.no-room`, `export.failed`, `storage.*`
 */
export async function writeExport(
  request: ExportRequest,
  report: (progress: ExportProgress) => void,
): Promise<ExportResult> {
  const { dataFolder, folder, filter, bounds, contents } = request;
  const search = openSearch(dataFolder);
  const database = readStationDatabase(dataFolder);
  try {
    await mkdir(folder, { recursive: true });
    // Found once: four bytes a record, and exactly what is counted is read.
    const numbers = [...upTo(search.numbers(filter), bounds.records)];
    const total = numbers.reduce((sum, found) => sum + found.length, 0);
    const rows = new ExportRows(database, dataFolder, bounds, contents.table !== null);
    const finder = pictureFinder(database, dataFolder);
    requireRoom(request, total, sampleOf(rows, numbers), finder);
    const parts = await openParts(request, rows, finder);
    const span = { rows: 0, first: null as number | null, last: null as number | null };
    report({ done: 0, total });
    for (const portion of rows.read(numbers)) {
      for (const part of parts) await part.write(portion);
      span.rows += portion.length;
      span.first ??= Number(portion[0]?.values[0]);
      span.last = Number(portion.at(-1)?.values[0]);
      report({ done: span.rows, total });
    }
    const files: ExportFile[] = [];
    for (const part of parts) files.push(await part.end());
    const missing = parts.find((part) => part instanceof PictureFiles)?.missing ?? null;
    files.push(await writeManifest(request, span, files, missing));
    return { rows: span.rows, files };
  } catch (thrown) {
    if (thrown instanceof SigmalineError) throw thrown;
    const reason = isDiskFull(thrown) ? 'the disk is full' : messageOf(thrown);
    throw new SigmalineError('export.failed', { file: join(folder, request.name), reason }, thrown);
  } finally {
    search.close();
    database.close();
  }
}

async function openParts(
  { folder, name, contents, station }: ExportRequest,
  rows: ExportRows,
  finder: PictureFinder,
): Promise<Part[]> {
  const path = (ending: string): string => join(folder, `${name}.${ending}`);
  const columns = columnsOf(station, rows);
  const parts: Part[] = [];
  if (contents.table === 'programs') parts.push(await textPart(path('csv'), programsTable(columns)));
  if (contents.table === 'spreadsheet') parts.push(await textPart(path('csv'), spreadsheetTable(columns, contents)));
  if (contents.table === 'xlsx') parts.push(await XlsxFile.create(path('xlsx'), columns));
  if (contents.jsonLines) parts.push(await textPart(path('jsonl'), jsonLines()));
  if (contents.qdas) parts.push(await QdasFile.create(path('dfq'), station));
  const pictures = (['images', 'heatmaps'] as const).filter((kind) => contents[kind]);
  if (pictures.length > 0) parts.push(await PictureFiles.create(path('zip'), finder, pictures));
  return parts;
}

async function textPart(path: string, table: TableText): Promise<Part> {
  const file = await HashedFile.create(path);
  if (table.head !== '') await file.write(table.head);
  return { write: (rows) => file.write(table.of(rows)), end: () => file.end() };
}

/** The canonical form: what a record's hash in the audit trail is the hash of, one record a line. */
function jsonLines(): TableText {
  const texts = new RecordTexts(RECORD_COLUMNS.map(({ name }) => name));
  return {
    head: '',
    of(rows) {
      let text = '';
      for (const { values } of rows) text += `${texts.of(values as readonly (string | number | null)[])}\n`;
      return text;
    },
  };
}

async function writeManifest(
  request: ExportRequest,
  span: Parameters<typeof manifestOf>[1],
  files: readonly ExportFile[],
  missing: Missing | null,
): Promise<ExportFile> {
  const manifest = await HashedFile.create(join(request.folder, `${request.name}.manifest.json`));
  await manifest.write(`${JSON.stringify(manifestOf(request, span, files, missing), null, 2)}\n`);
  return manifest.end();
}

function* upTo(numbers: Iterable<Uint32Array>, last: number): Generator<Uint32Array> {
  for (const found of numbers) {
    const isWithin = (found.at(-1) ?? 0) <= last;
    yield isWithin ? found : found.filter((number) => number <= last);
    if (!isWithin) return;
  }
}

/** The first records, by which the room is reckoned that pictures take. */
function sampleOf(rows: ExportRows, numbers: Iterable<Uint32Array>): readonly ExportRow[] {
  for (const portion of rows.read(numbers)) return portion.slice(0, 100);
  return [];
}
