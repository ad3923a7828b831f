/** What each part of the bundle for support is. */
export const DIAGNOSTICS_TEXTS = {
  versions: 'Versions of the software and its libraries, operating system, processor and memory',
  settings: 'Settings and sources; secrets are never among them',
  status: 'Status, conditions and counters as they are now',
  notices: 'Notices that people were shown',
  faults: 'The last records of errors: codes and details, no pictures',
  events: 'What the station noticed of itself: starts, crashes, lanes that died, trouble with the disk or the clock',
  queues: 'What waits: files, duties, checkpoints',
  database: 'Size, tables and a quick check of the database',
  providers: 'What was measured of the execution providers of this machine',
  folder: 'What lies in the data folder: names and sizes',
  log: 'The end of the log',
  image: 'The image of an error',
} as const;
