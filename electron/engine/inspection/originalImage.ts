import { join } from 'node:path';
import { type Inspection, type InspectionId, sameFingerprint } from '../../../shared/domain/index.ts';
import { probeFile, sha256OfFile } from '../../files/index.ts';
import type { Ledger } from '../intake/index.ts';

/** Where the very file lies that was judged, in its source or in the archive; null where it is gone or its name has got another content. */
export type OriginalImageFinder = (
  inspection: Pick<Inspection, 'id' | 'sourceId' | 'file' | 'sha256'>,
) => Promise<string | null>;

export function createOriginalImageFinder(needs: {
  readonly ledger: Pick<Ledger, 'contentOf'>;
  readonly folderOf: (sourceId: Inspection['sourceId']) => string | null;
  readonly archivedAt: (id: InspectionId) => string | null;
}): OriginalImageFinder {
  async function inSource({ id, sourceId, file }: Parameters<OriginalImageFinder>[0]): Promise<string | null> {
    const folder = needs.folderOf(sourceId);
    const content = needs.ledger.contentOf(id);
    if (folder === null || content === undefined) return null;
    const path = join(folder, file);
    const found = await probeFile(path).catch(() => null);
    return found?.kind === 'file' && sameFingerprint(found.fingerprint, content) ? path : null;
  }

  /** Times do not survive every copy to another disk, so the bytes themselves are compared. */
  async function inArchive({ id, sha256 }: Parameters<OriginalImageFinder>[0]): Promise<string | null> {
    const path = needs.archivedAt(id);
    if (path === null) return null;
    const found = await sha256OfFile(path).catch(() => null);
    return found !== null && found === sha256 ? path : null;
  }

  return async (inspection) => (await inSource(inspection)) ?? inArchive(inspection);
}
