import { type Bypass, detailText, type HandoverNote } from '../../../../shared/domain/index.ts';
import { COLOURS, SIZES } from './design.ts';
import { count, exactMoment, shortMoment } from './format.ts';
import type { Sheet } from './sheet.ts';
import { drawTable } from './table.ts';
import { reportTexts, sentences } from './words.ts';

const words = reportTexts.shift;
const SOFT = { size: SIZES.small, colour: COLOURS.soft };

/** Draws when inspection was switched off, by whom and why. */
export function drawBypasses(sheet: Sheet, bypasses: readonly Bypass[]): void {
  sheet.heading(words.bypasses);
  sheet.paragraph(bypasses.length === 0 ? words.noBypasses : words.bypassesHint, SOFT);
  if (bypasses.length === 0) return;
  drawTable(
    sheet,
    [
      { title: words.columns.source, share: 1.6, text: ({ source }) => source?.name ?? words.allSources },
      { title: words.columns.from, share: 1.4, text: ({ began }) => shortMoment(began, true), lines: 2 },
      { title: words.columns.to, share: 2.4, text: endOf, lines: 3 },
      { title: words.columns.by, share: 1.6, text: ({ name }) => name ?? reportTexts.openStation },
      { title: words.columns.why, share: 3, text: whyOf, lines: 4 },
      { title: words.columns.parts, share: 0.8, align: 'right', text: ({ parts }) => count(parts) },
    ],
    bypasses,
  );
}

/** Draws what was written for the next shift, and who has read it. */
export function drawNotes(sheet: Sheet, notes: readonly HandoverNote[]): void {
  sheet.heading(words.notes);
  if (notes.length === 0) sheet.paragraph(words.noNotes, SOFT);
  for (const { at, name, text, read } of notes) {
    sheet.paragraph(words.note(exactMoment(at), name ?? reportTexts.openStation), { font: 'strong' });
    sheet.paragraph(text);
    const told = read === null ? words.notRead : words.read(read.name ?? reportTexts.openStation, exactMoment(read.at));
    sheet.paragraph(told, SOFT);
  }
}

function endOf({ ended, endedEarly, endedBy, until }: Bypass): string {
  const at = shortMoment(ended ?? until, true);
  if (ended === null) return words.lasts(at);
  return endedEarly ? words.endedEarly(at, endedBy ?? reportTexts.openStation) : at;
}

function whyOf({ reason, comment, signature }: Bypass): string {
  return sentences([detailText(reason), comment, signature !== null && words.signed]);
}
