import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { INTERFACE_PACKAGES, thirdPartyNotices } from './thirdPartyNotices.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

function importedBy(pattern: string): Set<string> {
  const packages = new Set<string>();
  for (const file of globSync(pattern, { cwd: root })) {
    if (/\.test\.ts$|vite\.config/.test(file)) continue;
    for (const [, specifier] of readFileSync(join(root, file), 'utf8').matchAll(/from '([^'./][^']*)'/g)) {
      const parts = (specifier as string).split('/');
      packages.add(parts.slice(0, parts[0]?.startsWith('@') ? 2 : 1).join('/'));
    }
  }
  return packages;
}

describe('the third-party notices', () => {
  it('are those of the present lockfile (node build/notices.ts renews them)', () => {
    expect(readFileSync(join(root, 'THIRD_PARTY_NOTICES.md'), 'utf8')).toBe(thirdPartyNotices(root));
  });

  it('name every package that the interface is made of', () => {
    const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const imported = [...importedBy('renderer/src/**/*.{ts,svelte}')].filter((name) => !(name in dependencies));
    expect(imported.sort()).toEqual(INTERFACE_PACKAGES);
  });

  it('give a text for every package, native ones of other platforms included', () => {
    const notices = thirdPartyNotices(root);
    for (const name of [
      'onnxruntime-node',
      '@img/sharp-libvips-linux-x64',
      '@img/sharp-win32-x64',
      'better-sqlite3',
      'svelte',
    ]) {
      expect(notices, name).toMatch(new RegExp(`^## .*${name.replace('/', '\\/')}(,|$)`, 'm'));
    }
  });
});
