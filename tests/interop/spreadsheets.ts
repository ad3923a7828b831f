/** Opens each kind of table in LibreOffice, has it written back, and compares every cell: `npm run test:interop`. */
import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AuditedStation } from '../../electron/engine/audit/audit.fixture.ts';
import { parseDelimited } from '../../electron/engine/export/exported.fixture.ts';
import { writeExport } from '../../electron/engine/export/index.ts';
import { EVERY_RECORD, type ExportContents, exportContentsSchema } from '../../shared/domain/index.ts';

/** What spreadsheets are known to change or to run. */
const NASTY = [
  ...['000609', '12E5', '+A99912345C5D6E71G', '=W07761', '=HYPERLINK("http://x","y")', '@SUM(1)', '-2+3', "'quoted"],
  ...['MAR1', '1-2', '2026-11-02', '12:30', '1/2', '50%', '1,5', '1.5', '0.1.0', 'TRUE', 'false', ' spaces ', 'a;b,c'],
  ...[
    'say "no"',
    'Teil Ø 5 – 合格',
    '12345678901234567890',
    'two\nlines',
    '_x0041_',
    '<&>',
    'e',
    '1e400',
    '#N/A',
    '£5',
  ],
];

interface Kind {
  readonly name: string;
  readonly contents: Partial<ExportContents>;
  readonly file: string;
  /** How LibreOffice is to read a CSV (its "CSV filter options"): separator, quote, UTF-8, first line, columns, language, quoted as text, special numbers. */
  readonly filter: (columns: number) => string | null;
}

const KINDS: readonly Kind[] = [
  {
    name: 'CSV for programs, every column as text',
    contents: { table: 'programs' },
    file: 'x.csv',
    filter: (columns) => `44,34,76,1,${Array.from({ length: columns }, (_, place) => `${place + 1}/2`).join('/')},1033`,
  },
  ...([';', ',', 'tab'] as const).map((separator) => ({
    name: `CSV for spreadsheets, separator ${separator}, decimal point`,
    contents: { table: 'spreadsheet', separator, decimal: '.' } as const,
    file: 'x.csv',
    filter: () =>
      `${separator === 'tab' ? 9 : separator.charCodeAt(0)},34,76,2,,1033,false,true,false,false,false,0,true`,
  })),
  {
    name: 'CSV for spreadsheets, decimal comma',
    contents: { table: 'spreadsheet', separator: ';', decimal: ',' },
    file: 'x.csv',
    filter: () => '59,34,76,2,,1031,false,true,false,false,false,0,true',
  },
  { name: 'Excel workbook', contents: { table: 'xlsx' }, file: 'x.xlsx', filter: () => null },
];

/** Values as they are, not as they are shown, in English. */
const BACK = 'csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,false,false,false,false';

const root = mkdtempSync(join(tmpdir(), 'sigmaline-interop-'));
const audited = new AuditedStation(root);
for (const text of NASTY) audited.record({ serial: text, lot: text, file: text, score: 1 / 3, patchScore: -1e-7 });
try {
  const truth = await tableOf({ table: 'programs' }, 'x.csv');
  const expected = parseDelimited(readFileSync(truth, 'utf8'));
  let wrong = 0;
  for (const kind of KINDS) {
    const found = openedByLibreOffice(await tableOf(kind.contents, kind.file), kind.filter(expected[0]?.length ?? 0));
    const differences = differencesOf(expected, found);
    wrong += differences.length;
    console.log(
      `${differences.length === 0 ? 'ok   ' : 'WRONG'} ${kind.name}: ${expected.length - 1} rows, ${expected[0]?.length} columns`,
    );
    for (const difference of differences.slice(0, 12)) console.log(`      ${difference}`);
  }
  process.exitCode = wrong === 0 ? 0 : 1;
} finally {
  await audited.stop();
  rmSync(root, { recursive: true });
}

async function tableOf(contents: Partial<ExportContents>, file: string): Promise<string> {
  const folder = join(root, randomUUID());
  await writeExport(
    {
      ...{
        exportId: 'interop',
        dataFolder: root,
        folder,
        name: 'x',
        station: 'Line 3',
        by: 'interop',
        checkpoint: null,
      },
      ...{ filter: EVERY_RECORD, contents: exportContentsSchema.parse(contents), spareBytes: 2 ** 50 },
      ...{ bounds: { records: 2 ** 40, dispositions: 2 ** 40 }, at: new Date().toISOString() },
    },
    () => undefined,
  );
  return join(folder, file);
}

function openedByLibreOffice(file: string, filter: string | null): string[][] {
  const out = join(root, randomUUID());
  const profile = `-env:UserInstallation=file://${join(root, 'profile')}`;
  const infilter = filter === null ? [] : [`--infilter=Text - txt - csv (StarCalc):${filter}`];
  execFileSync('soffice', [profile, '--headless', ...infilter, '--convert-to', BACK, '--outdir', out, file], {
    stdio: 'pipe',
  });
  return parseDelimited(readFileSync(join(out, 'x.csv'), 'utf8').replaceAll(/\r?\n/g, '\r\n'));
}

/** Numbers are compared as numbers, line ends within a text as one kind of them, and dates of a workbook, which have no offset, without it. */
function differencesOf(expected: string[][], found: string[][]): string[] {
  const [names = []] = expected;
  return expected.flatMap((row, line) =>
    row.flatMap((cell, place) => {
      const other = found[line]?.[place] ?? '';
      const isNumber =
        cell !== '' &&
        Number.isFinite(Number(cell)) &&
        !['serial', 'lot', 'file', 'software_version'].includes(names[place] ?? '');
      const wallClock = cell.replace('T', ' ').replace(/[+-]\d\d:\d\d$/, '');
      if (names[place] === 'time_local' && other === wallClock) return [];
      const isSame = isNumber
        ? Math.abs(Number(other) - Number(cell)) <= 1e-12 * Math.abs(Number(cell))
        : other === cell.replaceAll(/\r?\n/g, '\r\n');
      return isSame ? [] : [`row ${line}, ${names[place]}: ${JSON.stringify(cell)} became ${JSON.stringify(other)}`];
    }),
  );
}
