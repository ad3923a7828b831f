/** `npm run check`: everything that must hold before a change lands. Cheap checks come first. */
import { runTool } from './tasks.ts';

runTool('format and lint (biome)', 'biome', ['check', '.']);
runTool('types: shared and gaussian', 'tsc', ['-p', 'tsconfig/pure.json']);
runTool('types: node', 'tsc', ['-p', 'tsconfig/node.json']);
runTool('types: electron', 'tsc', ['-p', 'tsconfig/electron.json']);
runTool('types: browser tests', 'tsc', ['-p', 'tsconfig/e2e.json']);
runTool('types: renderer (svelte-check)', 'svelte-check', [
  '--tsconfig',
  'renderer/tsconfig.json',
  '--fail-on-warnings',
]);
runTool('lint (eslint)', 'eslint', ['.', '--max-warnings', '0']);
runTool('boundaries (dependency-cruiser)', 'depcruise', [
  'electron',
  'shared',
  'renderer',
  'build',
  'tests',
  '--config',
  '.dependency-cruiser.cjs',
]);
runTool('dead code (knip)', 'knip', []);
runTool('dead code but for tests (knip)', 'knip', ['--production']);
runTool('tests', 'node', ['build/test.ts']);
runTool('torture', 'vitest', ['run', '--project', 'torture']);
