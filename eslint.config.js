/** Screens alone: oxlint looks at whatever is TypeScript (.oxlintrc.json), in a sixth of the time. */
import svelte from 'eslint-plugin-svelte';
import tseslint from 'typescript-eslint';

export default [
  {
    ignores: ['node_modules/', 'out/', 'dist/', 'resources/', 'test-results/', 'playwright-report/', 'tests/fixtures/'],
  },
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: tseslint.parser, extraFileExtensions: ['.svelte'] } },
  },
];
