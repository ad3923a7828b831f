import { dirname } from 'node:path';
import { SigmalineError } from '../../../shared/domain/index.ts';
import type { ExportRequest } from '../../../shared/processes/jobs.ts';
import type { ExportRow } from './exportRows.ts';
import type { PictureFinder } from './pictureFiles.ts';

/** Bytes of a row, half as many again as in the bench: names and lots are longer elsewhere. */
const BYTES = { programs: 1200, spreadsheet: 1500, xlsx: 700, jsonLines: 1600, qdas: 200 };
/** A heatmap of 256 x 256 in a palette; where the ledger has forgotten a file, its image is taken for this large. */
const HEATMAP_BYTES = 25_000;
const UNKNOWN_IMAGE_BYTES = 2_000_000;
const BYTES_PER_MB = 1e6;

/**
 * Refuses an export for which there is no room: a disk that it fills would stop the line.
 *
 * @param sample some of the rows, by whose images the others are judged
 * @throws SigmalineError `export.no-room`
 */
export function requireRoom(
  { contents, folder, spareBytes }: Pick<ExportRequest, 'contents' | 'folder' | 'spareBytes'>,
  rows: number,
  sample: readonly ExportRow[],
  finder: PictureFinder,
): void {
  const sizes = contents.images ? sample.map((row) => finder.sizeOf(row) ?? UNKNOWN_IMAGE_BYTES) : [];
  const imageBytes = sizes.reduce((sum, size) => sum + size, 0) / Math.max(1, sizes.length);
  const rowBytes =
    (contents.table === null ? 0 : BYTES[contents.table]) +
    (contents.jsonLines ? BYTES.jsonLines : 0) +
    // The values lie there twice for a moment.
    (contents.qdas ? 2 * BYTES.qdas : 0) +
    (contents.heatmaps ? HEATMAP_BYTES : 0) +
    imageBytes;
  const needed = rows * rowBytes;
  if (needed <= spareBytes) return;
  throw new SigmalineError('export.no-room', {
    folder: dirname(folder),
    needed: Math.ceil(needed / BYTES_PER_MB),
    free: Math.max(0, Math.floor(spareBytes / BYTES_PER_MB)),
  });
}
