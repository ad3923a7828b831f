import { readFile } from 'node:fs/promises';
import type { Handlers } from '../../../shared/contract/index.ts';
import { type AnomalyMap, decodeNpy, type InspectionId, SigmalineError } from '../../../shared/domain/index.ts';
import type { ImageLocator } from './imageLocator.ts';
import type { Reader } from './reader.ts';
import type { RecordFiles } from './recordFiles.ts';
import type { InspectionRecords } from './records.ts';

export function createRecordHandlers(needs: {
  readonly records: InspectionRecords;
  readonly reader: Reader;
  readonly files: RecordFiles;
  readonly locateImage: ImageLocator;
  readonly onTrouble: (error: unknown) => void;
}): Handlers<'feed.page' | 'inspection.get' | 'inspection.locateImage'> {
  const { records, files } = needs;

  const numberOf = (id: InspectionId | null): number | null =>
    id === null ? null : (records.find(id)?.number ?? null);

  /** The record stands without its map, which only explains it: a map that was lost is no reason not to show the rest. */
  async function readMap(path: string): Promise<AnomalyMap | null> {
    try {
      const { height, width, values } = decodeNpy(await readFile(path));
      return { height, width, values: Array.from(values) };
    } catch (thrown) {
      needs.onTrouble(thrown);
      return null;
    }
  }

  return {
    'feed.page': (input) => needs.reader.run('records.page', input),
    async 'inspection.get'({ id }) {
      const stored = records.find(id);
      if (stored === null) throw new SigmalineError('inspection.not-found', { inspection: id });
      const { filesFolder, ...inspection } = stored;
      const map = filesFolder === null ? null : await readMap(files.mapPath(filesFolder, id));
      return {
        inspection,
        map,
        sameContentAs: numberOf(inspection.sameContentAs),
        followsError: numberOf(inspection.followsError),
      };
    },
    'inspection.locateImage': ({ id, kind }) => needs.locateImage(id, kind),
  };
}
