/** `npm run check`: everything that must hold before a change lands. Cheap checks come first. */
import { runBeside, runTool, type Tool } from './tasks.ts';

const types = (what: string, project: string): Tool => ({
  title: `types: ${what}`,
  command: 'tsc',
  toolArguments: ['-p', `tsconfig/${project}.json`],
});

await runTool('format and lint (biome)', 'biome', ['check', '.']);
await runBeside(
  [
    { title: 'lint (oxlint)', command: 'oxlint', toolArguments: [] },
    { title: 'lint of screens (eslint)', command: 'eslint', toolArguments: ['.', '--max-warnings', '0'] },
    {
      title: 'types: renderer (svelte-check)',
      command: 'svelte-check',
      toolArguments: ['--tsconfig', 'renderer/tsconfig.json', '--fail-on-warnings'],
    },
    types('electron', 'electron'),
    types('browser tests', 'e2e'),
  ],
  [
    types('shared and gaussian', 'pure'),
    types('node', 'node'),
    {
      title: 'boundaries (dependency-cruiser)',
      command: 'depcruise',
      toolArguments: ['electron', 'shared', 'renderer', 'build', 'tests', '--config', '.dependency-cruiser.cjs'],
    },
    { title: 'dead code (knip)', command: 'knip', toolArguments: [] },
    { title: 'dead code but for tests (knip)', command: 'knip', toolArguments: ['--production'] },
  ],
);
// Last, for what they say of tests that passed only at their second try.
await runTool('tests', 'node', ['build/test.ts', '--long'], 85);
