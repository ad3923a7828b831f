import { isOne } from './translation.ts';

/** The texts of a screen beside the line and of its board, in English; part of the catalogue `en`. */
export const kioskTexts = {
  board: {
    region: 'Board',
    inspected: 'Inspected',
    firstPass: 'First-pass yield',
    well: 'The station is in order',
    more: (count: number) => (isOne(count) ? 'and 1 more' : `and ${count} more`),
  },
  screen: {
    title: 'This screen',
    hint: 'It concerns the screen before you and no other.',
    whole: 'Cover the whole screen',
    window: 'Leave the whole screen',
    awake: {
      off: 'While the page covers the whole screen, the screen stays lit.',
      on: 'The screen stays lit.',
      refused: 'This browser does not keep the screen lit. Switch its saver off in the settings of the machine.',
    },
    board: 'Board for a second screen',
    boardHint: 'Verdict, counters and state, and nothing to touch.',
    openBoard: 'Open the board',
    kiosk: 'Kiosk',
    kioskHint: 'The station covers the screen, and only an engineer leaves it.',
    desktop: 'Show the desktop',
    desktopTitle: 'Show the desktop?',
    desktopSentence: 'Inspection goes on. Start Sigmaline again to come back to the kiosk.',
    end: 'End Sigmaline',
    endTitle: 'End Sigmaline?',
    endSentence: 'Inspection stops. Images that arrive meanwhile are judged at the next start.',
    cancel: 'Stay',
  },
};
