import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Bundle {
  /** What it is made of: a change in any of these files makes it stale. */
  readonly sources: readonly string[];
  /** A file that is there once it was built. */
  readonly product: string;
  readonly build: () => Promise<unknown>;
}

const CODE = '**/*.{ts,svelte,css,html,svg,json}';

const bundles = {
  /** The interface, for the window and for browsers. */
  renderer: {
    sources: [`renderer/${CODE}`, 'renderer/public/**/*', `shared/${CODE}`],
    product: 'out/renderer/index.html',
    build: () => buildWithVite('renderer/vite.config.ts'),
  },
  /** Main process and preload. */
  electron: {
    sources: [`electron/${CODE}`, `shared/${CODE}`, 'electron.vite.config.ts'],
    product: 'out/main/index.js',
    build: async () => {
      const { build } = await import('electron-vite');
      await build({ configFile: join(root, 'electron.vite.config.ts'), logLevel: 'error' });
    },
  },
  /** Engine, lane with its decoding thread, tasks and command line for plain Node. */
  node: {
    sources: [`electron/${CODE}`, `shared/${CODE}`, 'vite.node.config.ts'],
    product: 'out/node/engine.js',
    build: () => buildWithVite('vite.node.config.ts'),
  },
  /** The verifier of audit chains as one file. It lies beside the others, which are emptied when they are built: hence it comes last. */
  verifier: {
    sources: [`electron/audit/${CODE}`, 'shared/i18n/auditFaults.ts', 'vite.verifier.config.ts'],
    product: 'out/node/verify.js',
    build: () => buildWithVite('vite.verifier.config.ts'),
  },
  /** The processes of tests' stations, with lanes whose answers are known. */
  tests: {
    sources: [`electron/${CODE}`, `shared/${CODE}`, 'tests/integration/engine/**/*.ts', 'vite.*.config.ts'],
    product: 'out/tests/engine.js',
    build: () => buildWithVite('vite.tests.config.ts'),
  },
} satisfies Record<string, Bundle>;

export type BundleName = keyof typeof bundles;
export const BUNDLE_NAMES = Object.keys(bundles) as BundleName[];

/** Loaded only where something is stale: a station that starts does not wait for the bundler. */
async function buildWithVite(configFile: string): Promise<void> {
  const { build } = await import('vite');
  await build({ configFile: join(root, configFile), logLevel: 'warn' });
}

/** Builds a bundle unless the last build was made of the same sources. @returns whether it was built */
export async function buildIfStale(name: BundleName): Promise<boolean> {
  const bundle: Bundle = bundles[name];
  const stampFile = join(root, 'out', '.built', name);
  const stamp = fingerprint(bundle.sources);
  const isFresh = existsSync(join(root, bundle.product)) && existsSync(stampFile);
  if (isFresh && readFileSync(stampFile, 'utf8') === stamp) return false;
  // Vite's plugins differ between production and development by this alone.
  const { NODE_ENV: before } = process.env;
  process.env.NODE_ENV = 'production';
  await bundle.build().finally(() => {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  });
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
  return true;
}

/** Names, sizes and times of the sources and of the packages they may import; the contents would say the same, slower. */
function fingerprint(patterns: readonly string[]): string {
  const hash = createHash('sha256');
  for (const file of globSync([...patterns, 'package-lock.json'], { cwd: root }).sort()) {
    if (file.endsWith('.test.ts')) continue;
    const { size, mtimeMs } = statSync(join(root, file));
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}
