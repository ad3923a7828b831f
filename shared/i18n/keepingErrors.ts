/** What rules remove, holds, restoring backups, and what support is given. */
export const KEEPING_SENTENCES = {
  'image.removed':
    'This file of No. {number} was removed by the rule "{rule}" (entry {entry} of the audit trail). The record stays.',
  'keeping.clock':
    'Nothing is removed while the clock is in doubt. Check the date and the time, or confirm that the clock is right.',
  'keeping.not-looked': 'The files could not be looked at ({reason}). Nothing was removed; try again.',
  'keeping.failed':
    'The rules for keeping files could not be applied. {problem} Sigmaline tries again tomorrow; until then the disk may fill up.',
  'keeping.not-removed':
    'The rules for keeping files could not remove {count} files, {file} among them ({reason}). Check the permissions of the folder; Sigmaline tries again tomorrow.',
  'keeping.no-rule':
    'The disk of the data folder {folder} is getting full and no rule removes anything. Add a rule for images, maps or thumbnails in the set-up, section Keeping, or give the station a larger disk.',
  'hold.in-force': 'This is on hold already. Nothing was changed.',
  'hold.not-in-force': 'This hold was lifted already, or never placed. Nothing was changed.',
  'restore.no-backup': 'There is no backup {backup} any more. Choose another; list them anew to see which there are.',
  'restore.folder':
    'Nothing was restored: {folder} {reason}. Enter the full path of a new folder, outside the data folder.',
  'restore.crashed': 'The backup could not be looked at or restored ({reason}). Nothing was changed; try again.',
  'restore.not-intact':
    'Nothing was restored: the audit trail of the backup {backup} does not verify ({reason}). Choose an older backup, and keep this one for whoever examines it.',
  'station.restored':
    'This station was restored from the backup of {backupAt}, whose last record is No. {last}. What was recorded, decided and changed later is not in it: {lacks}. The next record has No. {next}.',
  'diagnostics.failed':
    'The bundle for support could not be written ({reason}). Check the free space; where the station cannot, the command line can: sigmaline diagnostics --out FILE.zip.',
} as const;
