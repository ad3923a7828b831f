import type { Planned, PlannedUse, VersionLife } from '../../../../shared/domain/index.ts';
import { dateAndTime } from '../../lib/format.ts';
import { texts } from '../../lib/texts.ts';

const words = texts.versions;

/** Since when a version is in its state, who brought it there, and why. */
export function lifeWords({ state, since, by, reason }: VersionLife): string {
  const moment = since === null ? '' : `${words.since[state]} ${dateAndTime(since)}`;
  const who = by === null ? '' : texts.by(by);
  const said = [moment, who].filter((part) => part !== '').join(' ');
  return reason === null ? said : `${said}${texts.colon}${texts.quoted(reason)}`;
}

function whenWords(when: PlannedUse): string {
  return when === 'next-lot' ? words.plannedLot : words.plannedAt(dateAndTime(when.at));
}

export function plannedWords({ version, when, by }: Planned): string {
  return words.planned(version, whenWords(when), texts.by(by));
}
