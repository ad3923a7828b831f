import {
  type FeedItem,
  type Inspection,
  type Part,
  type RecipeId,
  sentenceOf,
  unusualBeyondPlace,
} from '../../../../shared/domain/index.ts';
import { count, listOf, shortTime } from '../../lib/format.ts';
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

/** Which views a part lacks, or that one came too late; null where all came in time. */
export function lackingViews({ state, missing, reopened }: Part): string | null {
  const words = texts.partViews;
  if (missing.length > 0) return state === 'waiting' ? words.waitsFor(listOf(missing)) : words.missing(listOf(missing));
  return reopened ? words.late : null;
}

/** How many good parts are as unusual, as far as the calibration tells; null where it does not. */
export function asUnusualWords({ pValue, amongGood }: Pick<Inspection, 'pValue' | 'amongGood'>): string | null {
  if (pValue === null || amongGood === null) return null;
  const { noneAsUnusual, asUnusual } = texts.facts;
  return amongGood.asUnusual === 0
    ? noneAsUnusual(count(amongGood.count))
    : asUnusual(count(Math.round(1000 * pValue)));
}

/** Why a person is to look at it, whether it is unusual as a whole or looks like another product, whether its verdict came too late, in what its image is unlike the good ones, how the record hangs together with others, and what stands in for its image, a sentence each. */
export function remarksOn({
  inspection,
  sameContentAs,
  followsError,
  isStandIn,
}: Pick<PresentedPart, 'inspection' | 'sameContentAs' | 'followsError' | 'isStandIn'>): string[] {
  const [difference = null] = inspection?.imageDifferences ?? [];
  // A reason of light names the brightness already.
  const reason = inspection?.reviewReason ?? difference;
  const lateness = inspection === null ? null : latenessOf(inspection);
  const beyondPlace = inspection === null ? null : unusualBeyondPlace(inspection);
  return [
    beyondPlace === null ? null : sentenceOf(beyondPlace),
    reason === null ? null : sentenceOf(reason),
    lateness === null ? null : texts.lateness.meaning(lateness),
    isStandIn ? texts.stage.standIn : null,
    sameContentAs === null ? null : texts.facts.sameContentAs(count(sameContentAs)),
    followsError === null ? null : texts.facts.followsError(count(followsError)),
  ].filter((words) => words !== null);
}

/** A camera, a network and a lane together take less. */
const LATE_MS = 60_000;

/** Since when a part waits for its verdict: its age counts from here. */
export function arrivalOf({ arrivedAt, recordedAt }: Pick<FeedItem, 'arrivedAt' | 'recordedAt'>): string {
  return arrivedAt ?? recordedAt;
}

/** By how much a verdict missed the deadline of its source, in words; null where it came in time, or nothing waits for it. */
export function latenessOf({ lateMs }: Pick<FeedItem, 'lateMs'>): string | null {
  return lateMs === null || lateMs === 0 ? null : shortTime(lateMs);
}

/** When the image was there, or was taken by its file's time, if that was long before its verdict; null for a verdict in time. */
export function lateSince({
  fileTime,
  ...item
}: Pick<FeedItem, 'arrivedAt' | 'fileTime' | 'recordedAt'>): string | null {
  const arrived = arrivalOf(item);
  const since = fileTime !== null && fileTime < arrived ? fileTime : arrived;
  return Date.parse(item.recordedAt) - Date.parse(since) > LATE_MS ? since : null;
}

/** Which camera the part comes from, and by what it was judged. */
export function originOf(
  { item, inspection }: Pick<PresentedPart, 'item' | 'inspection'>,
  nameOf: (recipe: RecipeId) => string,
): string {
  if (item.recipeId === null) return item.sourceName;
  const version = inspection?.recipeVersion ?? null;
  const name = nameOf(item.recipeId);
  const recipe = version === null ? name : texts.facts.recipeVersion(name, version);
  return `${item.sourceName} · ${recipe}`;
}

/** Those of the last parts whose scores can be compared with this one's: of its recipe. What no recipe judged stays among them. */
export function sameRecipe<Item extends Pick<FeedItem, 'recipeId'>>(
  item: Pick<FeedItem, 'recipeId'>,
  last: readonly Item[],
): Item[] {
  const recipe = item.recipeId ?? last.find(({ recipeId }) => recipeId !== null)?.recipeId ?? null;
  return last.filter(({ recipeId }) => recipeId === null || recipeId === recipe);
}
