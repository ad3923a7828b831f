import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inspectionIdSchema } from '../../../../shared/domain/index.ts';
import { loadCatalogue } from '../../../../shared/i18n/catalogues.ts';
import type { ReportedRecord, ShiftContent } from '../content/shiftContent.ts';
import { Sheet } from './sheet.ts';
import { ShiftReport } from './shiftReport.ts';
import { reportTexts, speaking } from './words.ts';

const SPAN = { from: '2026-11-27T22:00:00.000Z', to: '2026-11-28T06:00:00.000Z' };
let folder: string;
let file: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sigmaline-pdf-'));
  file = join(folder, 'report.pdf');
});

afterEach(() => rm(folder, { recursive: true }));

/** Poppler reads what was written: another program than the one that wrote it. */
function poppler(program: string, ...options: string[]): string {
  try {
    return execFileSync(program, [...options, file, ...(program === 'pdftotext' ? ['-'] : [])], {
      encoding: 'utf8',
      maxBuffer: 1e8,
    });
  } catch (thrown) {
    throw new Error(`${program} of Poppler is needed (on Debian: apt-get install poppler-utils)`, { cause: thrown });
  }
}

function record(number: number, change: Partial<ReportedRecord> = {}): ReportedRecord {
  const id = inspectionIdSchema.parse(`00000000-0000-4000-8000-${String(number).padStart(12, '0')}`);
  const at = new Date(Date.parse(SPAN.from) + number * 1000).toISOString();
  const judged = { verdict: 'fail', score: 3 + number / 1000, limit: 2, recipe: 'ring@2', errorCode: null } as const;
  const decided = { decision: null, reason: null, defect: null, decidedBy: null, filesFolder: null, placement: null };
  return {
    number,
    id,
    recordedAt: at,
    at,
    sourceName: 'Camera 1',
    file: `part-${number}.png`,
    serial: `S${number}`,
    ...judged,
    ...decided,
    ...change,
  };
}

function content(notPassed: ReportedRecord[]): ShiftContent {
  const counts = {
    verdicts: { pass: 100, review: 0, fail: notPassed.length, error: 0 },
    dispositions: { open: notPassed.length, confirmed: 0, released: 0, rework: 0, scrap: 0 },
  };
  const nothing = {
    late: 0,
    bypassed: 0,
    bypasses: [],
    notes: [],
    series: [],
    versions: [],
    worst: [],
    standstills: [],
    events: [],
    chain: null,
  };
  const reasons = new Map([[null, notPassed.length]]);
  return {
    ...nothing,
    images: 100 + notPassed.length,
    counts,
    software: ['0.1.0'],
    reasons,
    defects: reasons,
    errors: new Map(),
    notPassed,
    notPassedCount: notPassed.length,
  };
}

function sheetOf(paper: 'a4' | 'letter' = 'a4'): Sheet {
  const facts = { title: reportTexts.kinds.shift, subject: 'a night', station: 'Line 3', madeAt: 'today', by: 'Kim' };
  return new Sheet({ ...facts, paper, madeAtTime: new Date(SPAN.to), isSigned: false });
}

/** Every text of a catalogue. */
function leavesOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [];
}

async function drawn(
  notPassed: ReportedRecord[],
  paper: 'a4' | 'letter' = 'a4',
  more: Partial<ShiftContent> = {},
): Promise<void> {
  const sheet = sheetOf(paper);
  new ShiftReport(sheet, {
    ...SPAN,
    content: { ...content(notPassed), ...more },
    pictures: new Map(),
    graphs: new Map(),
    qr: null,
    isSigned: false,
  }).draw();
  await sheet.end(file);
}

