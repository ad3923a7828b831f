import { type Verification, verifyDatabase } from '../../audit/index.ts';
import { openReadOnlyConnection } from './database.ts';

/**
 * Verifies the chain of a database that may be in use, and its records against it: as they were when it began. It blocks for as long as that takes.
 *
 * @throws SigmalineError `storage.*`
 */
export function verifyStationChain(
  file: string,
  onProgress: (progress: { readonly done: number; readonly total: number }) => void,
): Verification {
  const reader = openReadOnlyConnection(file);
  try {
    // Whoever reads keeps the log from beginning anew: what the verifier sees stays what it is.
    reader.execute('BEGIN');
    reader.prepare('SELECT 1 FROM audit_entry LIMIT 1').get();
    return verifyDatabase(file, { onProgress });
  } finally {
    reader.close();
  }
}
