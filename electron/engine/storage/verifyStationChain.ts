import { type Verification, verifyDatabase } from '../../audit/index.ts';
import { openReadOnlyConnection } from './database.ts';
import { dispositionFaults, type StationFault } from './dispositionCheck.ts';

/**
 * Verifies the chain of a database that may be in use, and its records and what people decided against it: as they were when it began. It blocks for as long as that takes.
 *
 * @throws SigmalineError `storage.*`
 */
export function verifyStationChain(
  file: string,
  onProgress: (progress: { readonly done: number; readonly total: number }) => void,
): Pick<Verification, 'entries' | 'faultCount'> & {
  readonly faults: readonly (Verification['faults'][number] | StationFault)[];
} {
  const reader = openReadOnlyConnection(file);
  try {
    // Whoever reads keeps the log from beginning anew: what the verifier sees stays what it is.
    reader.execute('BEGIN');
    reader.prepare('SELECT 1 FROM audit_entry LIMIT 1').get();
    const verification = verifyDatabase(file, { onProgress });
    const decided = dispositionFaults(reader);
    const faultCount = verification.faultCount + decided.length;
    return { entries: verification.entries, faults: [...verification.faults, ...decided], faultCount };
  } finally {
    reader.close();
  }
}
