import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      '{electron,shared,build}/**/*.test.ts',
      'renderer/src/**/*.test.ts',
      'tests/{bench,integration,electron,torture}/**/*.test.ts',
    ],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
