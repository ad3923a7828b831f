import type { LaneGoal } from '../domain/stationSettings.ts';
import type { Verdict } from '../domain/verdict.ts';
import { auditTexts } from './enAudit.ts';
import { benchTexts } from './enBench.ts';
import { bypassTexts } from './enBypass.ts';
import { comparisonTexts } from './enComparisons.ts';
import { connectionTexts } from './enConnections.ts';
import { exportTexts } from './enExports.ts';
import { fittingTexts } from './enFitting.ts';
import { gateTexts } from './enGate.ts';
import { healthTexts } from './enHealth.ts';
import { inspectingTexts } from './enInspecting.ts';
import { keepingTexts } from './enKeeping.ts';
import { kioskTexts } from './enKiosk.ts';
import { peopleTexts } from './enPeople.ts';
import { recipeChangeTexts } from './enRecipeChange.ts';
import { recordTexts } from './enRecords.ts';
import { reportTexts } from './enReport.ts';
import { reviewTexts } from './enReview.ts';
import { setupTexts } from './enSetup.ts';
import { shiftTexts } from './enShift.ts';
import { testSetTexts } from './enTestSets.ts';
import { versionTexts } from './enVersions.ts';
import { ENGLISH_ERRORS, type ErrorLanguage } from './errors.ts';
import { runsOnCpu } from './executionReasons.ts';
import { counted, isOne, type Translated } from './translation.ts';

/**
 * Every text that the interface shows, in English, except error messages (`errors.ts`). Another language is another object of the
 * same type. Numbers, dates and units arrive formatted.
 */
