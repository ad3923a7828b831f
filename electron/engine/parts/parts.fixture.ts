import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import {
  BYPASSED_CODE,
  type Decision,
  type Disposition,
  type Part,
  type SourceOptions,
  sourceIdSchema,
  sourceOptionsSchema,
} from '../../../shared/domain/index.ts';
import { exampleInspection } from '../../../shared/domain/inspection.fixture.ts';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import { FakeMachine } from '../kernel/machine.fixture.ts';
import { createInspectionRecords, RecordSums, recordQueries } from '../records/index.ts';
import { Parts } from './parts.ts';

export const [FIRST, SECOND] = ['0b8d5c64-2f7b-4f0e-8f43-3a8f5f0f9b02', '5c4ef9a9-1cf1-4c5c-b0f1-0a3b6ea4c3b1'].map(
  (id) => sourceIdSchema.parse(id),
) as [Part['sourceId'], Part['sourceId']];
export const BYPASS = '7d0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c11';
const VIEWS = ['top', 'side', 'back'].map((name) => ({ name, recipeId: null }));

interface Recorded {
  readonly at: string;
  /** When its file was seen, in the time of operation. */
  readonly livedMs: number;
  readonly source: Part['sourceId'];
  readonly followsError: number;
}

/** A station of two sources, the first of which puts the views of its parts together. A test writes its records. */
export class PartsLine {
  readonly folder = mkdtempSync(join(tmpdir(), 'sigmaline-parts-'));
  readonly machine = new FakeMachine('2026-11-23T08:00:00.000Z');
  options: SourceOptions = sourceOptionsSchema.parse({
    views: { names: VIEWS, together: { by: 'serial' }, waitSeconds: 5 },
  });
  otherOptions: SourceOptions = sourceOptionsSchema.parse({});
  sources: readonly Part['sourceId'][] = [FIRST, SECOND];
  longestWaitMs: number | null = null;
  told: string[] = [];
  /** When files were seen, in the time of operation, as far as the ledger knows it. */
  readonly seenMs = new Map<string, number>();
  station!: TestKernel;
  parts!: Parts;
  sums!: RecordSums;
  records!: ReturnType<typeof createInspectionRecords>;

  constructor() {
    this.open();
  }

  /** Puts the views of the first source's parts together by arrival from now on. */
  byArrival(withinSeconds: number, waitSeconds = 5): void {
    const { views } = this.options;
    if (views === null) throw new Error('the source has views');
    this.options = { ...this.options, views: { ...views, together: { by: 'arrival', withinSeconds }, waitSeconds } };
    this.parts.sourcesChanged();
  }

  async remove(): Promise<void> {
    await this.close();
    rmSync(this.folder, { recursive: true });
  }

  open(): void {
    this.station = openTestKernel(this.folder, this.machine.read);
    const { kernel } = this.station;
    // The sources are those of this test.
    kernel.database.pragma('foreign_keys = OFF');
    this.records = createInspectionRecords(kernel.database, () => kernel.clock.moment());
    this.sums = new RecordSums(kernel, 1e9);
    this.parts = new Parts(kernel, {
      sources: () =>
        [
          { id: FIRST, options: this.options },
          { id: SECOND, options: this.otherOptions },
        ].filter(({ id }) => this.sources.includes(id)),
      records: this.records,
      sums: this.sums,
      longestWaitMs: () => this.longestWaitMs,
      livedMsOf: (id) => this.seenMs.get(id) ?? null,
      isOvertaken: () => false,
    });
    this.told = [];
    this.parts.onChanged((_, part) => this.told.push(inWords(part)));
  }

  async close(): Promise<void> {
    await Promise.all([this.parts.stop(), this.sums.stop()]);
    this.station.close();
  }

