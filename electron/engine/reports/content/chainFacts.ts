import { type Signature, signatureIn } from '../../../../shared/domain/index.ts';
import { parseCheckpoint, readBody } from '../../../audit/index.ts';
import type { StationDatabase } from '../../storage/index.ts';

/** The newest checkpoint of a station: what an auditor compares with the one that they have. */
export interface ChainFacts {
  readonly size: number;
  readonly at: string;
  /** The signed note, as it is written into a file. */
  readonly note: string;
  readonly origin: string;
  /** The head of the tree, base64. */
  readonly root: string;
}

/** Null where the chain has no checkpoint yet. */
export function chainFactsIn(database: StationDatabase): ChainFacts | null {
  const row = database
    .prepare<{ size: number; at: string; note: string }>(
      'SELECT size, at, note FROM audit_checkpoint ORDER BY size DESC LIMIT 1',
    )
    .get();
  const checkpoint = row === undefined ? null : parseCheckpoint(row.note);
  if (row === undefined || checkpoint === null) return null;
  return { ...row, origin: checkpoint.origin, root: checkpoint.root.toString('base64') };
}

/** Something that happened to the station, as its audit trail has it. */
export interface StationEvent {
  readonly sequence: number;
  readonly at: string;
  readonly action: string;
  readonly object: string;
  readonly actor: string;
}

/** What stops a line, or makes somebody look at the station. */
const TROUBLE = [
  'station.started',
  'station.stopped',
  'station.crash-found',
  'lane.died',
  'provider.changed',
  'storage.trouble',
  'storage.recovered',
  'clock.stepped',
  'database.restored',
  'chain.found-broken',
  'recipe.chosen',
  'source.removed',
] as const;
const MOST_EVENTS = 100;

/** The first of them, in their order. */
export function eventsIn(
  database: StationDatabase,
  { from, to }: { readonly from: string; readonly to: string },
): StationEvent[] {
  return database
    .prepare<StationEvent>(
      `SELECT sequence, at, action, object_id AS object, actor FROM audit_entry
       WHERE action IN (${TROUBLE.map((action) => `'${action}'`).join(', ')}) AND action <> 'inspection.recorded' AND at >= :from AND at < :to
       ORDER BY sequence LIMIT ${MOST_EVENTS}`,
    )
    .all({ from, to });
}

/** Who did something to a thing, and when. */
export interface Act {
  readonly sequence: number;
  readonly at: string;
  readonly action: string;
  readonly actor: string;
  readonly name: string | null;
  readonly role: string | null;
  /** The value after it. */
  readonly said: unknown;
}

/** What was done to a thing, the oldest first: all of it, and the signatures given for it. */
export function actsOn(
  database: StationDatabase,
  object: { readonly kind: string; readonly id: string },
): { readonly acts: Act[]; readonly signatures: Signature[] } {
  const bodies = database
    .prepare<{ body: string }>(
      `SELECT body FROM audit_entry WHERE object_kind = :kind AND object_id = :id AND action <> 'inspection.recorded' ORDER BY sequence`,
    )
    .all(object);
  const acts: Act[] = [];
  const signatures: Signature[] = [];
  for (const { body } of bodies) {
    const read = readBody(body);
    // The chain's own verification names one that somebody changed.
    if (read.kind !== 'read') continue;
    const { seq: sequence, at, action, actor, name, role, new: said } = read.body;
    if (action !== 'signature.made') acts.push({ sequence, at, action, actor, name, role, said });
    else {
      const signature = signatureIn(read.body);
      if (signature !== null) signatures.push(signature);
    }
  }
  return { acts, signatures };
}
