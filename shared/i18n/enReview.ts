import { counted } from './translation.ts';

/** Deciding about parts on the operator's screen, the review queue, scanners, and the keyboard on the screen. */
export const reviewTexts = {
  deciding: {
    region: 'Decision about this part',
    what: 'Decide about this part',
    why: (decision: string) => `${decision}: why?`,
    back: 'Back to the decisions',
    made: (number: string, said: string) => `No. ${number}: ${said}`,
    signIn: 'Sign in to decide',
    mayNot: 'Your role may not decide about parts. Ask somebody who may.',
    open: 'Decide about this part',
  },

  held: {
    band: (number: string) => `Held: No. ${number}`,
    alone: 'No part waits behind it',
    behind: (parts: string) => counted(parts, 'part waits behind it', 'parts wait behind it'),
    failed: (parts: string) => `${parts} failed`,
    goesOn: 'Inspection goes on.',
  },

  review: {
    navigation: 'Review',
    title: 'Review queue',
    waiting: (parts: string) => counted(parts, 'part waits for a decision', 'parts wait for a decision'),
    waitingSpoken: (shown: string) => `${shown} waiting`,
    empty: 'No part waits for a decision',
    emptyMeans: 'A part that does not pass comes here by itself.',
    allClaimed: 'Others look at every part that waits',
    loading: 'Reading the next part …',
    previous: 'Previous part',
    next: 'Next part',
    record: 'Open its record',
    claim: (who: string, number: string) => `${who} looks at No. ${number}`,
    claimed: (who: string) => `${who} looks at this part. It is not decided here at the same time.`,
    somebody: 'Another screen',
    decidedElsewhere: 'Somebody else has decided about this part meanwhile. Go on to the next one.',
    keys: '← → previous and next · 1 to 4 what · 1 to 9 why · Enter confirms the reject',
    score: (score: string, limit: string) => `Score ${score}, limit ${limit}`,
    facts: {
      title: 'What is known',
      serial: 'Serial',
      lot: 'Lot',
      source: 'Source',
      arrived: 'Arrived',
      score: 'Score',
      file: 'File',
    },
  },

  scan: {
    torn: 'Scan again: the code did not arrive in one piece, so no part was opened.',
    unknown: (code: string) => `No part and no lot is called "${code}".`,
    failed: (code: string, sentence: string) => `"${code}" was not looked for. ${sentence}`,
    close: 'Close',
  },

  thisScreen: {
    name: 'Name of this screen',
    nameHint: 'Others at the review queue read it, e.g. "Line 3, left".',
    keyboard: 'Keyboard on the screen',
    choices: {
      auto: 'Where a field is touched',
      always: 'For every field',
      never: 'Never: there is a keyboard',
    },
    theme: {
      label: 'Colours',
      choices: { auto: 'As the machine is set', light: 'Light', dark: 'Dark', contrast: 'High contrast' },
      hints: {
        auto: 'Light, dark or high contrast, as its settings say.',
        light: 'For bright halls: it shows fewer reflections.',
        dark: 'For dark rooms.',
        contrast: 'Black and white, with verdicts in colour.',
      },
    },
    sound: {
      title: 'Sound',
      volume: 'Volume',
      listen: 'Listen',
      tryOut: (name: string) => `Listen to: ${name}`,
      names: { pass: 'Pass', review: 'Review', fail: 'Fail', error: 'Error', trouble: 'Trouble of the station' },
      hint: 'A browser allows sound only after somebody has touched the page once.',
      on: 'Sound is on. Mute it',
      muted: 'Sound is muted. Switch it on',
      mutedShort: 'Muted',
      waiting: 'The browser allows no sound yet. Touch the screen once',
      waitingShort: 'Touch for sound',
    },
  },

  keyboard: {
    region: 'Keyboard on the screen',
    shift: 'Capitals',
    symbols: '?#1',
    letters: 'abc',
    space: 'Space',
    back: 'Delete the last sign',
    enter: 'Enter',
    hide: 'Hide the keyboard',
  },
};
