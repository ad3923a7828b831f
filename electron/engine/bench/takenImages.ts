import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { copyWhole, flushFolder } from '../../files/index.ts';
import { type Piece, type RecordedImage, storing, type Uploads } from '../gathering/index.ts';
import type { OriginalImageFinder } from '../records/index.ts';
import type { SourceSettings } from '../settings/index.ts';
import { type Draft, newKey } from './draft.ts';
import type { TakenImage } from './imageList.ts';

/** Keeps a dropped file in the draft's folder. @returns null before its last piece */
export function uploadedImage(uploads: Uploads, draft: Draft, piece: Piece): Promise<TakenImage | null> {
  return uploads.take(draft.folder, piece, async ({ path, name }) => {
    const key = newKey();
    const place = join('images', key);
    storing(draft.folder, () => {
      mkdirSync(join(draft.folder, place), { recursive: true });
      renameSync(path, join(draft.folder, place, name));
    });
    await flushFolder(join(draft.folder, place));
    const image = { key, path: join(place, name), file: piece.file };
    return { ...image, from: 'upload', record: null, serial: null, released: false };
  });
}

/** Null where its file is gone. Where its source deletes what was recorded, the draft keeps a copy of its own. */
export async function recordedImage(
  {
    findOriginal,
    sources,
  }: { readonly findOriginal: OriginalImageFinder; readonly sources: () => readonly SourceSettings[] },
  draft: Draft,
  recorded: RecordedImage,
  { from, released }: Pick<TakenImage, 'from' | 'released'>,
): Promise<TakenImage | null> {
  const { id, number, file, serial, sha256, sourceId } = recorded;
  const original = await findOriginal(recorded);
  if (original === null || sha256 === null) return null;
  const key = newKey();
  const name = file.slice(file.lastIndexOf('/') + 1);
  const isPassing = sources().find((source) => source.id === sourceId)?.options.afterwards.kind === 'delete';
  if (isPassing) {
    storing(draft.folder, () => mkdirSync(join(draft.folder, 'images', key), { recursive: true }));
    await copyWhole(original, join(draft.folder, 'images', key, name));
  }
  const path = isPassing ? join('images', key, name) : original;
  return { key, path, file: name, from, record: { id, number, sha256, file }, serial, released };
}
