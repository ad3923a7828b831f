import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { keepTemporaryFilesInMemory } from './tests/memoryFolder.ts';

// Stations of tests start their processes and threads from source: what Node compiled of it once is kept, which halves their start.
process.env.NODE_COMPILE_CACHE ??= fileURLToPath(new URL('node_modules/.cache/node', import.meta.url));

keepTemporaryFilesInMemory();

const globalSetup = 'tests/builtProcesses.ts';

/** Tests beside the code that start processes, run networks or take their time say so in their names. */
const SLOW = '**/*.slow.test.ts';

/** What takes half a minute by itself says so, too: `npm test` leaves it to `npm run check`. */
const LONG = '**/*.long.test.ts';

/** Replaces a module of Node under the engine, which therefore must not be loaded yet. */
const REPLACES_MODULES = 'tests/integration/engine/difficultFolders.test.ts';

/** The checks of graphics processors give way to every other process: where tests keep both cores of the smallest machine busy they would take minutes. */
const GIVES_WAY = 'tests/integration/engine/providers.long.test.ts';
/** Hence last, beside a single worker of the unit tests. */
const LAST = { maxWorkers: 2, sequence: { groupOrder: 1 } };

/** Tests with processes, clocks and files of their own: `npm test` names those that passed only at their second try. */
const retry = 1;

export default defineConfig({
  test: {
    pool: 'forks',
    // One more than the smallest machine has cores: stations of tests wait for cameras, clocks and processes half of their time. With two more it takes as long.
    maxWorkers: 3,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{electron,shared,build}/**/*.test.ts', 'renderer/src/**/*.test.ts'],
          exclude: [SLOW, LONG],
          isolate: false,
          ...LAST,
        },
      },
      {
        extends: true,
        test: {
          name: 'slow',
          retry,
          globalSetup,
          include: [`{electron,shared,build,renderer/src}/${SLOW}`],
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'stations',
          retry,
          globalSetup,
          include: ['tests/{bench,integration,electron}/**/*.test.ts'],
          exclude: [LONG, REPLACES_MODULES],
          // To load the engine takes two seconds of a processor: its files share it.
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'long',
          retry,
          globalSetup,
          include: [`{electron,shared,build,renderer/src,tests}/${LONG}`],
          exclude: [GIVES_WAY],
          isolate: false,
        },
      },
      { extends: true, test: { name: 'replaced modules', retry, globalSetup, include: [REPLACES_MODULES] } },
      { extends: true, test: { name: 'long, gives way', retry, globalSetup, include: [GIVES_WAY], ...LAST } },
      {
        extends: true,
        test: { name: 'torture', globalSetup, include: ['tests/torture/**/*.test.ts'] },
      },
    ],
  },
});
