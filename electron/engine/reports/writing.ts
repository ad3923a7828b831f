import { stat } from 'node:fs/promises';
import {
  assertNever,
  EVERY_RECORD,
  type Paper,
  type ReportSubject,
  SigmalineError,
} from '../../../shared/domain/index.ts';
import { loadCatalogue } from '../../../shared/i18n/catalogues.ts';
import { sha256OfFile } from '../../files/index.ts';
import { RecipeStore } from '../recipes/index.ts';
import { createRecordFiles } from '../records/index.ts';
import { openSearch } from '../search/index.ts';
import { readStationSettings } from '../settings/index.ts';
import { readStationDatabase, type StationDatabase } from '../storage/index.ts';
import { calibrationContentOf } from './content/calibrationContent.ts';
import { partContentOf } from './content/partContent.ts';
import { type ShiftContent, ShiftFigures } from './content/shiftContent.ts';
import { testContentOf } from './content/testContent.ts';
import { CalibrationReport } from './pdf/calibrationReport.ts';
import { count, moment, span } from './pdf/format.ts';
import { PartReport } from './pdf/partReport.ts';
import { firstImage, heatmapOf, type PartPictures } from './pdf/pictures.ts';
import { qrOf } from './pdf/proofBlock.ts';
import { Sheet } from './pdf/sheet.ts';
import { ShiftReport } from './pdf/shiftReport.ts';
import { TestReport, testPicturesOf } from './pdf/testReport.ts';
import { reportTexts, speaking } from './pdf/words.ts';
import { type SigningKeyFile, signPdf } from './signing/pades.ts';

/** What a report is asked for with. */
export interface ReportRequest {
  readonly dataFolder: string;
  readonly subject: ReportSubject;
  readonly paper: Paper;
  /** ISO time of the station's clock. */
  readonly madeAt: string;
  readonly by: ReportMaker;
  /** Absolute; its folder exists. */
  readonly outputPath: string;
  /** Null where it is not to be signed. */
  readonly signer: SigningKeyFile | null;
}

/** Who asked, in words; where it is no person, the report says it in its own language. */
export type ReportMaker = string | { readonly word: 'station' | 'openStation' | 'commandLine' };

export interface WrittenReport {
  readonly sha256: string;
  readonly bytes: number;
  readonly pages: number;
}

interface Source {
  readonly database: StationDatabase;
  readonly dataFolder: string;
  readonly onProgress: (share: number) => void;
}

/** Reading is most of the work of a long span. */
const READ_SHARE = 0.7;

/**
 * Writes a report, in the language of the station, of a data folder, whose station may be at work, as a PDF. Whatever was begun is there after a failure: the caller writes into a folder
 * of its own.
 *
 * @throws SigmalineError `storage.*`, `inspection.not-found`, `recipe.*`, `test-run.not-found`
 */
export async function writePdf(request: ReportRequest, onProgress: (share: number) => void): Promise<WrittenReport> {
  const { dataFolder, outputPath, signer } = request;
  const database = readStationDatabase(dataFolder);
  try {
    const catalogue = await loadCatalogue(readStationSettings(database).language ?? 'en');
    const sheet = await speaking(catalogue, async () => {
      const drawing = await drawn(request, { database, dataFolder, onProgress });
      await drawing.end(outputPath);
      return drawing;
    });
    if (signer !== null) await signPdf(outputPath, signer);
    onProgress(1);
    const [{ size: bytes }, sha256] = [await stat(outputPath), await sha256OfFile(outputPath)];
    return { sha256, bytes, pages: sheet.pages };
  } finally {
    database.close();
  }
}

async function drawn(request: ReportRequest, source: Source): Promise<Sheet> {
  const { subject } = request;
  switch (subject.kind) {
    case 'shift':
      return drawShift(request, subject, source);
    case 'part':
      return drawPart(request, subject, source);
    case 'calibration':
      return drawCalibration(request, subject, source);
    case 'test':
      return drawTest(request, subject, source);
    default:
      return assertNever(subject);
  }
}

function sheetOf(
  { subject: { kind }, paper, madeAt, by, signer }: ReportRequest,
  source: Source,
  subject: string,
): Sheet {
  const station = readStationSettings(source.database).stationName;
  const title = reportTexts.kinds[kind];
  return new Sheet({
    paper,
    title,
    subject,
    station,
    madeAt: moment(madeAt),
    madeAtTime: new Date(madeAt),
    by: typeof by === 'string' ? by : reportTexts[by.word],
    isSigned: signer !== null,
  });
}