describe('a report as PDF', () => {
  it('is tagged, names its language, shows its title and embeds its fonts', async () => {
    await drawn([record(1)]);
    expect(poppler('pdfinfo')).toMatch(/Tagged:\s+yes/);
    expect(poppler('pdfinfo')).toMatch(/Page size:\s+595\.28 x 841\.89 pts \(A4\)/);
    const text = await readFile(file, 'latin1');
    expect(text).toContain('/Lang (en-GB)');
    expect(text).toContain('/DisplayDocTitle true');
    const fonts = poppler('pdffonts')
      .split('\n')
      .slice(2)
      .filter((line) => line !== '');
    expect(fonts.length).toBeGreaterThan(0);
    for (const font of fonts) expect(font).toMatch(/NotoSans.*yes yes yes/);
  });

  it('says who switched inspection off, why and until when, how many parts that let through, and what was left for the next shift', async () => {
    const bypass = {
      id: '3f0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c11',
      source: null,
      ...{ reason: 'Trial parts', comment: 'Ring 7', person: 'ada', name: 'Ada Lovelace', signature: null },
      ...{ began: SPAN.from, until: SPAN.to, ended: SPAN.to, endedBy: 'Grace Hopper', endedEarly: true, parts: 12 },
    };
    const act = { at: SPAN.from, person: 'ada', name: 'Ada Lovelace' };
    const note = { ...act, id: 1, text: 'The light flickers.', read: { ...act, name: 'Grace Hopper' } };
    await drawn([record(1)], 'a4', { bypassed: 12, bypasses: [bypass], notes: [note] });
    const text = poppler('pdftotext').replaceAll(/\s+/g, ' ');
    expect(text).toContain('12 parts of the errors left without inspection');
    for (const said of ['All sources', 'Ada Lovelace', 'Trial parts. Ring 7', 'ended early by Grace Hopper'])
      expect(text).toContain(said);
    expect(text).toContain('The light flickers.');
    expect(text).toContain('Read by Grace Hopper');
  });

  it('has a structure of headings, paragraphs, tables with header cells, and figures with words', async () => {
    await drawn([record(1)]);
    const structure = poppler('pdfinfo', '-struct-text');
    for (const kind of ['Document', 'H1', 'H2', 'P', 'Table', 'TR', 'TH', 'TD', 'Figure']) {
      expect(structure).toMatch(new RegExp(`^\\s*${kind}\\b`, 'm'));
    }
    expect(structure).toContain('"Shift report"');
    expect(structure).toMatch(/TH:?[^\n]*\n\s+\/Scope \/Column\n\s+"Verdict"/);
    expect(await readFile(file, 'latin1')).toContain('/Alt (A bar of the shares of verdicts: Pass 100');
  });

  it('has bookmarks, and numbers on its pages', async () => {
    await drawn([record(1)], 'letter');
    expect(poppler('pdfinfo')).toMatch(/Page size:\s+612 x 792 pts \(letter\)/);
    expect(await readFile(file, 'latin1')).toContain('/Outlines');
    expect(poppler('pdftotext')).toMatch(/Page 1 of \d/);
  });

  it('keeps header and columns on every page of a table of 500 rows', async () => {
    await drawn(Array.from({ length: 500 }, (_, index) => record(index + 1)));
    const pages = poppler('pdftotext', '-layout')
      .split('\f')
      .filter((page) => page.trim() !== '');
    const listed = pages.filter((page) => /\bS\d+\b/.test(page));
    expect(listed.length).toBeGreaterThan(10);
    for (const page of listed) expect(page).toMatch(/No\.\s+Time\s+Serial or file\s+Source\s+Verdict\s+Score\s+Limit/);
    const rows = pages.join('\n').match(/\bS\d+\s+Camera 1\s+Fail/g) ?? [];
    // Once among those that are open, once among all.
    expect(rows).toHaveLength(1000);
  }, 60_000);

  it('shows Greek and Cyrillic, a sign for what its font lacks, and never fails for a name', async () => {
    const names = ['Ωμέγα', 'Деталь №7', '零件-7', 'a\u0000b', '\ud800', '😀', 'אבג'];
    await drawn(names.map((serial, index) => record(index + 1, { serial })));
    const text = poppler('pdftotext');
    expect(text).toContain('Ωμέγα');
    expect(text).toContain('Деталь №7');
    expect(text).toContain('\ufffd\ufffd-7');
  });

  it.each([
    ['zh', '班次报告', '未通过的工件'],
    ['ja', 'シフトレポート', '合格しなかったワーク'],
    ['fr', 'Rapport de poste', 'Pièces qui n’ont pas été acceptées'],
  ] as const)(
    'speaks %s where the station does, with fonts that have every character',
    async (language, title, heading) => {
      const catalogue = await loadCatalogue(language);
      await speaking(catalogue, () => drawn([record(1), record(2, { serial: '零件-7' })]));
      const text = poppler('pdftotext');
      expect(text).toContain(title);
      expect(text).toContain(heading);
      expect(text).toMatch(/98[.,]0\s%/);
      const [, , ...fonts] = poppler('pdffonts').trim().split('\n');
      expect(fonts.length).toBeGreaterThan(0);
      expect(fonts.filter((row) => !/ yes {1,3}yes {1,3}yes +\d+ +\d+$/.test(row))).toEqual([]);
      expect((await stat(file)).size).toBeLessThan(400_000);
      expect(await readFile(file, 'latin1')).toContain(`/Lang (${catalogue.texts.locale})`);
      const lacking = await speaking(catalogue, async () => {
        const sheet = sheetOf();
        return leavesOf([catalogue.reports, catalogue.errors.sentences, catalogue.texts.audit.actions]).filter((leaf) =>
          /[\ufffd\u3013]/.test(sheet.covered(leaf)),
        );
      });
      expect(lacking).toEqual([]);
    },
  );

  it('names nothing outside of itself', async () => {
    await drawn([record(1)]);
    const text = await readFile(file, 'latin1');
    expect(text).not.toMatch(/\/(URI|Launch|GoToR|JavaScript|JS)\b/);
  });
});
