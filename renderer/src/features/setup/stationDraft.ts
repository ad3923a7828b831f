import {
  type Language,
  plannedShift,
  providerName,
  type ShiftBeginning,
  type StationSettings,
  WEEK,
} from '../../../../shared/domain/index.ts';
import { LANGUAGE_NAMES } from '../../../../shared/i18n/languages.ts';
import { listOf } from '../../lib/format.ts';
import { texts } from '../../lib/texts.ts';
import { typedNumber, typedOptional } from '../../lib/typedNumber.ts';

/** When a shift begins, as a person types it. */
export interface ShiftDraft {
  at: string;
  /** Empty where it has none. */
  name: string;
  days: number[];
}

/** The form of the station's settings, as a person types it. */
export interface StationDraft {
  stationName: string;
  /** Empty for that of the browser. */
  language: Language | '';
  shiftStarts: ShiftDraft[];
  shiftsBy: StationSettings['shiftsBy'];
  judgeFirst: StationSettings['judgeFirst'];
  lanes: StationSettings['lanes'];
  provider: string;
  /** Empty for the data folder's own place. */
  backupFolder: string;
  backupEvery: string;
  /** Empty for nowhere but the database. */
  checkpointFolder: string;
  checkpointEvery: string;
  /** Empty where no reviews are asked for. */
  reviewDays: string;
}

export interface ProviderToChoose {
  readonly id: string;
  /** False for one that is set, as on another machine, and that this one does not have. */
  readonly isOffered: boolean;
}

const CPU = 'cpu';
const words = texts.station;

export function stationDraftOf(settings: StationSettings): StationDraft {
  const {
    stationName,
    language,
    shiftStarts,
    shiftsBy,
    judgeFirst,
    lanes,
    executionProvider,
    backups,
    checkpoints,
    reviews,
  } = settings;
  return {
    stationName,
    language: language ?? '',
    shiftStarts: shiftStarts.map(plannedShift).map(({ at, name, days }) => ({ at, name: name ?? '', days: [...days] })),
    shiftsBy,
    judgeFirst,
    lanes,
    provider: executionProvider,
    backupFolder: backups.folder ?? '',
    backupEvery: String(backups.everyMinutes),
    checkpointFolder: checkpoints.folder ?? '',
    checkpointEvery: String(checkpoints.everyEntries),
    reviewDays: String(reviews.everyDays ?? ''),
  };
}

/** What was typed, as settings that the schema has yet to check; what the form does not show stays. */
export function settingsOf(draft: StationDraft, known: StationSettings): StationSettings {
  const { shiftsBy, judgeFirst, lanes } = draft;
  return {
    ...known,
    stationName: draft.stationName.trim(),
    language: draft.language === '' ? null : draft.language,
    shiftStarts: beginningsOf(draft.shiftStarts),
    shiftsBy,
    judgeFirst,
    lanes,
    executionProvider: draft.provider,
    backups: {
      ...known.backups,
      folder: draft.backupFolder.trim() || null,
      everyMinutes: typedNumber(draft.backupEvery),
    },
    checkpoints: { folder: draft.checkpointFolder.trim() || null, everyEntries: typedNumber(draft.checkpointEvery) },
    reviews: { everyDays: typedOptional(draft.reviewDays) },
  };
}

/** The settings as the fields of the form name them. */
export function settingsInWords(settings: StationSettings): Record<keyof StationDraft, string> {
  const { arrival, judgement, file } = { arrival: words.byArrival, judgement: words.byJudgement, file: words.byFile };
  return {
    stationName: settings.stationName,
    language: settings.language === null ? words.languageAuto : LANGUAGE_NAMES[settings.language],
    shiftStarts: listOf(settings.shiftStarts.map(shiftInWords)),
    shiftsBy: { arrival, judgement, file }[settings.shiftsBy],
    judgeFirst: words[settings.judgeFirst],
    lanes: words.laneGoals[settings.lanes].label,
    provider: settings.executionProvider === 'auto' ? words.providerAuto : providerName(settings.executionProvider),
    backupFolder: settings.backups.folder ?? words.backupFolderPlaceholder,
    backupEvery: `${settings.backups.everyMinutes} ${words.minutesUnit}`,
    checkpointFolder: settings.checkpoints.folder ?? words.checkpointFolderPlaceholder,
    checkpointEvery: `${settings.checkpoints.everyEntries} ${words.entriesUnit}`,
    reviewDays:
      settings.reviews.everyDays === null ? words.noReviews : `${settings.reviews.everyDays} ${words.daysUnit}`,
  };
}

/**
 * The CPU, which every machine has, all others that ONNX Runtime offers, and those that are set all the same.
 *
 * @param offered empty while it is not known
 * @param set what the settings and the form say now
 */
export function providersToChooseFrom(offered: readonly string[], set: readonly string[]): readonly ProviderToChoose[] {
  const named = set.filter((id) => id !== 'auto');
  return [...new Set([CPU, ...offered, ...named])].map((id) => ({
    id,
    isOffered: id === CPU || offered.length === 0 || offered.includes(id),
  }));
}

/** A shift of every day without a name stays the time alone, as it always was. */
function beginningsOf(shifts: readonly ShiftDraft[]): ShiftBeginning[] {
  return shifts
    .map(({ at, name, days }) => ({
      at: timeOfDay(at),
      name: name.trim(),
      days: WEEK.filter((day) => days.includes(day)),
    }))
    .sort((first, second) => first.at.localeCompare(second.at) || (first.days[0] ?? 0) - (second.days[0] ?? 0))
    .map(({ at, name, days }) => {
      if (name === '' && days.length === WEEK.length) return at;
      return { at, ...(name === '' ? {} : { name }), ...(days.length === WEEK.length ? {} : { days }) };
    });
}

function shiftInWords(beginning: ShiftBeginning): string {
  const { at, name, days } = plannedShift(beginning);
  const on = days.length === WEEK.length ? '' : ` (${listOf(days.map((day) => dayName(day)))})`;
  return `${name === null ? '' : `${name} `}${at}${on}`;
}

/** @param day 1 is Monday */
export function dayName(day: number, length: 'short' | 'long' = 'short'): string {
  // The first of January 2024 was a Monday.
  return new Intl.DateTimeFormat(texts.locale, { weekday: length, timeZone: 'UTC' }).format(Date.UTC(2024, 0, day));
}

/** "6:00" and "06.00" are meant as 06:00. */
function timeOfDay(typed: string): string {
  return typed
    .trim()
    .replace('.', ':')
    .replace(/^(\d):/, '0$1:');
}
