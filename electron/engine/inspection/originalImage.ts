import { join } from 'node:path';
import type { Inspection } from '../../../shared/domain/index.ts';
import { type Ledger, probeFile, sameFingerprint } from '../intake/index.ts';

/** Where the very file lies that was judged; null where it is gone or its name has got another content. */
export type OriginalImageFinder = (inspection: Pick<Inspection, 'id' | 'sourceId' | 'file'>) => Promise<string | null>;

export function createOriginalImageFinder(parts: {
  readonly ledger: Pick<Ledger, 'contentOf'>;
  readonly folderOf: (sourceId: Inspection['sourceId']) => string | null;
}): OriginalImageFinder {
  return async ({ id, sourceId, file }) => {
    const folder = parts.folderOf(sourceId);
    const content = parts.ledger.contentOf(id);
    if (folder === null || content === undefined) return null;
    const path = join(folder, file);
    const found = await probeFile(path).catch(() => null);
    return found?.kind === 'file' && sameFingerprint(found.fingerprint, content) ? path : null;
  };
}
