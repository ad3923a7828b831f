import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { openChain } from '../../../electron/engine/audit/index.ts';
import { AuditPages } from '../../../electron/engine/audit/pages.ts';
import { createLedger } from '../../../electron/engine/intake/index.ts';
import { openTestKernel } from '../../../electron/engine/kernel/kernel.fixture.ts';
import { createInspectionRecords, RecordSums } from '../../../electron/engine/records/index.ts';
import { AuditChain } from '../../../electron/engine/storage/index.ts';
import { exampleInspection } from '../../../shared/domain/inspection.fixture.ts';
import { type Comparison, interleave, processorMs, timed } from '../measure/interleave.ts';
import { type Spread, spreadOf } from '../measure/statistics.ts';

export interface AuditFigures {
  /** Milliseconds a record that is committed to the disk by itself: first with its entry, second without. */
  readonly commit: Comparison;
  /** The same in processor time. */
  readonly processor: Comparison;
  readonly entries: number;
  /** Milliseconds a page of a hundred entries, by filter. */
  readonly pages: Readonly<Record<string, Spread>>;
}

const PAGE = 100;
const WARMING_UP = 200;
/** One entry of so many is an action: more than a busy station has. */
const ACTION_EVERY = 50;

/** A station that records as the inspector does, with the sums of each hour. */
function openStation(folder: string, isAudited: boolean) {
  const { kernel, close } = openTestKernel(folder);
  const { database, recorders } = kernel;
  if (isAudited) openChain(kernel, null);
  const sums = new RecordSums(kernel);
  const ledger = createLedger(database);
  const records = createInspectionRecords(database, () => kernel.clock.moment());
  const { sourceId } = exampleInspection();
  database.prepare('INSERT INTO source (id, folder) VALUES (?, ?)').run(sourceId, '/camera');
  const write = (): void =>
    database.transaction(() => {
      const path = `part-${records.total() + 1}.png`;
      const entry = ledger.insertSeen(sourceId, path, { size: 1, modifiedUs: 1, changedUs: null, fileId: null });
      const sha256 = randomBytes(32).toString('hex');
      const changes = { id: entry.inspectionId, sourceId, file: path, sha256 };
      const record = records.append({ ...exampleInspection(changes), filesFolder: '2026/11/28', mapSha256: sha256 });
      recorders.record(record);
    });
  const stop = async (): Promise<void> => {
    await sums.stop();
    close();
  };
  return { kernel, write, stop };
}

/** What the audit chain costs a record, and how long a page of a long chain takes. */
export async function measureAudit(
  root: string,
  { pairs, entries }: { readonly pairs: number; readonly entries: number },
): Promise<AuditFigures> {
  const [first, second] = await Promise.all(
    [true, false].map(async (isAudited) => {
      const folder = join(root, isAudited ? 'audited' : 'unaudited');
      await mkdir(folder);
      return openStation(folder, isAudited);
    }),
  );
  if (first === undefined || second === undefined) throw new Error('two stations were opened');
  const wall = (write: () => void) => () => timed(async () => write());
  const processor = (write: () => void) => () => processorMs(async () => write());
  try {
    // Record by record in turn: a disk that is busy for a while is so for both.
    await interleave(WARMING_UP, wall(first.write), wall(second.write));
    const commit = await interleave(pairs, wall(first.write), wall(second.write));
    const cpu = await interleave(pairs, processor(first.write), processor(second.write));
    return { commit, processor: cpu, entries, pages: readPages(first.kernel, entries) };
  } finally {
    await first.stop();
    await second.stop();
  }
}

function readPages({ database }: ReturnType<typeof openStation>['kernel'], entries: number): AuditFigures['pages'] {
  const begunMs = Date.UTC(2025, 0, 1);
  const chain = new AuditChain(database);
  const lived = 1;
  const common = { name: null, role: null, session: null, old: null, reason: null, lived };
  const at = (index: number): string => new Date(begunMs + index * 1000).toISOString();
  for (let next = chain.size() + 1; next <= entries; ) {
    database.transaction(() => {
      for (const end = Math.min(entries, next + 9999); next <= end; next += 1) {
        const isAction = next % ACTION_EVERY === 0;
        const object = isAction ? { kind: 'settings', id: 'station' } : { kind: 'inspection', id: String(next) };
        const actor = isAction ? `person-${(next / ACTION_EVERY) % 7}` : 'station';
        const action = isAction ? 'settings.changed' : 'inspection.recorded';
        chain.append({ ...common, at: at(next), actor, action, object, new: { number: next } });
      }
    });
  }
  const none = { from: null, to: null, action: null, actor: null, object: null };
  const middle = Math.floor(entries / 2);
  const filters = {
    'the newest': none,
    'an hour, half a chain ago': { ...none, from: at(middle), to: at(middle + 3600) },
    'one person': { ...none, actor: 'person-3' },
    'an area': { ...none, action: 'settings.' },
    'one person, an area, half a chain ago': { ...none, actor: 'person-3', action: 'settings.', to: at(middle) },
    'nobody knows them': { ...none, actor: 'nobody' },
  };
  const pages = new AuditPages(database);
  return Object.fromEntries(
    Object.entries(filters).map(([name, filter]) => {
      const takenMs = Array.from({ length: 9 }, () => {
        const begun = performance.now();
        pages.page({ before: null, limit: PAGE, filter });
        return performance.now() - begun;
      });
      return [name, spreadOf(takenMs)];
    }),
  );
}
