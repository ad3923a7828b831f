import type { RecordFilter } from '../domain/recordFilter.ts';

/** A filter as one sentence, for manifests and logs: in English, whatever screens speak. */
export function filterWords(filter: RecordFilter): string {
  const { from, to, number, lot, serial, file, recipe, source, verdicts, dispositions } = filter;
  const { reason, defect, person, scoreFrom, scoreTo, error } = filter;
  const words = [
    from !== null && `from ${from}`,
    to !== null && `to before ${to}`,
    number !== null && `number ${number}`,
    lot !== null && `lot "${lot}"`,
    serial !== null && `serial contains "${serial}"`,
    file !== null && `file contains "${file}"`,
    recipe !== null && `recipe "${recipe.id}"${recipe.version === null ? '' : ` version ${recipe.version}`}`,
    source !== null && `source ${source}`,
    verdicts.length > 0 && `verdict ${verdicts.join(' or ')}`,
    dispositions.length > 0 && `disposition ${dispositions.join(' or ')}`,
    reason !== null && `reason "${reason}"`,
    defect !== null && `defect "${defect}"`,
    person !== null && `disposed of by ${person}`,
    scoreFrom !== null && `score from ${scoreFrom} sigma`,
    scoreTo !== null && `score up to ${scoreTo} sigma`,
    error !== null && `error ${error}`,
  ].filter((word) => word !== false);
  return words.length === 0 ? 'All records' : `Records: ${words.join('; ')}`;
}
