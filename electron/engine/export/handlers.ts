import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Handlers } from '../../../shared/contract/index.ts';
import { SigmalineError, slugOf } from '../../../shared/domain/index.ts';
import { keepNewest } from '../../files/index.ts';
import type { Reader } from '../records/index.ts';
import { localTime } from './columns.ts';
import { writeCsv } from './csvFile.ts';
import { inspectionsIn, type PortionReader } from './records.ts';

/** An export is fetched right after it was written, and can be written again from the records. */
const EXPORTS_KEPT = 50;

/** The handlers of exports. Each export lies in a folder of its own, named by its id: `<data>/exports/<id>/<file name>`. */
export function createExportHandlers(needs: {
  readonly dataFolder: string;
  readonly stationName: () => string;
  readonly reader: Reader;
}): Handlers<'export.csv' | 'export.locate'> {
  const root = join(needs.dataFolder, 'exports');
  const reader: PortionReader = {
    numbersIn: (range) => needs.reader.run('records.numbersIn', range),
    between: (range, numbers, limit) => needs.reader.run('records.between', { range, numbers, limit }),
  };
  return {
    async 'export.csv'(range) {
      const id = randomUUID();
      const station = needs.stationName();
      const fileName = exportFileName(station, new Date());
      const rows = await writeCsv({
        path: join(root, id, fileName),
        station,
        inspections: inspectionsIn(reader, range),
      });
      await keepNewest(root, EXPORTS_KEPT, join(root, id));
      return { id, fileName, rows };
    },
    async 'export.locate'({ id }) {
      const [fileName] = await readdir(join(root, id)).catch(() => []);
      if (fileName === undefined) throw new SigmalineError('resource.not-found', { resource: 'export' });
      return { path: join(root, id, fileName), fileName };
    },
  };
}

/** "inspections-line-3-2026-11-02-1100.csv": local time, and nothing that a file system or a mail program stumbles over. */
export function exportFileName(station: string, now: Date): string {
  const [date = '', time = ''] = localTime(now).split('T');
  const words = ['inspections', slugOf(station), date, time.slice(0, 5).replace(':', '')];
  return `${words.filter((word) => word !== '').join('-')}.csv`;
}
