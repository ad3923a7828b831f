import type { Act } from '../content/chainFacts.ts';
import { count, exactMoment } from './format.ts';
import type { Sheet } from './sheet.ts';
import { drawTable } from './table.ts';
import { clauses, reportTexts, roleWord, screenTexts } from './words.ts';

/** Who did what, and which entry of the audit chain says so. */
export function drawActs(sheet: Sheet, acts: readonly Act[]): void {
  const columns = reportTexts.calibration.actColumns;
  drawTable(
    sheet,
    [
      { title: columns.at, share: 2.4, text: ({ at }) => exactMoment(at) },
      { title: columns.act, share: 2.4, text: ({ action }) => screenTexts.audit.actions[action] ?? action },
      {
        title: columns.by,
        share: 3,
        text: ({ name, actor, role }) => clauses([name ?? screenTexts.audit.actor[actor] ?? actor, roleWord(role)]),
      },
      { title: columns.entry, share: 1, align: 'right', text: ({ sequence }) => count(sequence) },
    ],
    acts,
  );
}
