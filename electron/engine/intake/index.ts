/**
 * Finds the files that cameras write and follows each in the ledger until it is complete.
 * File system events are only hints: the truth is a listing of the folder, compared with the ledger.
 */
export { ExistingFiles } from './existingFiles.ts';
export { createFileSelection, type SelectionOptions } from './fileSelection.ts';
export { type FolderImages, imagesBelow } from './folderImages.ts';
export { type Intake, openIntake } from './intake.ts';
export {
  type Backlog,
  createLedger,
  type Ledger,
  type LedgerEntry,
  type LedgerQueue,
  NOTHING_WAITS,
  RECIPE_UNKNOWN,
} from './ledger.ts';
export type { PartNames } from './partPattern.ts';
export { compilePartPattern } from './partPattern.ts';
export {
  checkFilePatterns,
  type IntakeTimings,
  requirePartPattern,
  requireRecipeRules,
  requireViewRules,
  tryPartPattern,
} from './sourceRules.ts';
