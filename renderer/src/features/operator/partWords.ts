import { count } from '../../lib/format.ts';
import type { PresentedPart } from '../../lib/presentedPart.ts';
import { texts } from '../../lib/texts.ts';

/** What is known of a part by its file's name, in one line; null where nothing is. */
export function nameOf({ item, inspection }: Pick<PresentedPart, 'item' | 'inspection'>): string | null {
  const { serial, lot, view } = texts.facts.named;
  const parts = [
    item.serial === null ? null : serial(item.serial),
    inspection === null || inspection.lot === null ? null : lot(inspection.lot),
    inspection === null || inspection.view === null ? null : view(inspection.view),
  ].filter((words) => words !== null);
  return parts.length === 0 ? null : parts.join(' · ');
}

/** How the record hangs together with others, a sentence each. */
export function linksOf({
  sameContentAs,
  followsError,
}: Pick<PresentedPart, 'sameContentAs' | 'followsError'>): string[] {
  return [
    sameContentAs === null ? null : texts.facts.sameContentAs(count(sameContentAs)),
    followsError === null ? null : texts.facts.followsError(count(followsError)),
  ].filter((words) => words !== null);
}
