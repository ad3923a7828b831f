/** What inspection that was switched off, and notes for the next shift, say of themselves. */
export const BYPASS_SENTENCES = {
  'bypass.active':
    'Inspection is switched off: {source}, by {who} ({why}). Parts leave without inspection: check them by hand until the by-pass ends.',
  'bypass.not-inspected':
    'Not inspected: {who} had switched inspection off ({source}: {why}). Check the part by hand, or judge its image again.',
  'bypass.already':
    'Inspection is switched off already ({source}), by {who}: {why}. End that by-pass before you begin another.',
  'bypass.too-long':
    'Inspection can be switched off for {most} minutes at most. Choose a shorter time; an engineer sets the longest one in the set-up of the station.',
  'bypass.unknown-reason': 'The reason "{reason}" is not in the list of this station any more. Choose another one.',
  'bypass.over': 'This by-pass is over already. Look at the screen again before you do anything else.',
  /** Stand in the sentences above. */
  'bypass.all-sources': 'all sources',
  'bypass.somebody': 'somebody at the open station',

  'handover.not-found': 'There is no note number {note}. Look at the notes again.',
  'handover.read-already': 'Somebody has read the note number {note} already. Look at the notes again.',
  'handover.own':
    'You wrote this note in this shift: it is for the next one. Somebody else, or the next shift, says that it was read.',
  'handover.too-many': '{count} notes wait to be read. Read them before you write another, so that none is overlooked.',
} as const;
