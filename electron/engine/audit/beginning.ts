import { randomUUID } from 'node:crypto';
import { SOFTWARE_VERSION } from '../../../shared/domain/index.ts';
import { type EntryBody, originOf, parseCheckpoint, readBody } from '../../audit/index.ts';
import type { Kernel } from '../kernel/index.ts';
import { AuditChain, recordHashOf, type StationDatabase } from '../storage/index.ts';
import { StationKey } from './stationKey.ts';

export const THIS_STATION = { kind: 'station', id: 'station' } as const;

/** A chain that has begun. */
export interface BegunChain {
  /** Names it in checkpoints. */
  readonly station: string;
  readonly key: StationKey;
  /** When it began. */
  readonly at: string;
}

/**
 * Opens the audit chain of a station, and begins it where the database has none: the records that were there before are to be adopted. From then on each
 * new record is written into it. Entries that cannot be read any more keep no station from its work.
 *
 * @param secret what seals the key; null where the operating system keeps none
 * @throws SigmalineError `storage.*`; errors of the file system where a first key cannot be written
 */
export function openChain(kernel: Kernel, secret: Uint8Array | null): BegunChain {
  const { database, dataFolder, audit, recorders } = kernel;
  const first = entryBody(database, 1);
  const isBegun = new AuditChain(database).size() > 0;
  const station = isBegun ? (first?.object.id ?? stationSigned(database)) : randomUUID();
  const key = new StationKey(dataFolder, originOf(station), secret);
  if (!isBegun) begin(kernel, station, key.begin().text);
  else key.open(keyTextIn(database));
  recorders.register('audit', (inspection) => {
    const { id, number, verdict } = inspection;
    const recorded = { number, record: recordHashOf(inspection), verdict };
    audit.observed({ action: 'inspection.recorded', object: { kind: 'inspection', id }, new: recorded });
  });
  return { station, key, at: first?.at ?? kernel.clock.now().toISOString() };
}

/** The station begins to work. One that did not end before crashed, or lost its power. */
export function tellStart({ database, audit }: Kernel): void {
  const last = database
    .prepare<{ at: string; action: string }>(
      `SELECT at, action FROM audit_entry WHERE action IN ('station.started', 'station.stopped') AND action <> 'inspection.recorded'
       ORDER BY sequence DESC LIMIT 1`,
    )
    .get();
  database.transaction(() => {
    if (last?.action === 'station.started') {
      audit.observed({ action: 'station.crash-found', object: THIS_STATION, new: { startedAt: last.at } });
    }
    audit.observed({ action: 'station.started', object: THIS_STATION, new: { software: SOFTWARE_VERSION } });
  });
}

/** Where the disk or the database is in trouble, the next start finds a crash instead. */
export function tellStop({ audit }: Kernel): void {
  audit.happened({ action: 'station.stopped', object: THIS_STATION });
}

function begin({ database, audit }: Kernel, station: string, key: string): void {
  const { last = 0 } =
    database.prepare<{ last: number }>('SELECT COALESCE(MAX(sequence), 0) AS last FROM inspection').get() ?? {};
  database.transaction(() => {
    const begun = { station, key, records: { count: last, last } };
    audit.observed({ action: 'chain.begun', object: { kind: 'chain', id: station }, new: begun });
    tellRestoration(database, audit);
    if (last > 0) database.prepare('INSERT INTO audit_adoption (first, next, last) VALUES (1, 1, ?)').run(last);
  });
}

/** Where nothing was left of an earlier chain, the one that begins says why. */
function tellRestoration(database: StationDatabase, audit: Kernel['audit']): void {
  const notice = database
    .prepare<{ code: string; details: string }>(
      `SELECT code, details FROM notice WHERE code IN ('storage.restored', 'storage.begun-anew', 'station.restored') ORDER BY id DESC LIMIT 1`,
    )
    .get();
  if (notice === undefined) return;
  const { code, details } = notice;
  const object = { kind: 'database', id: 'station' };
  audit.observed({ action: 'database.restored', object, new: { code, details: JSON.parse(details) as unknown } });
}

/** Null where there is no such entry, or where it is not what this program wrote. */
export function entryBody(database: StationDatabase, sequence: number): EntryBody | null {
  const row = database.prepare<{ body: string }>('SELECT body FROM audit_entry WHERE sequence = ?').get(sequence);
  return row === undefined ? null : bodyIn(row.body);
}

/** Null for what is not the text of an entry: somebody may have changed it. */
export function bodyIn(text: string): EntryBody | null {
  const read = readBody(text);
  return read.kind === 'read' ? read.body : null;
}

/** Whose chain it is by its last checkpoint, where its first entry does not say so any more. */
function stationSigned(database: StationDatabase): string {
  const last = database.prepare<{ note: string }>('SELECT note FROM audit_checkpoint ORDER BY size DESC LIMIT 1').get();
  const origin = parseCheckpoint(last?.note ?? '')?.origin ?? '';
  return origin.startsWith(originOf('')) ? origin.slice(originOf('').length) : 'unknown';
}

/** The public key that holds now; empty where its entry cannot be read. */
export function keyTextIn(database: StationDatabase): string {
  const row = database
    .prepare<{ body: string }>(
      `SELECT body FROM audit_entry WHERE action IN ('chain.begun', 'key.rotated', 'key.replaced') AND action <> 'inspection.recorded'
       ORDER BY sequence DESC LIMIT 1`,
    )
    .get();
  const said = bodyIn(row?.body ?? '')?.new as { readonly key?: unknown } | null | undefined;
  return typeof said?.key === 'string' ? said.key : '';
}
