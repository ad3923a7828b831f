import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ImageKind } from '../../../shared/contract/index.ts';
import {
  type Fingerprint,
  type Inspection,
  type InspectionId,
  type KeptKind,
  type Placement,
  SigmalineError,
  sameFingerprint,
} from '../../../shared/domain/index.ts';
import type { LaneJob } from '../../../shared/processes/lane.ts';
import { isThere, keepNewest, probeFile, sha256OfFile } from '../../files/index.ts';
import { BROWSER_HEAD_BYTES, browserMediaType } from '../../formats/index.ts';
import type { RecordFiles } from './recordFiles.ts';
import type { InspectionRecords } from './records.ts';

/** Who knows where the file of a record lies. */
export interface OriginalImageNeeds {
  readonly ledger: { contentOf(id: InspectionId): Fingerprint | undefined };
  readonly folderOf: (sourceId: Inspection['sourceId']) => string | null;
  readonly archivedAt: (id: InspectionId) => string | null;
}

export interface Picture {
  readonly path: string;
  readonly mediaType: string;
}

interface LocatedPicture extends Picture {
  /** Where a map lies in its image; null where it covers all of it. */
  readonly placement: Placement | null;
}

export interface ImageLocatorNeeds extends OriginalImageNeeds {
  readonly records: Pick<InspectionRecords, 'find'>;
  readonly files: RecordFiles;
  /** The rule that removed a file of a record, and the entry that says so; null where none has. */
  readonly removedBy: (number: number, what: KeptKind) => { readonly rule: string; readonly entry: number } | null;
  /** Draws a smaller picture of an image. */
  readonly pool: { write(job: Extract<LaneJob, { kind: 'preview' }>): Promise<void> };
}

/** @throws SigmalineError `inspection.not-found`, `image.not-found`, `image.removed` where a rule removed it */
export type ImageLocator = (id: InspectionId, kind: ImageKind) => Promise<LocatedPicture>;

const KEPT_AS = { original: 'images', heatmap: 'maps', thumbnail: 'thumbnails' } as const;
/** As much as a large screen shows. */
const PREVIEW_SIZE_PX = 2048;
/** They can be made again at any time. */
const PREVIEWS_KEPT = 500;

/**
 * Finds the picture behind an image address. `original` is the very file that the camera wrote where a browser can show it, else a preview made of
 * it. There is none when the camera's file is gone or its name has got another content: whoever shows it falls back on the thumbnail, and says so.
 */
export function createImageLocator(needs: ImageLocatorNeeds): ImageLocator {
  const findOriginal = createOriginalImageFinder(needs);
  const shown = createBrowserPictures(needs);

  async function original(inspection: Inspection): Promise<Picture | null> {
    // A browser would take the memory that the lane has refused to take.
    if (inspection.error?.code === 'image.too-large') return null;
    const path = await findOriginal(inspection);
    return path === null ? null : shown(path, needs.files.previewPath(inspection.id));
  }

  return async (id, kind) => {
    const stored = needs.records.find(id);
    if (stored === null) throw new SigmalineError('inspection.not-found', { inspection: id });
    if (kind === 'original') {
      const picture = await original(stored);
      if (picture !== null) return { ...picture, placement: null };
    }
    if (stored.filesFolder !== null && kind === 'heatmap') {
      const path = needs.files.mapPath(stored.filesFolder, id);
      if (await isThere(path)) return { path, mediaType: 'image/png', placement: stored.placement };
    } else if (stored.filesFolder !== null && kind === 'thumbnail') {
      const path = needs.files.thumbnailPath(stored.filesFolder, id);
      if (await isThere(path)) return { path, mediaType: 'image/jpeg', placement: null };
    }
    const removed = needs.removedBy(stored.number, KEPT_AS[kind]);
    if (removed !== null) throw new SigmalineError('image.removed', { number: stored.number, ...removed });
    throw new SigmalineError('image.not-found', { file: stored.file });
  };
}

/**
 * What a browser shows of an image file: the very file where it can, else a preview that is made of it.
 *
 * @returns null for a file that is no image
 */
export function createBrowserPictures({
  files,
  pool,
}: Pick<ImageLocatorNeeds, 'pool'> & { readonly files: Pick<RecordFiles, 'makeRoomFor'> }): (
  imagePath: string,
  previewPath: string,
) => Promise<Picture | null> {
  const atWork = new Map<string, Promise<Picture>>();

  async function makePreview(imagePath: string, path: string): Promise<Picture> {
    await files.makeRoomFor(path);
    await pool.write({ kind: 'preview', imagePath, outputPath: path, maximumSizePx: PREVIEW_SIZE_PX });
    await keepNewest(dirname(path), PREVIEWS_KEPT, path);
    return { path, mediaType: 'image/jpeg' };
  }

  return async (imagePath, previewPath) => {
    const mediaType = await mediaTypeForBrowsers(imagePath).catch(() => null);
    if (mediaType !== null) return { path: imagePath, mediaType };
    if (await isThere(previewPath)) return { path: previewPath, mediaType: 'image/jpeg' };
    const making =
      atWork.get(previewPath) ?? makePreview(imagePath, previewPath).finally(() => atWork.delete(previewPath));
    atWork.set(previewPath, making);
    return making.catch(() => null);
  };
}

/** As what a browser shows this very file; null where it shows none of the kind. @throws the file system's error */
export async function mediaTypeForBrowsers(path: string): Promise<string | null> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(BROWSER_HEAD_BYTES), 0, BROWSER_HEAD_BYTES, 0);
    return browserMediaType(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

/** Where the very file lies that was judged, in its source or in the archive; null where it is gone or its name has got another content. */
export type OriginalImageFinder = (
  inspection: Pick<Inspection, 'id' | 'sourceId' | 'file' | 'sha256'>,
) => Promise<string | null>;

export function createOriginalImageFinder(needs: OriginalImageNeeds): OriginalImageFinder {
  async function inSource({ id, sourceId, file, sha256 }: Parameters<OriginalImageFinder>[0]): Promise<string | null> {
    const folder = needs.folderOf(sourceId);
    const content = needs.ledger.contentOf(id);
    if (folder === null || content === undefined) return null;
    const path = join(folder, file);
    const found = await probeFile(path).catch(() => null);
    if (found?.kind !== 'file' || found.fingerprint.size !== content.size) return null;
    return sameFingerprint(found.fingerprint, content) || (await hasBytes(path, sha256)) ? path : null;
  }

  /** Times do not survive every copy to another disk, so the bytes themselves are compared. */
  async function inArchive({ id, sha256 }: Parameters<OriginalImageFinder>[0]): Promise<string | null> {
    const path = needs.archivedAt(id);
    if (path === null) return null;
    return (await hasBytes(path, sha256)) ? path : null;
  }

  return async (inspection) => (await inSource(inspection)) ?? inArchive(inspection);
}

async function hasBytes(path: string, sha256: string | null): Promise<boolean> {
  return sha256 !== null && (await sha256OfFile(path).catch(() => null)) === sha256;
}
