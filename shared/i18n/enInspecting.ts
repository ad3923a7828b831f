import type { StoppedSource } from '../domain/inspecting.ts';
import { counted } from './translation.ts';

type Effect = StoppedSource['effect'];

/** What the operator's screen says where no verdict is that of the part at the line: nothing is inspected, nothing comes, or the next part is due. */
export const inspectingTexts = {
  notInspecting: {
    word: 'Not inspecting',
    /** Read from three metres; the sentence of the condition, with the remedy, stands below it. */
    headline: {
      'source-unreachable': 'No images can be read',
      'no-lane': 'No lane is running',
      'no-recipe': 'The recipe cannot be used',
      'not-recordable': 'Nothing can be recorded',
      fault: 'The station has a fault',
      bypass: 'By-pass: parts leave without inspection',
      behind: 'Parts leave before they are judged',
      doubt: 'Do not rely on any verdict',
    } satisfies Record<Effect, string>,
    of: (source: string, headline: string) => `${source}: ${headline}`,
    noConnection: 'No connection to the station',
    noSource: 'No folder is watched',
    noSourceRemedy: 'Add a source in the set-up. Until then no part is inspected.',
    since: (time: string, duration: string) => `Since ${time}, for ${duration}`,
    doubtful: 'Parts are still judged.',
    others: (names: string) => `${names} inspects.`,
    stage: 'No part is inspected.',
    band: (source: string, headline: string) => `${source} does not inspect: ${headline}`,
  },
  lineWaits: {
    word: 'Ready',
    quietWord: 'Waiting',
    sentence: 'Waiting for a part',
    judging: 'The next part is being judged',
    judgingWord: 'Judging',
    cycle: (seconds: string) => `One usually comes every ${seconds} s.`,
    nothing: (time: string) => `No part since ${time}`,
    nothingAction: 'If the line is running, parts leave without a verdict: check the camera.',
    downtime: (duration: string) => `Counted as downtime: ${duration}.`,
    goneOn: 'The last one passed when the line had gone on. It is in the list.',
    lastPart: 'Last part',
  },
  /** Parts of several views. */
  partViews: {
    region: 'Views of the part',
    word: 'Waiting',
    waitsFor: (names: string) => `Waiting for the view ${names}`,
    together: 'The views of the part are put together',
    came: (came: string, all: string) => `${came} of ${counted(all, 'view')}`,
    missing: (names: string) => `Incomplete: ${names} did not come`,
    late: 'A view came too late: look at all of them',
    notYet: 'Not there yet',
    lacks: 'Did not come',
    unnamed: 'No name',
    enlarge: 'Enlarge',
    all: 'All views',
    images: (count: string) => counted(count, 'image'),
  },
  lateness: {
    label: (time: string) => `Late by ${time}`,
    short: 'Late',
    /** In the place of what to do with a part that passes. */
    action: 'Within the limit, but too late: check where the part is',
    meaning: (time: string) =>
      `Late by ${time}: whatever waits for this verdict may have gone on without it. Check where the part is.`,
  },
  downtimeOfShift: (duration: string) => `Downtime ${duration}`,
};
