import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { stringify } from 'csv-stringify';
import { messageOf, SigmalineError } from '../../../shared/domain/index.ts';
import { replaceWhole } from '../../files/index.ts';
import type { RecordedInspection } from '../storage/index.ts';
import { type Cell, COLUMN_NAMES, rowOf } from './columns.ts';

/** Rows between two pauses in which the engine does what is more urgent than an export. */
const ROWS_AT_ONCE = 200;

/**
 * Writes inspections as CSV (RFC 4180, UTF-8, dot decimals, a header line) row by row, so that a million of them need no memory. The file
 * appears under its name when it is whole; one that was there before is replaced.
 *
 * @returns how many inspections it holds
 * @throws SigmalineError `export.failed`
 */
export async function writeCsv(file: {
  readonly path: string;
  readonly station: string;
  readonly inspections: Iterable<RecordedInspection> | AsyncIterable<RecordedInspection>;
}): Promise<number> {
  const path = resolve(file.path);
  let rows = 0;

  async function* cells(): AsyncGenerator<readonly Cell[]> {
    for await (const inspection of file.inspections) {
      yield rowOf(inspection, file.station);
      rows += 1;
      if (rows % ROWS_AT_ONCE === 0) await nextTurn();
    }
  }

  try {
    await mkdir(dirname(path), { recursive: true });
    const write = (partial: string): Promise<void> =>
      pipeline(
        Readable.from(cells()),
        // By itself the library quotes only its own record delimiter, and a lone CR in a file's name would break the line.
        stringify({ header: true, columns: [...COLUMN_NAMES], record_delimiter: 'windows', quoted_match: /[\r\n]/ }),
        createWriteStream(partial),
      );
    await replaceWhole(path, write, `${path}.${randomUUID()}.partial`);
    return rows;
  } catch (thrown) {
    if (thrown instanceof SigmalineError) throw thrown;
    throw new SigmalineError('export.failed', { file: path, reason: messageOf(thrown) }, thrown);
  }
}
