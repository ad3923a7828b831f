/** The engine: the one process that owns the station's data. Other rooms import from this file only. */
export {
  BackboneInstaller,
  BackboneStore,
  type InstallProgress,
  type OnnxRequest,
  PUBLISHED_IDS,
  type PublishedRequest,
  type StoredBackbone,
} from './backbones/index.ts';
export { writeLikeACamera } from './demo/index.ts';
export { collectDiagnostics } from './diagnostics/index.ts';
export { readReleasedImages } from './dispositions/index.ts';
export { openRecords, type Records, writeExport } from './export/index.ts';
export { type FolderImages, imagesBelow } from './intake/index.ts';
export { cpuProviderFor } from './lanes/index.ts';
export {
  askedBy,
  CalibrationRunner,
  changeLimit,
  differencesOf,
  exportedPackage,
  exportRecipe,
  hasStation,
  type ListedImage,
  listFolder,
  listImages,
  partsOf,
  type RecipeFile,
  type RecipeRequest,
  RecipeStore,
  readImageList,
  readRecipeFile,
  type StoredRecipe,
  summaryOf,
} from './recipes/index.ts';
export { readSigner, recordNumbered, writeReport } from './reports/index.ts';
export { backupsOf, previewBackup, restoreFrom } from './restoring/index.ts';
export { spareBytesIn } from './safety/index.ts';
export { decideForStation, isStationRunning, manageStationPeople, withRecipes } from './stoppedStation.ts';
export { guardStoredTests } from './testSets/index.ts';
export { createWebSocketChannel } from './transports/index.ts';