export const en = {
  /** For `Intl` and for the `lang` of the page. */
  locale: 'en-GB',
  product: 'Sigmaline',
  /** Between what is named and what is said of it. */
  colon: ': ',
  /** Between what belongs together in one line; the other one where that has commas of its own. */
  comma: ', ',
  semicolon: '; ',
  /** After a sentence that another one follows. */
  fullStop: '. ',
  /** What somebody wrote, in the words of somebody else. */
  quoted: (text: string) => `“${text}”`,
  /** Who did something, behind what was done. @param who a name, or the actor of an entry; null at an open station */
  by: (who: string | null): string => {
    if (who === null || who === 'open station') return 'at the open station';
    if (who === 'command line') return 'on the command line';
    return who === 'station' ? 'by the station' : `by ${who}`;
  },

  navigation: {
    label: 'Screens',
    inspection: 'Inspection',
    records: 'Records',
    setup: 'Set-up',
  },

  language: {
    label: 'Language',
    automatic: (name: string) => `Automatic: ${name}`,
  },

  verdict: {
    word: { pass: 'Pass', review: 'Review', fail: 'Fail', error: 'Error' } satisfies Record<Verdict, string>,
    action: {
      pass: 'Within the limit',
      review: 'Check this part by hand',
      fail: 'Set this part aside',
      error: 'Not judged: check this part by hand',
    } satisfies Record<Verdict, string>,
    region: 'Verdict',
    score: 'Score',
    limit: 'Limit',
    draft: 'Draft',
    part: (number: string) => `No. ${number}`,
    late: (since: string) => `Late: image of ${since}`,
    spoken: (word: string, number: string, score: string, limit: string) =>
      `${word}. Number ${number}. Score ${score}, limit ${limit}.`,
    spokenDraft: (word: string, number: string, score: string) =>
      `${word}. Number ${number}. Score ${score}. The recipe is a draft without a limit.`,
    spokenWithoutScore: (word: string, number: string) => `${word}. Number ${number}.`,
  },

  age: {
    justNow: 'just now',
    seconds: (count: number) => `${count} s ago`,
    minutes: (count: number) => `${count} min ago`,
    hours: (count: number) => (isOne(count) ? '1 hour ago' : `${count} hours ago`),
    days: (count: number) => (isOne(count) ? '1 day ago' : `${count} days ago`),
  },
  duration: {
    seconds: (count: number) => `${count} s`,
    minutes: (count: number) => `${count} min`,
    hours: (count: number) => `${count} h`,
  },

  waiting: {
    word: 'Ready',
    sentence: 'Waiting for the first part',
    watching: (folder: string) => `Images that the camera writes to ${folder} appear here automatically.`,
    watchingSeveral: (count: number) =>
      `${counted(count, 'folder is', 'folders are')} watched. The next image appears here automatically.`,
    preparing: 'Preparing',
    preparingDemo: 'Calibrating the sample product',
    preparingSentence: 'From its good parts only. The demo line then delivers the first parts.',
    starting: 'The demo line is starting. The first part arrives in a moment.',
    stage: 'The image of the part appears here.',
    feed: 'No parts yet',
  },

  connection: {
    connecting: 'Connecting',
    connectingSentence: 'Connecting to the station …',
    lostSentence: 'No verdict is current. Do not use this screen to pass parts.',
    lostSince: (time: string, duration: string) => `Lost at ${time}, ${duration} ago. Trying again …`,
    lostRemedy: 'If this continues, check that the station is running, then reopen the address that it prints.',
    reading: 'Loading the latest parts …',
  },

  looking: {
    band: (number: string, time: string) => `You are looking at No. ${number} of ${time}`,
    notLive: 'Not the current part',
    notCurrent: 'not current',
    back: 'Back to live',
    newSince: (count: number) => (isOne(count) ? '1 part has arrived since' : `${count} parts have arrived since`),
    live: 'Live',
    returns: (seconds: number) => `Returns to live in ${seconds} s`,
  },

  stage: {
    region: 'Image of the part',
    image: (number: string, file: string) => `Image of No. ${number}: ${file}`,
    noImage: 'This image cannot be shown.',
    loading: 'Loading the image …',
    standIn: 'Thumbnail only: the original is missing.',
    why: (place: string, score: string, limit: string) => `${place}: ${score}, limit ${limit}`,
    places: ['Upper left', 'Top', 'Upper right', 'Left', 'Middle', 'Right', 'Lower left', 'Bottom', 'Lower right'],
    beside: 'Compare with a typical good part beside it',
    blink: 'Compare with a typical good part in its place, in turns',
    besideTypical: 'Right: a typical good part',
    peakLabel: (score: string) => `Most unusual place, ${score}`,
    /** Of a part that is unusual as a whole: its places have no defect of their own. */
    addsMost: (score: string) => `adds most, ${score}`,
    addsMostLabel: (score: string) => `Place that adds most to how unusual the part is, ${score}`,
  },

  heatmap: {
    title: 'Heatmap',
    opacity: 'Opacity',
    legend: 'How unusual a place is, in sigma of good parts',
  },

  gauge: {
    title: 'Score',
    description: (score: string, limit: string, position: string) =>
      `Score ${score}, limit ${limit}: ${position}. Good parts lie around 0.`,
    below: (distance: string) => `${distance} below the limit`,
    above: (distance: string) => `${distance} above the limit`,
    at: 'on the limit',
    good: 'typical good',
    limit: (value: string) => `Limit ${value}`,
    review: (value: string) => `Review ${value}`,
    none: 'This part has no score.',
    draft: 'Draft, no limit',
    draftDescription: (score: string) =>
      `Score ${score}. The recipe is a draft without a limit. Good parts lie around 0.`,
    history: (count: string) => (isOne(count) ? 'Last part' : `Last ${count} parts of this recipe`),
    historyLabel: (count: string) => (isOne(count) ? 'Score of the last part' : `Scores of the last ${count} parts`),
    againstLimit: (history: string) => `${history} against the limit`,
  },

  facts: {
    recipeVersion: (recipe: string, version: number) => `${recipe}, version ${version}`,
    asUnusual: (thousandths: string) => `${thousandths} in 1,000 good parts are as unusual`,
    noneAsUnusual: (good: string) => `None of the ${good} good parts was as unusual`,
    named: {
      serial: (serial: string) => `Serial ${serial}`,
      lot: (lot: string) => `Lot ${lot}`,
      view: (view: string) => view,
    },
    sameContentAs: (number: string) => `Same image as No. ${number}`,
    followsError: (number: string) => `Completed after error No. ${number}`,
  },

  shift: {
    title: 'This shift',
    mixed: 'All recipes together',
    late: (count: string) => `${count} later than their deadline`,
    since: (time: string) => `since ${time}`,
    firstPass: 'First-pass yield',
    final: 'Final yield',
    noYield: '–',
  },

  feed: {
    title: 'Last parts',
    label: 'Last parts, newest first. Use the arrow keys to look at a part, Escape to go back to live.',
    loading: 'Loading …',
    option: (word: string, number: string, serial: string | null, score: string, time: string) =>
      `${word}, No. ${number}, ${serial === null ? '' : `${serial}, `}${score}, ${time}`,
    noScore: 'no score',
    toNewest: 'To the newest',
    show: 'Which parts are listed',
    all: 'All',
    notPassed: 'Not passed',
    hidden: (count: string) => `${count} hidden`,
    hiddenOf: (count: string, of: string) => `${count} of the last ${of} hidden`,
    none: 'Nothing to list',
  },

  health: {
    title: 'Health of the station',
    unknown: 'Unknown',
    ok: 'OK',
    attention: 'Attention',
    trouble: 'Trouble',
    readAll: 'Read all',
    more: (count: number) => (isOne(count) ? '1 more' : `${count} more`),
    close: 'Close',
    connection: {
      name: 'Connection',
      open: 'Connected',
      connecting: 'Connecting',
      lost: 'Lost',
      remedy: 'The connection to the station is lost. Sigmaline keeps retrying.',
    },
    source: {
      name: 'Source',
      none: 'None',
      noneRemedy: 'No folder is watched, so no part is inspected. Add a source in the set-up.',
      watching: (name: string) => name,
      watchingSeveral: (count: number) => `${count} watched`,
      unreachable: 'Unreachable',
      unready: 'Not ready',
      foreign: 'Wrong product?',
      fails: 'Too many fails',
      changed: 'Parts changed',
      errors: 'Too many errors',
      differ: 'Images differ',
      leaving: 'Images drift',
      late: 'Verdicts late',
      holds: (parts: string, isLeast: boolean) => `Holds ${parts}${isLeast ? '+' : ''}/min`,
      within: (time: string) => `99\u202f% in ${time}`,
      several: (count: number, total: number) => `${count} of ${total} in trouble`,
      bypassed: (count: number, total: number) => (isOne(total) ? 'By-pass' : `${count} of ${total} by-passed`),
      unreachableRemedy: (name: string, folder: string) =>
        `The folder of ${name} cannot be read (${folder}). Check that the camera's computer is on and the share is connected.`,
      unreadyRemedy: (name: string) => `The recipe of ${name} cannot be used. Calibrate it again in the set-up.`,
    },
    backlog: {
      name: 'Backlog',
      none: 'None waiting',
      // The age stays on one line.
      waiting: (count: string, age: string) => `${count} waiting, oldest\u00a0${age.replaceAll(' ', '\u00a0')}`,
      load: (share: string) => `Load ${share}`,
      waitingUnknown: (count: string) => `${count} waiting`,
      slowRemedy: (count: string, age: string) =>
        `${counted(count, 'image is', 'images are')} waiting to be judged, the oldest for ${age}. If the number keeps growing, slow the line down.`,
      stuckRemedy: (count: string, age: string) =>
        `${counted(count, 'image is', 'images are')} waiting to be judged, the oldest for ${age}. Stop the line and call the engineer: parts are leaving without a verdict.`,
    },
    lane: {
      name: 'Lane',
      none: 'None',
      ready: 'Ready',
      readySeveral: (count: number) => `${count} ready`,
      busy: 'Judging',
      readyOnGraphics: 'Ready, on the graphics processor',
      busyOnGraphics: 'Judging on the graphics processor',
      starting: 'Starting',
      failed: 'Failed',
      someFailed: (count: number, total: number) => `${count} of ${total} failed`,
      failedRemedy:
        'No inspection process is running, so no part is judged. Restart the station; if it happens again, report it with the log.',
      someFailedRemedy: (count: number, total: number) =>
        `${count} of ${total} inspection processes have failed. Inspection continues more slowly. Restart the station at the next break.`,
    },
    disk: {
      name: 'Disk',
      free: (size: string) => `${size} free`,
      low: (size: string) => `${size} left`,
      files: (count: string) => counted(count, 'file'),
      full: 'Full',
      readOnly: 'Read-only',
      failing: 'Failing',
    },
    warning: { name: 'Notice' },
    clock: { name: 'Clock' },
    backup: 'Backup',
    answers: {
      'notice.acknowledge': 'Acknowledge',
      'condition.read': 'Acknowledge',
      'clock.confirm': 'The clock is right',
    },
    noticed: (time: string) => `Notice of ${time}`,
  },

  welcome: {
    title: 'Good parts are enough.',
    sentence:
      'Sigmaline learns what good parts look like and finds what differs. Nothing is set up here yet: choose how to begin.',
    curve: 'Scores of good parts around zero, the limit to their right, defects beyond it',
    demoTitle: 'Try it with the demo line',
    demoSentence:
      'A sample product is calibrated on this machine, and a simulated camera delivers its parts, good and bad. The first verdicts appear within a minute. Nothing to install, nothing to configure.',
    demoButton: 'Start the demo line',
    demoStarting: 'Starting …',
    ownTitle: 'Set up your own',
    ownSteps: [
      'Collect images of good parts: 20 are enough to start, 100 are better.',
      'Calibrate a recipe from their folder. No defects, no labels.',
      'Choose the folder that the camera writes to.',
    ],
    ownButton: 'Open the set-up',
  },

  lanes: {
    title: 'Lanes',
    hint: 'The processes that judge images, and the processors they use.',
    name: (id: number) => `Lane ${id}`,
    failed: 'cannot start',
    judgesOn: (provider: string | null) => {
      if (provider === null) return 'starting';
      return runsOnCpu(provider) ? 'judges on the main processor' : 'judges on the graphics processor';
    },
    memory: (size: string) => `${size} of memory`,
    split: (goal: LaneGoal, lanes: number, threads: number, cores: number) => {
      const each = isOne(lanes) ? '' : ' each';
      const why = goal === 'latency' ? 'for the shortest time to a verdict' : 'for the most parts per minute';
      return `${counted(lanes, 'lane')} with ${counted(threads, 'thread')}${each}, ${why} on ${counted(cores, 'core')}.`;
    },
    load: (share: string, minutes: number) =>
      `The parts of the last ${counted(minutes, 'minute')} need ${share} of what the lanes can do.`,
    retryHint:
      'A graphics processor that failed a check is not used until you have it checked again. Fix the cause first; inspection continues during the check.',
    retry: 'Try again',
    retried: 'The check is running in the background.',
  },

  ...inspectingTexts,
  ...shiftTexts,
  ...healthTexts,
  ...bypassTexts,
  ...auditTexts,
  ...exportTexts,
  ...connectionTexts,
  ...gateTexts,
  reports: reportTexts.screen,
  ...recipeChangeTexts,
  ...recordTexts,
  ...reviewTexts,
  ...comparisonTexts,
  ...testSetTexts,
  versions: versionTexts,
  ...fittingTexts,
  ...keepingTexts,
  ...kioskTexts,
  ...benchTexts,
  ...peopleTexts,
  ...setupTexts,
};

export type Texts = Translated<typeof en>;

/** All that is said in one language. */
export interface Catalogue {
  readonly texts: Texts;
  readonly errors: ErrorLanguage;
  readonly reports: Translated<typeof reportTexts>;
}

/** The language that the others are translations of. */
export const english: Catalogue = { texts: en, errors: ENGLISH_ERRORS, reports: reportTexts };
