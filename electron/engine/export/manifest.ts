import type { ExportFile } from '../../../shared/contract/index.ts';
import { localTime, offsetOf, offsetText, SOFTWARE_VERSION } from '../../../shared/domain/index.ts';
import { filterWords } from '../../../shared/i18n/exportWords.ts';
import type { ExportRequest } from '../../../shared/processes/jobs.ts';
import type { Missing } from './pictureFiles.ts';

/**
 * What an export is: what was asked, what is in it and what is not, the hash of each file, and how it hangs on the audit trail. The names of its fields
 * are never changed (docs/exports.md).
 */
export function manifestOf(
  { exportId, filter, contents, at, by, station, bounds, checkpoint }: ExportRequest,
  { rows, first, last }: { readonly rows: number; readonly first: number | null; readonly last: number | null },
  files: readonly ExportFile[],
  missing: Missing | null,
): Readonly<Record<string, unknown>> {
  const instant = new Date(at);
  const spanned = first === null || last === null ? 0 : last - first + 1;
  return {
    format: 'sigmaline-export-1',
    id: exportId,
    exportedBy: by,
    exportedAt: at,
    exportedAtLocal: localTime(instant),
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    utcOffset: offsetText(offsetOf(instant)),
    station,
    software: `Sigmaline ${SOFTWARE_VERSION}`,
    filter: { words: filterWords(filter), ...filter },
    contents,
    rows,
    firstNumber: first,
    lastNumber: last,
    /** Records are numbered without gaps, so whoever reads a gap must learn why it is there. */
    gaps: { numbers: spanned - rows, reason: spanned === rows ? null : 'these records do not match the filter' },
    /** Records and dispositions that came later are not in it. */
    asOf: { record: bounds.records, disposition: bounds.dispositions },
    ...(missing && { picturesNotThere: missing }),
    files,
    /** A signed head of the audit trail that covers every record of this export; null where no key could sign. */
    checkpoint,
  };
}
