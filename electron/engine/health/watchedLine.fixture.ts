import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recipeIdSchema, type SourceId, sentenceOf, sourceOptionsSchema } from '../../../shared/domain/index.ts';
import { exampleInspection } from '../../../shared/domain/inspection.fixture.ts';
import { createLedger, type Ledger } from '../intake/index.ts';
import type { Kernel } from '../kernel/index.ts';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import { createInspectionRecords, type InspectionRecords, type NewInspection } from '../records/index.ts';
import { openSettings, type SettingsStore } from '../settings/index.ts';

interface LineData {
  readonly settings: SettingsStore;
  readonly records: InspectionRecords;
  readonly ledger: Ledger;
}

/** A station with one source, whose records a test writes, and what watches them. */
export class WatchedLine {
  readonly #folder: string;
  readonly #watch: (kernel: Kernel, data: LineData) => void;
  station: TestKernel;
  sourceId: SourceId;
  #data: LineData;

  private constructor(folder: string, watch: (kernel: Kernel, data: LineData) => void, opened: [TestKernel, LineData]) {
    this.#folder = folder;
    this.#watch = watch;
    [this.station, this.#data] = opened;
    this.sourceId = this.#data.settings.idOf('/camera');
  }

  static async open(watch: (kernel: Kernel, data: LineData) => void): Promise<WatchedLine> {
    const folder = mkdtempSync(join(tmpdir(), 'sigmaline-watched-'));
    const line = new WatchedLine(folder, watch, await openedIn(folder, watch));
    const camera = { name: 'Camera 1', folder: '/camera', recipeId: recipeIdSchema.parse('ring') };
    const source = { ...camera, id: line.sourceId, options: sourceOptionsSchema.parse({}) };
    line.#data.settings.change((current) => ({ ...current, sources: [source] }));
    return line;
  }

  async restart(): Promise<void> {
    this.station.close();
    [this.station, this.#data] = await openedIn(this.#folder, this.#watch);
  }

  changeSource(change: object): void {
    this.#data.settings.change((current) => ({
      ...current,
      sources: current.sources.map((source) => ({ ...source, ...change })),
    }));
  }

  /** Records as the inspector does: in one transaction with those who keep something of them. */
  record({ lateMs = null, ...changes }: Partial<NewInspection> & { readonly lateMs?: number | null }, times = 1): void {
    const { recorders, database } = this.station.kernel;
    const { records, ledger } = this.#data;
    for (let time = 0; time < times; time += 1) {
      const { number: _n, recordedAt: _r, limit: _l, hasThumbnail: _h, lateMs: _m, ...example } = exampleInspection();
      const file = `part-${records.total()}.png`;
      const content = { size: 1, modifiedUs: 1, changedUs: null, fileId: null };
      const { inspectionId: id } = ledger.insertSeen(this.sourceId, file, content);
      const part = { ...example, id, sha256: id, sourceId: this.sourceId, file, filesFolder: null, ...changes };
      const appended = database.transaction(() => {
        const record = records.append(part, lateMs);
        recorders.record(record);
        return record;
      });
      recorders.committed(appended);
    }
  }

  readonly codes = (): string[] => this.station.codes();
  readonly sentences = (): string[] => this.station.kernel.conditions.current().map(sentenceOf);

  close(): void {
    this.station.close();
    rmSync(this.#folder, { recursive: true });
  }
}

async function openedIn(
  folder: string,
  watch: (kernel: Kernel, data: LineData) => void,
): Promise<[TestKernel, LineData]> {
  const station = openTestKernel(folder);
  const data = {
    settings: await openSettings(station.kernel),
    records: createInspectionRecords(station.kernel.database, () => station.kernel.clock.moment()),
    ledger: createLedger(station.kernel.database),
  };
  watch(station.kernel, data);
  return [station, data];
}
