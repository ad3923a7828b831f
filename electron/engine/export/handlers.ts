import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Handlers } from '../../../shared/contract/index.ts';
import { SigmalineError, slugOf } from '../../../shared/domain/index.ts';
import { keepNewest, sha256OfFile, writeWhole } from '../../files/index.ts';
import type { Kernel } from '../kernel/index.ts';
import type { Reader } from '../records/index.ts';
import { localTime } from './columns.ts';
import { writeCsv } from './csvFile.ts';
import { inspectionsIn, type PortionReader } from './records.ts';

/** An export is fetched right after it was written, and can be written again from the records. */
const EXPORTS_KEPT = 50;
const CHECKPOINT_ENDING = '.checkpoint';

/** The handlers of exports. Each export lies in a folder of its own, named by its id: `<data>/exports/<id>/<file name>`. */
export function createExportHandlers(needs: {
  readonly dataFolder: string;
  readonly stationName: () => string;
  readonly reader: Reader;
  readonly audit: Pick<Kernel['audit'], 'append'>;
  /** Signs the audit chain with the export in it; null where no key can. */
  readonly checkpoint: () => { readonly note: string } | null;
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
      const path = join(root, id, fileName);
      const rows = await writeCsv({
        path,
        station,
        inspections: inspectionsIn(reader, range),
      });
      const made = { fileName, rows, ...range, sha256: await sha256OfFile(path) };
      needs.audit.append({ action: 'export.made', object: { kind: 'export', id }, new: made });
      const checkpoint = needs.checkpoint();
      if (checkpoint !== null) await writeWhole(`${path}${CHECKPOINT_ENDING}`, checkpoint.note);
      await keepNewest(root, EXPORTS_KEPT, join(root, id));
      return { id, fileName, rows };
    },
    async 'export.locate'({ id }) {
      const names = await readdir(join(root, id)).catch(() => []);
      const fileName = names.find((name) => !name.endsWith(CHECKPOINT_ENDING));
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
