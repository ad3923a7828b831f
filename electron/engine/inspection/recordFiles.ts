import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type InspectionId, SigmalineError } from '../../../shared/domain/index.ts';
import { errnoCode } from '../intake/index.ts';

/** Where the files of an inspection lie in the data folder. */
export interface RecordFiles {
  /** The folder of a day, as records keep it: "2026/11/23". */
  folderOf(seenAt: string): string;
  mapPath(folder: string, id: InspectionId): string;
  thumbnailPath(folder: string, id: InspectionId): string;
  /** Pictures made for browsers from images that they cannot show. */
  previewPath(id: InspectionId): string;
  /** Makes the folder that a file is to be written to. @throws SigmalineError `station.disk-full`, `station.data-folder` */
  makeRoomFor(path: string): Promise<void>;
}

export function createRecordFiles(dataFolder: string): RecordFiles {
  return {
    folderOf: (seenAt) => seenAt.slice(0, 'YYYY-MM-DD'.length).replaceAll('-', '/'),
    mapPath: (folder, id) => join(dataFolder, 'maps', folder, `${id}.npy`),
    thumbnailPath: (folder, id) => join(dataFolder, 'thumbnails', folder, `${id}.jpg`),
    previewPath: (id) => join(dataFolder, 'previews', `${id}.jpg`),
    async makeRoomFor(path) {
      try {
        await mkdir(dirname(path), { recursive: true });
      } catch (thrown) {
        const reason = errnoCode(thrown) ?? String(thrown);
        const code = reason === 'ENOSPC' ? 'station.disk-full' : 'station.data-folder';
        throw new SigmalineError(code, { folder: dataFolder, reason }, thrown);
      }
    },
  };
}
