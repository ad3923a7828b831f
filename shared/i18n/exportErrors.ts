/** Exports. */
export const EXPORT_SENTENCES = {
  'export.failed': 'The export {file} cannot be written ({reason}). Check the folder and the free space.',
  'export.too-many': '{count} exports are waiting already. Wait for them, or cancel those that nobody needs.',
  'export.no-room':
    'The export needs about {needed} MB, and the disk of {folder} has {free} MB to spare. Nothing was written; free some space, or export fewer records or no images.',
  'export.crashed': 'The export process ended unexpectedly ({reason}). Nothing of it was kept; export again.',
  'export.cancelled': 'The export was cancelled. Nothing of it was kept.',
  'export.interrupted': 'The station was stopped while it wrote the export. Nothing of it was kept; export again.',
  'export.folder':
    'A scheduled export ({span}) cannot be written to {folder} ({reason}). Check the folder; Sigmaline keeps retrying and leaves nothing out.',
  'export.kind': 'Nothing can be written as {file}. Use a name that ends in {endings}.',
} as const;
