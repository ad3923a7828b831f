import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { SOFTWARE_VERSION } from './softwareVersion.ts';

test('the software names the version of its package', () => {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  expect(SOFTWARE_VERSION).toBe(manifest.version);
});
