import { join } from 'node:path';
import type { IntakeTimings } from '../../../electron/engine/intake/index.ts';
import { createChildProcessHost, type ProcessHost } from '../../../electron/hosts/index.ts';

/** Where the product's bundles lie: `tests/builtProcesses.ts` builds them, and beside them those of the tests. */
const built = (): string => process.env.SIGMALINE_BUNDLES ?? '';
/** The command line as it is delivered. */
export const COMMAND_LINE = join(built(), 'sigmaline.js');
/** Real lanes, whose graphics processor can be made to fail. */
export const FAULTY_LANES = join(built(), '..', 'tests', 'faulty');

/** Starts the engine and the lanes of the tests. `slowMs` is how long "slow" images take, `warmMs` how long opening a recipe blocks a lane. */
export function testHost({ slowMs = 40, warmMs = 0 } = {}): ProcessHost {
  const environment = { SIGMALINE_TEST_SLOW_MS: String(slowMs), SIGMALINE_TEST_WARM_MS: String(warmMs) };
  return createChildProcessHost({ bundleFolder: join(built(), '..', 'tests'), environment });
}

/** What is owed to images, and the backup that a deletion waits for, at once. */
export const quickRetention = {
  retentionTimings: { everyMs: 50, pauseMs: 20, retryMs: 30 },
  backupTimings: { lookEveryMs: 50, wantedAfterMs: 0 },
};

/** As in production, only faster. */
export const quickTimings: IntakeTimings = {
  lookEveryMs: 150,
  settleMs: 40,
  unknownFormatMs: 300,
  incompleteMs: 1000,
  releasedMs: 200,
  missingMs: 300,
  silentMs: 5000,
  samePartMs: 250,
  quietAfterMs: 10_000,
  silentCycleAfterMs: 60_000,
  recheckBudgetMs: 20,
};
