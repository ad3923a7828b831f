import type { SearchFigures } from './sections/search.ts';
import { bytesText, msText, preciseMsText, ratioText, spreadText, table, targetText } from './text.ts';

const TARGETS = { pageMs: 50, insert: 1.05 };

export function searchSection({ records, answers, trends, peakBytes, ...rest }: SearchFigures): string {
  const { indexSeconds, indexBytes, insert } = rest;
  const rows = answers.map(({ name, found, cold, warm, countMs }) => [
    name,
    found.toLocaleString('en-GB'),
    spreadText(warm, msText),
    spreadText(cold, msText),
    targetText(Math.max(warm.median, cold.median), TARGETS.pageMs, msText),
    msText(countMs),
  ]);
  const costs = [
    spreadText(insert.second, preciseMsText),
    spreadText(insert.first, preciseMsText),
    spreadText(insert.ratio, ratioText),
    targetText(insert.ratio.median, TARGETS.insert, ratioText),
  ];
  const trendRow = Object.values(trends).map(({ median }) => msText(median));
  return `## Searching records

Milliseconds a page of 60 among ${records.toLocaleString('en-GB')} records, by time and by score, both ways: the first page, one from the middle and the last. Cold is the first question of an index that was opened just now, after the operating system has given up what it kept of both files.

${table(['filter', 'found', 'warm', 'cold', 'target', 'count'], rows)}

The index took ${indexSeconds.toFixed(0)} s without a rest and ${bytesText(indexBytes)}; the process that was asked held ${bytesText(peakBytes)} at most.

A trend of all records:

${table(Object.keys(trends), [trendRow])}

Milliseconds a record that is committed by itself, without a searching thread and beside one:

${table(['without', 'beside one', 'ratio', 'target'], [costs])}`;
}
