/** Verifies a database and prints what it took: `verifyOnce.ts DATABASE`. */
import { createHash } from 'node:crypto';
import { verifyDatabase } from '../../electron/audit/index.ts';
import type { VerifyFigures } from './sections/verify.ts';

/** Of each record: its columns, its entry, its leaf, and one node above. */
const HASHES = 4;
/** What an entry of a record has on average; its other hashes are of no less. */
const HASHED_BYTES = 600;

const [database = ''] = process.argv.slice(2);
const beganMs = performance.now();
let peakBytes = 0;
const { isIntact, entries } = verifyDatabase(database, {
  onProgress: () => {
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  },
});
const seconds = (performance.now() - beganMs) / 1000;
const content = Buffer.alloc(HASHED_BYTES, 1);
const hashedMs = performance.now();
for (let count = 0; count < entries * HASHES; count += 1) createHash('sha256').update(content).digest();
const figures: VerifyFigures = {
  isIntact,
  entries,
  seconds,
  hashingSeconds: (performance.now() - hashedMs) / 1000,
  peakBytes,
};
console.log(JSON.stringify(figures));
