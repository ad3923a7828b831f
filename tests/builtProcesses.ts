import { fileURLToPath } from 'node:url';
import { buildIfStale } from '../build/bundles.ts';

/** Before the tests: what their stations start as processes and threads is bundled, else each of them loads hundreds of files first. */
export async function setup(): Promise<void> {
  for (const name of ['node', 'verifier', 'tests'] as const) await buildIfStale(name);
  process.env.SIGMALINE_BUNDLES = fileURLToPath(new URL('../out/node', import.meta.url));
}
