import type { Caller, RequestInput, RequestName, RequestOutput } from '../../../shared/contract/index.ts';
import { openStationCaller } from '../../../shared/contract/index.ts';
import { exampleInspection } from '../../../shared/domain/inspection.fixture.ts';
import type { EntryBody } from '../../audit/index.ts';
import { createLedger } from '../intake/index.ts';
import { actingAs, type ReadClock } from '../kernel/index.ts';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import { createInspectionRecords } from '../records/index.ts';
import {
  ConfigurationTables,
  DispositionTable,
  dispositionObject,
  type RecordedInspection,
  saidOf,
  verifyStationChain,
} from '../storage/index.ts';
import { Audit, type AuditNeeds } from './audit.ts';
import { type AuditQueries, auditQueries, openChain } from './index.ts';

type AuditRequest = Extract<RequestName, `audit.${string}`>;
type Settings = ReturnType<AuditNeeds['settings']>;

/** The audit trail of a station on a folder, without anything that judges. */
export class AuditedStation {
  readonly station: TestKernel;
  readonly audit: Audit;
  settings: Settings = {
    checkpoints: { folder: null, everyEntries: 1_000_000 },
    reviews: { everyDays: null },
    shiftStarts: ['00:00'],
  };
  caller: Caller = openStationCaller('window', 'S');
  readonly signed: string[] = [];
  readonly #records;
  readonly #ledger;
  readonly #sources;
  readonly #dispositions;

  constructor(
    folder: string,
    {
      secret = null,
      verifyAfterMs = 1e9,
      readClock,
    }: { secret?: Uint8Array | null; verifyAfterMs?: number; readClock?: ReadClock } = {},
  ) {
    this.station = openTestKernel(folder, readClock);
    const { kernel } = this.station;
    const queries = auditQueries(kernel.database);
    this.#ledger = createLedger(kernel.database);
    this.#sources = new ConfigurationTables(kernel.database);
    this.#dispositions = new DispositionTable(kernel.database);
    this.#records = createInspectionRecords(kernel.database, () => kernel.clock.moment());
    this.audit = new Audit(kernel, {
      chain: openChain(kernel, secret),
      reader: {
        run: async (name, parameters) => {
          const query: (asked: never) => unknown = queries[name];
          return query(parameters as never) as ReturnType<AuditQueries[typeof name]>;
        },
      },
      settings: () => this.settings,
      verify: async (onProgress) => {
        const { entries, faults, faultCount } = verifyStationChain(kernel.database.file, onProgress);
        return { entries, faults: [...faults], faultCount };
      },
      signing: {
        sign: async (_caller, { reason }, object, hash, act) => {
          this.signed.push(`${reason} ${object.kind} ${hash}`);
          return kernel.database.transaction(act);
        },
      },
      timings: { adoptEveryMs: 0, verifyAfterMs, checkpointEveryMs: 5 },
    });
  }

  /** Records a part as the inspector does. */
  record(changes: Partial<RecordedInspection> = {}): RecordedInspection {
    const { kernel } = this.station;
    return kernel.database.transaction(() => {
      const sourceId = this.#sources.idOf('/camera');
      const name = `part-${this.#records.total() + 1}.png`;
      const { inspectionId } = this.#ledger.insertSeen(sourceId, name, {
        size: 1,
        modifiedUs: 1,
        changedUs: null,
        fileId: null,
      });
      const example = {
        ...exampleInspection(),
        id: inspectionId,
        sourceId,
        file: name,
        filesFolder: '2026/11/28',
        ...changes,
      };
      const record = this.#records.append(example);
      kernel.recorders.record(record);
      return record;
    });
  }

  /** Decides about a part as people do. @returns the disposition's id */
  dispose({ id, number }: RecordedInspection): number {
    const { kernel } = this.station;
    const row = {
      ...{ id: this.#dispositions.last() + 1, inspection: number, at: kernel.clock.moment().at, decision: 'scrap' },
      ...{ person: null, name: null, role: null, reason: 'Really bad', comment: null, defect: 'Dent' },
      ...{ region: '{"x":0.1,"y":0.2,"width":0.1,"height":0.1}', together: 0, signature: null },
    };
    return kernel.database.transaction(() => {
      const made = { action: 'disposition.made', object: dispositionObject(id), new: saidOf(row) };
      this.#dispositions.add({ ...row, entry: kernel.audit.observed(made) });
      return row.id;
    });
  }

  async ask<N extends AuditRequest>(name: N, input: RequestInput<N>): Promise<RequestOutput<N>> {
    const handler = this.audit.handlers[name] as (input: unknown, caller: Caller) => RequestOutput<N>;
    const filled = name === 'audit.page' ? { filter: NO_FILTER, ...input } : input;
    return actingAs(this.caller, () => handler(filled, this.caller));
  }

  bodies(): EntryBody[] {
    return this.station.kernel.database
      .prepare<{ body: string }>('SELECT body FROM audit_entry ORDER BY sequence')
      .all()
      .map(({ body }) => JSON.parse(body) as EntryBody);
  }

  async stop(): Promise<void> {
    await this.audit.stop();
    this.station.close();
  }
}

export const NO_FILTER = { from: null, to: null, action: null, actor: null, object: null };