  /** "7 top pass": serial, view and verdict; "-" for what the path does not tell. @returns its number */
  record(
    said: string,
    { at = this.machine.at, source = FIRST, followsError = 0, livedMs }: Partial<Recorded> = {},
  ): number {
    const [serial = '-', view = '-', verdict = 'pass'] = said.split(' ');
    const named = (value: string) => (value === '-' ? null : value);
    // "bypass": inspection was switched off.
    const isBypassed = verdict === 'bypass';
    const error = isBypassed
      ? { code: BYPASSED_CODE, details: { bypass: BYPASS } }
      : { code: 'image.empty', details: {} };
    const wish = exampleInspection({
      ...{
        id: randomUUID(),
        sourceId: source,
        serial: named(serial),
        view: named(view),
        verdict: isBypassed ? 'error' : verdict,
        file: said,
      },
      ...{ arrivedAt: at, sha256: null, error: null },
      ...(['error', 'bypass'].includes(verdict) && {
        error: { ...error, sentence: null },
        score: null,
        limit: null,
      }),
    });
    if (livedMs !== undefined) this.seenMs.set(wish.id, livedMs);
    const { kernel } = this.station;
    const stored = kernel.database.transaction(() => {
      const appended = this.records.append({ ...wish, filesFolder: null });
      const earlier = this.records.page(followsError + 1, 1)[0];
      const linked = followsError === 0 || earlier === undefined ? appended : { ...appended, followsError: earlier.id };
      kernel.recorders.record(linked);
      return linked;
    });
    kernel.recorders.committed(stored);
    return stored.number;
  }

  async all(verdicts: ('review' | 'fail' | 'error')[] | null = null): Promise<string[]> {
    const page = await this.parts.handlers['part.page']({ before: null, limit: 50, verdicts }, {} as never);
    return page.parts.map(inWords).reverse();
  }

  /** "2 pass 1 fail of 9 images", by the sums of hours and one by one: they must agree. */
  counted(): string {
    const { database, clock } = this.station.kernel;
    const from = new Date(this.machine.wallMs - 3 * 3_600_000).toISOString();
    const to = new Date(this.machine.wallMs + 3_600_000).toISOString();
    const span = { from, to, livedMs: clock.livedAgo(3 * 3_600_000), by: 'judgement' } as const;
    const count = () => {
      const { counts, dispositions, images, bypassed } = recordQueries(database)['records.count'](span);
      const open = dispositions.open === 0 ? '' : `, ${dispositions.open} open`;
      const without = bypassed === 0 ? '' : `, ${bypassed} by-passed`;
      const verdicts = Object.entries(counts).filter(([, number]) => number !== 0);
      return `${verdicts.map(([verdict, number]) => `${number} ${verdict}`).join(' ') || 'none'}${without}${open} of ${images} images`;
    };
    const bySums = count();
    database.execute('CREATE TEMP TABLE kept AS SELECT * FROM record_sum');
    database.execute('DELETE FROM record_sum; UPDATE summed_records SET after = up_to');
    expect(bySums).toBe(count());
    database.execute('INSERT INTO record_sum SELECT * FROM kept; DROP TABLE kept; UPDATE summed_records SET after = 0');
    return bySums;
  }

  entries(): string[] {
    const rows = this.station.kernel.database
      .prepare<{ body: string }>('SELECT body FROM audit_entry ORDER BY sequence')
      .all();
    return rows
      .map(({ body }) => JSON.parse(body) as { action: string; object: { id: string } })
      .filter(({ action }) => action.startsWith('part.'))
      .map(({ action, object }) => `${action} ${object.id}`);
  }

  /** As somebody decides about a record, what the features do that know of parts. */
  decide(number: number, decision: Decision = 'scrap'): void {
    const due = this.parts.toDecide(number) ?? [];
    const disposition = { id: 1, decision } as Disposition;
    this.sums.decided(due.map(({ record: about }) => ({ record: about, disposition })));
    for (const { record: about } of due) if (about.uncounted !== 1) this.parts.decided(about.number, decision);
  }

  /** So long later, and the station looks. */
  pass(milliseconds: number): void {
    this.machine.pass(milliseconds);
    this.parts.look();
  }
}

function inWords({ number, serial, state, verdict, missing, views }: Part): string {
  const came = views.map(({ view, record: shown }) => `${view === '' ? '?' : view}:${shown?.number ?? '-'}`);
  return `${number} ${serial} ${state} ${verdict} ${came.join(' ')}${missing.length === 0 ? '' : ` without ${missing.join(',')}`}`;
}
