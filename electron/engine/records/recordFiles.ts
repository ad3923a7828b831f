import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type InspectionId, SigmalineError } from '../../../shared/domain/index.ts';
import { errnoReason, isDiskFull, unfinishedName } from '../../files/index.ts';

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
  /** Removes what a lane wrote, or began to write, for an image that becomes an error after all. @throws SigmalineError `station.data-folder` */
  discard(folder: string, id: InspectionId): Promise<void>;
}

export function createRecordFiles(dataFolder: string): RecordFiles {
  const mapPath = (folder: string, id: InspectionId): string => join(dataFolder, 'maps', folder, `${id}.npy`);
  const thumbnailPath = (folder: string, id: InspectionId): string =>
    join(dataFolder, 'thumbnails', folder, `${id}.jpg`);
  return {
    folderOf: (seenAt) => seenAt.slice(0, 'YYYY-MM-DD'.length).replaceAll('-', '/'),
    mapPath,
    thumbnailPath,
    previewPath: (id) => join(dataFolder, 'previews', `${id}.jpg`),
    async makeRoomFor(path) {
      try {
        await mkdir(dirname(path), { recursive: true });
      } catch (thrown) {
        const reason = errnoReason(thrown);
        const code = isDiskFull(thrown) ? 'station.disk-full' : 'station.data-folder';
        throw new SigmalineError(code, { folder: dataFolder, reason }, thrown);
      }
    },
    async discard(folder, id) {
      try {
        for (const path of [mapPath(folder, id), thumbnailPath(folder, id)]) {
          await rm(path, { force: true });
          // A lane that was ended while it wrote leaves this.
          await rm(unfinishedName(path), { force: true });
        }
      } catch (thrown) {
        const reason = errnoReason(thrown);
        throw new SigmalineError('station.data-folder', { folder: dataFolder, reason }, thrown);
      }
    },
  };
}
