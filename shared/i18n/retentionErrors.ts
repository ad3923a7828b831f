/** What keeps images from being archived or deleted: their archive, their files, and a clock that jumped. */
export const RETENTION_SENTENCES = {
  'archive.relative':
    "The path {folder} is not complete. Enter the archive's full path, starting at the root or the drive letter.",
  'archive.not-found':
    'The archive folder {folder} does not exist. Create it, or connect the share it is on: Sigmaline does not create it.',
  'archive.not-a-folder': '{folder} is not a folder. Enter the folder to move the images to.',
  'archive.unwritable':
    'Nothing can be written to the archive folder {folder} ({reason}). Check its permissions and the free space.',
  'archive.name-refused':
    "The archive's disk does not accept the name of {file} ({reason}). Move this file by hand; all others are still moved.",
  'archive.in-source':
    'The archive folder {folder} overlaps the source folder {source}, so archived images would be judged again. Choose a folder that does not overlap it.',
  'archive.in-data':
    "The archive folder {folder} overlaps the station's own data folder. Choose a folder that does not overlap it.",
  'afterwards.archive':
    '{count} recorded images of the source {source} are waiting to be moved to the archive. {problem} They stay where they are until then; Sigmaline keeps retrying.',
  'afterwards.delete':
    '{count} recorded images of the source {source} are waiting to be deleted. {problem} Sigmaline keeps retrying.',
  'afterwards.older-problem': '{sentence}',
  'afterwards.returned':
    'After the database was restored, {count} archived images of the source {source} had no record. They were moved from the archive {folder} back to where they came from, and are judged again.',
  'afterwards.not-returned':
    'After the database was restored, {count} archived images of the source {source} had no record. They stay in the archive {folder}, because their names are taken in the source or several sources share this archive: {names}. Copy them into the source under other names to have them judged.',
  'afterwards.not-searched':
    'The archive {folder} of the source {source} could not be searched for images that lost their record when the database was restored. {problem} Sigmaline keeps retrying.',
  'clock.jumped':
    "This machine's clock jumped: it said {to} when it should have said {from}. Images are neither deleted nor archived until it is set right, has held for 24 hours of operation, or an engineer confirms it. Check the date, the time and the time server.",
  'clock.moved':
    "This machine's clock said {from} when the station last ran, and {to} when it was started again. Images are neither deleted nor archived until the clock has held for 24 hours of operation or an engineer confirms it. If the machine was not off for so long, set its clock.",
  'clock.held':
    "This machine's clock went from {from} to {to} and has held for 24 hours of operation, so it is taken to be right. Images recorded since then are archived by this time. If it is wrong, set the clock.",
  'clock.jumped-again': 'The clock has jumped again, to {to}. Check the date and the time before you confirm it.',
} as const;
