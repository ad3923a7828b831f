import type { Handlers } from '../../shared/contract/index.ts';

const unbuilt = (): never => {
  throw new Error('not built yet');
};

/** Requests of the records whose features are being built: each feature takes its own out. */
export const UNBUILT: Pick<
  Handlers,
  | 'report.make'
  | 'report.makeShift'
  | 'report.list'
  | 'report.cancel'
  | 'report.locate'
  | 'report.signer'
  | 'report.setSigner'
  | 'report.removeSigner'
  | 'diagnostics.contents'
  | 'diagnostics.write'
  | 'diagnostics.locate'
> = {
  'report.make': unbuilt,
  'report.makeShift': unbuilt,
  'report.list': unbuilt,
  'report.cancel': unbuilt,
  'report.locate': unbuilt,
  'report.signer': unbuilt,
  'report.setSigner': unbuilt,
  'report.removeSigner': unbuilt,
  'diagnostics.contents': unbuilt,
  'diagnostics.write': unbuilt,
  'diagnostics.locate': unbuilt,
};
