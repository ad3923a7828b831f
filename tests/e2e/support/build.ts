import { buildIfStale } from '../../../build/bundles.ts';

/** Before the browser tests: what they open and start is built where it is not there, or is of before. */
export default async function build(): Promise<void> {
  for (const name of ['renderer', 'node', 'verifier'] as const) await buildIfStale(name);
}
