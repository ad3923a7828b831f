/** Making a new data folder of a backup, and saying before what that lacks. */
export { backupsOf, previewBackup, restoreFrom } from './byCommand.ts';
export { Restoring } from './restoring.ts';
