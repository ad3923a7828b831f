import type { ImageKind } from '../../../shared/contract/index.ts';
import type { InspectionId } from '../../../shared/domain/index.ts';

/** Where the pictures and files of the station are found: ids only, never paths. */
export interface Addresses {
  image(id: InspectionId, kind: ImageKind): string;
  exported(id: string): string;
}

export function createAddresses(insideElectron: boolean): Addresses {
  const root = insideElectron ? 'sigmaline-image://' : '/';
  return {
    image: (id, kind) => `${root}image/${id}/${kind}`,
    exported: (id) => `${root}export/${id}`,
  };
}