async function drawShift(
  request: ReportRequest,
  { from, to, name }: Extract<ReportSubject, { kind: 'shift' }>,
  source: Source,
): Promise<Sheet> {
  const { database, dataFolder, onProgress } = source;
  const sheet = sheetOf(request, source, name === undefined ? span(from, to) : `${name}  ·  ${span(from, to)}`);
  const { shiftsBy: by } = readStationSettings(database);
  const figures = new ShiftFigures(database, by);
  const search = openSearch(dataFolder);
  try {
    const filter = { ...EVERY_RECORD, from, to };
    const { verdicts } = search.count(filter);
    const total = Object.values(verdicts).reduce((sum, records) => sum + records, 0);
    let read = 0;
    figures.read(search.numbers(filter), (records) => {
      read += records;
      onProgress((READ_SHARE * read) / Math.max(1, total));
    });
  } finally {
    search.close();
  }
  const content = figures.content({ from, to });
  const [pictures, graphs, qr] = [
    await picturesOf(content, source),
    await graphsOf(content, source),
    await qrOf(content.chain),
  ];
  new ShiftReport(sheet, { from, to, content, pictures, graphs, qr, isSigned: request.signer !== null }).draw();
  return sheet;
}

async function drawPart(
  request: ReportRequest,
  { id }: Extract<ReportSubject, { kind: 'part' }>,
  source: Source,
): Promise<Sheet> {
  const content = await partContentOf(source, id);
  const { serial, number } = content.record;
  const part = reportTexts.part(count(number));
  const sheet = sheetOf(request, source, serial === null ? part : `${serial}  ·  ${part}`);
  const found = await firstImage(content.images);
  const drawing = {
    image: found?.image ?? null,
    isOriginal: found?.place === 0,
    heatmap: await heatmapOf(content.map, content.record.placement),
  };
  new PartReport(sheet, {
    content,
    ...drawing,
    qr: await qrOf(content.chain),
    isSigned: request.signer !== null,
  }).draw();
  return sheet;
}

async function drawCalibration(
  request: ReportRequest,
  subject: Extract<ReportSubject, { kind: 'calibration' }>,
  source: Source,
): Promise<Sheet> {
  const content = await calibrationContentOf(source, subject);
  const sheet = sheetOf(request, source, reportTexts.version(content.recipe.name, subject.version));
  new CalibrationReport(sheet, { content, qr: await qrOf(content.chain), isSigned: request.signer !== null }).draw();
  return sheet;
}

async function drawTest(
  request: ReportRequest,
  { run }: Extract<ReportSubject, { kind: 'test' }>,
  source: Source,
): Promise<Sheet> {
  const content = await testContentOf(source, run);
  const version = reportTexts.version(content.recipeName, content.run.version);
  const sheet = sheetOf(request, source, reportTexts.test.subject(version, content.set.name));
  const [pictures, qr] = [await testPicturesOf(content), await qrOf(content.chain)];
  new TestReport(sheet, { content, pictures, qr, isSigned: request.signer !== null }).draw();
  return sheet;
}

async function picturesOf({ worst }: ShiftContent, { dataFolder }: Source): Promise<Map<string, PartPictures>> {
  const files = createRecordFiles(dataFolder);
  const pictures = new Map<string, PartPictures>();
  for (const { id, filesFolder, placement } of worst) {
    if (filesFolder === null) continue;
    const found = await firstImage([files.thumbnailPath(filesFolder, id)]);
    const heatmap = await heatmapOf(files.mapPath(filesFolder, id), placement);
    pictures.set(id, { image: found?.image ?? null, heatmap });
  }
  return pictures;
}

async function graphsOf({ versions }: ShiftContent, { dataFolder }: Source): Promise<Map<string, string>> {
  const store = new RecipeStore({ dataFolder });
  const graphs = new Map<string, string>();
  for (const { id, version } of versions) {
    try {
      graphs.set(`${id}@${version}`, (await store.load(id, version)).recipe.graph.sha256);
    } catch (thrown) {
      // Its files were removed, or damaged: the report says so.
      if (!(thrown instanceof SigmalineError)) throw thrown;
    }
  }
  return graphs;
}
