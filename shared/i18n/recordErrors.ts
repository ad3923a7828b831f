/** Searching records, and what people decide about parts. */
export const RECORD_SENTENCES = {
  'record.not-judged': 'The record No. {number} has no verdict that could be computed again: no recipe judged it.',
  'record.judge-failed': 'The image of No. {number} cannot be judged again: {reason}',
  'search.not-kept':
    'The search index cannot be written: {reason} Inspection goes on, but only newer records are found. Sigmaline keeps retrying; if this stays, make room on the disk of the data folder and check its permissions.',
  'filters.too-many': 'There are {count} saved filters already. Remove one that nobody needs.',
  'disposition.not-due': 'Nobody decides about No. {number}: it passed. Nothing was decided.',
  'disposition.part-waits':
    'The part of No. {number} still waits for a view. Decide once all views are there, or its time is over. Nothing was decided.',
  'disposition.changed':
    'Somebody else has decided about No. {number} in the meantime. Nothing was decided; look at it again.',
  'disposition.unknown-words': '"{words}" is not in the list any more. Choose another; nothing was decided.',
} as const;
