import type { Handlers } from '../../shared/contract/index.ts';

const unbuilt = (): never => {
  throw new Error('not built yet');
};

/** Requests of the records whose features are being built: each feature takes its own out. */
export const UNBUILT: Pick<Handlers, 'diagnostics.contents' | 'diagnostics.write' | 'diagnostics.locate'> = {
  'diagnostics.contents': unbuilt,
  'diagnostics.write': unbuilt,
  'diagnostics.locate': unbuilt,
};
