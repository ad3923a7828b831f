import type { Migration } from '../migrate.ts';
import { addedRecordColumns } from '../recordColumns.ts';
import { initial } from './010-initial.ts';
import { partsAndDevices } from './020-parts-and-devices.ts';
import { notices } from './030-notices.ts';
import { lackingFiles } from './040-lacking-files.ts';
import { afterwards } from './050-afterwards.ts';
import { settingsAndSources } from './100-settings-and-sources.ts';
import { leftFiles } from './110-left-files.ts';
import { arrivals } from './120-arrivals.ts';
import { clock } from './130-clock.ts';
import { recipeUses } from './140-recipe-uses.ts';
import { countedAfter } from './151-counted-after.ts';
import { goodPartsWatch } from './171-good-parts-watch.ts';
import { recordsOfDrafts } from './200-records-of-drafts.ts';
import { recordSums } from './220-record-sums.ts';
import { auditChain } from './231-audit-chain.ts';
import { people } from './240-people.ts';
import { savedFilters } from './250-saved-filters.ts';
import { dispositions } from './251-dispositions.ts';
import { dispositionSums } from './252-disposition-sums.ts';
import { exportsMade } from './260-exports.ts';
import { reports } from './270-reports.ts';
import { keeping } from './280-keeping.ts';
import { measureSums } from './300-measure-sums.ts';
import { recipeLife } from './320-recipe-life.ts';
import { testSets } from './330-test-sets.ts';
import { testPlacements } from './331-test-placements.ts';
import { comparisons } from './350-comparisons.ts';
import { downtime } from './380-downtime.ts';
import { heldAfter } from './400-held-after.ts';
import { personLanguage } from './420-person-language.ts';
import { bypass } from './430-bypass.ts';
import { handover } from './431-handover.ts';
import { parts } from './440-parts.ts';
import { imageSums } from './441-image-sums.ts';
import { testCriteriaAndCollecting } from './450-test-criteria-and-collecting.ts';
import { recipeChanges } from './451-recipe-changes.ts';
import { partsNotPassed } from './452-parts-not-passed.ts';
import { partsUndecided } from './453-parts-undecided.ts';
import { decisionsTakenBack } from './454-decisions-taken-back.ts';
import { recipeChangeLived } from './455-recipe-change-lived.ts';
import { connections } from './460-connections.ts';
import { partsReopened } from './461-parts-reopened.ts';
import { viewsOverTime } from './462-views-over-time.ts';

/** Every migration. A released one is never changed: a change of the schema is a new file, or a new line among the columns of the records. */
export const migrations: readonly Migration[] = [
  initial,
  partsAndDevices,
  notices,
  lackingFiles,
  afterwards,
  ...addedRecordColumns(),
  settingsAndSources,
  leftFiles,
  arrivals,
  clock,
  recipeUses,
  countedAfter,
  goodPartsWatch,
  recordsOfDrafts,
  recordSums,
  auditChain,
  people,
  savedFilters,
  dispositions,
  dispositionSums,
  exportsMade,
  reports,
  keeping,
  recipeLife,
  testSets,
  testPlacements,
  comparisons,
  measureSums,
  downtime,
  heldAfter,
  personLanguage,
  bypass,
  handover,
  parts,
  imageSums,
  testCriteriaAndCollecting,
  recipeChanges,
  partsNotPassed,
  partsUndecided,
  decisionsTakenBack,
  recipeChangeLived,
  connections,
  partsReopened,
  viewsOverTime,
];
