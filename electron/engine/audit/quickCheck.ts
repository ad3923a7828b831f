import type { AuditState } from '../../../shared/contract/index.ts';
import { type Checkpoint, NO_HASH, parseCheckpoint, parsePublicKey, signatureBy } from '../../audit/index.ts';
import { sha256Of } from '../../files/index.ts';
import { AuditChain, type StationDatabase, stationFault } from '../storage/index.ts';
import { bodyIn, keyTextIn } from './beginning.ts';

type Fault = AuditState['verification']['faults'][number];

/** The last entries that are looked at before the station begins. */
const LOOKED_AT = 256;

interface Row {
  readonly sequence: number;
  readonly body: string;
  readonly hash: string;
}

/** What is wrong at the end of the chain: its last links and its last checkpoint. It takes a few milliseconds, whatever the length of the chain. */
export function quickFaults(database: StationDatabase): Fault[] {
  const size = new AuditChain(database).size();
  const fault =
    linkFault(database, { after: 0, upTo: Math.min(1, size) }) ??
    linkFault(database, { after: Math.max(0, size - LOOKED_AT), upTo: size }) ??
    checkpointFault(database);
  return fault === null ? [] : [fault];
}

/** What is wrong with the entries in (after, upTo], and with the link to the one before them. */
function linkFault(
  database: StationDatabase,
  { after, upTo }: { readonly after: number; readonly upTo: number },
): Fault | null {
  const rows = database
    .prepare<Row>(
      'SELECT sequence, body, lower(hex(hash)) AS hash FROM audit_entry WHERE sequence >= ? AND sequence <= ? ORDER BY sequence',
    )
    .all(after, upTo);
  const broken = rows.find((row, index) => !isWhole(row) || !follows(row, rows[index - 1]));
  if (broken === undefined) return null;
  return stationFault('entry-altered', { sequence: broken.sequence });
}

/** Without the nodes that belong to it no root can be told. */
function isRootOf(chain: AuditChain, { size, root }: Checkpoint): boolean {
  try {
    return chain.tree(size).root().equals(root);
  } catch {
    return false;
  }
}

function isWhole({ sequence, body, hash }: Row): boolean {
  if (sha256Of(body) !== hash) return false;
  return bodyIn(body)?.seq === sequence;
}

function follows({ sequence, body }: Row, before: Row | undefined): boolean {
  // The one before the first that is looked at is not there.
  if (before === undefined && sequence > 1) return true;
  return bodyIn(body)?.prev === (before?.hash ?? NO_HASH);
}

function checkpointFault(database: StationDatabase): Fault | null {
  const last = database.prepare<{ note: string }>('SELECT note FROM audit_checkpoint ORDER BY size DESC LIMIT 1').get();
  if (last === undefined) return null;
  const checkpoint = parseCheckpoint(last.note);
  if (checkpoint === null) return stationFault('checkpoint-unreadable');
  const { size } = checkpoint;
  const chain = new AuditChain(database);
  if (chain.size() < size) return stationFault('cut', { size, entries: chain.size() });
  if (!isRootOf(chain, checkpoint)) return stationFault('checkpoint-other', { size });
  const key = parsePublicKey(keyTextIn(database));
  // One of before a rotation is signed by an older key.
  const isSigned = key !== null && signatureBy(checkpoint.note, key) !== 'false';
  return isSigned ? null : stationFault('checkpoint-signature');
}
