import type { Verdict } from '../domain/verdict.ts';

/**
 * Every text that the interface shows, in English, except the sentences of errors (`errors.ts`). Another language is another object of the
 * same type. Numbers, dates and units arrive formatted: a catalogue only puts them into sentences.
 */
export const en = {
  /** For `Intl` and for the `lang` of the page. */
  locale: 'en-GB',
  product: 'Sigmaline',

  navigation: {
    label: 'Screens',
    inspection: 'Inspection',
    setup: 'Set-up',
  },

  verdict: {
    word: { pass: 'Pass', review: 'Review', fail: 'Fail', error: 'Error' } satisfies Record<Verdict, string>,
    action: {
      pass: 'Within the limit',
      review: 'Look at this part by hand',
      fail: 'Set this part aside',
      error: 'Not judged: look at this part by hand',
    } satisfies Record<Verdict, string>,
    region: 'Verdict',
    score: 'Score',
    limit: 'Limit',
    part: (sequence: string) => `Part ${sequence}`,
    spoken: (word: string, sequence: string, score: string, limit: string) =>
      `${word}. Part ${sequence}. Score ${score}, limit ${limit}.`,
    spokenWithoutScore: (word: string, sequence: string) => `${word}. Part ${sequence}.`,
  },

  age: {
    justNow: 'just now',
    seconds: (count: number) => `${count} s ago`,
    minutes: (count: number) => `${count} min ago`,
    hours: (count: number) => (count === 1 ? '1 hour ago' : `${count} hours ago`),
    days: (count: number) => (count === 1 ? '1 day ago' : `${count} days ago`),
  },
  duration: {
    seconds: (count: number) => `${count} s`,
    minutes: (count: number) => `${count} min`,
    hours: (count: number) => `${count} h`,
  },

  waiting: {
    word: 'Ready',
    sentence: 'Waiting for the first part',
    watching: (folder: string) => `An image that the camera writes to ${folder} appears here by itself.`,
    watchingSeveral: (count: number) => `${count} folders are watched. The next image appears here by itself.`,
    preparing: 'Preparing',
    preparingDemo: 'Calibrating the sample product',
    preparingSentence: 'From its good parts only. The demo line delivers the first parts right after.',
    starting: 'The demo line is starting. The first part arrives in a moment.',
    noSource: 'No folder is watched yet. Add a source in the set-up.',
    stage: 'The image of the part appears here.',
    feed: 'No parts yet',
  },

  connection: {
    connecting: 'Connecting',
    connectingSentence: 'Connecting to the station …',
    lostWord: 'No connection',
    lostSentence: 'No verdict is current. Do not pass parts by this screen.',
    lostSince: (time: string, duration: string) => `Lost at ${time}, ${duration} ago. Trying again …`,
    lostRemedy: 'If this lasts: check that the station is running, then open the address that it prints again.',
    reading: 'Reading the latest parts …',
  },

  looking: {
    band: (sequence: string, time: string) => `You are looking at part ${sequence} of ${time}`,
    notLive: 'Not the current part',
    notCurrent: 'not current',
    back: 'Back to live',
    stale: (time: string) => `No part was judged since ${time}`,
    staleAction: 'Parts that left since then have no verdict.',
    newSince: (count: number) => (count === 1 ? '1 part has arrived since' : `${count} parts have arrived since`),
    live: 'Live',
    returns: (seconds: number) => `Goes back by itself in ${seconds} s`,
  },

  stage: {
    region: 'Image of the part',
    image: (sequence: string, file: string) => `Image of part ${sequence}: ${file}`,
    noImage: 'This image cannot be shown.',
    loading: 'Loading the image …',
    peakLabel: (score: string) => `Most unusual place, ${score}`,
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
    history: (count: string) => `Last ${count} parts`,
    historyLabel: (count: string) => `Scores of the last ${count} parts against the limit`,
  },

  facts: {
    title: 'This part',
    source: 'Source',
    recipe: 'Recipe',
    recipeVersion: (recipe: string, version: number) => `${recipe}, version ${version}`,
    size: 'Image',
    duration: 'Judged in',
    unknown: 'unknown',
  },

  shift: {
    title: 'This shift',
    since: (time: string) => `since ${time}`,
    yield: 'Yield',
    noYield: '–',
  },

  feed: {
    title: 'Last parts',
    label: 'Last parts, newest first. Arrow keys look at a part, Escape goes back to live.',
    loading: 'Loading …',
    option: (word: string, sequence: string, score: string, time: string) =>
      `${word}, part ${sequence}, ${score}, ${time}`,
    noScore: 'no score',
    toNewest: 'To the newest',
  },

  health: {
    title: 'Health of the station',
    unknown: 'Unknown',
    ok: 'OK',
    attention: 'Attention',
    trouble: 'Trouble',
    more: (count: number) => (count === 1 ? '1 more' : `${count} more`),
    close: 'Close',
    connection: {
      name: 'Connection',
      open: 'Connected',
      connecting: 'Connecting',
      lost: 'Lost',
      remedy: 'The connection to the station is lost. It is tried again by itself.',
    },
    source: {
      name: 'Source',
      none: 'None',
      noneRemedy: 'No folder is watched, so no part is inspected. Add a source in the set-up.',
      watching: (name: string) => name,
      watchingSeveral: (count: number) => `${count} watched`,
      unreachable: 'Unreachable',
      unready: 'Not ready',
      several: (count: number, total: number) => `${count} of ${total} in trouble`,
      unreachableRemedy: (name: string, folder: string) =>
        `The folder of ${name} cannot be read (${folder}). Check that the camera's computer is on and the share is connected.`,
      unreadyRemedy: (name: string) => `The recipe of ${name} cannot be used. Calibrate it again in the set-up.`,
    },
    backlog: {
      name: 'Backlog',
      none: 'None waiting',
      waiting: (count: string, age: string) => `${count} waiting, ${age}`,
      waitingUnknown: (count: string) => `${count} waiting`,
      slowRemedy: (count: string, age: string) =>
        `${count} images wait to be judged, the oldest for ${age}. If the number keeps growing, slow the line down.`,
      stuckRemedy: (count: string, age: string) =>
        `${count} images wait to be judged, the oldest for ${age}. Stop the line and call the engineer: parts leave without a verdict.`,
    },
    lane: {
      name: 'Lane',
      none: 'None',
      ready: 'Ready',
      readySeveral: (count: number) => `${count} ready`,
      busy: 'Judging',
      starting: 'Starting',
      failed: 'Failed',
      someFailed: (count: number, total: number) => `${count} of ${total} failed`,
      failedRemedy:
        'No inspection process is running, so no part is judged. Restart the station; if it happens again, report it with the log.',
      someFailedRemedy: (count: number, total: number) =>
        `${count} of ${total} inspection processes have failed. Inspection goes on more slowly. Restart the station at the next break.`,
    },
    disk: {
      name: 'Disk',
      free: (size: string) => `${size} free`,
      low: (size: string) => `${size} left`,
      full: 'Full',
      lowRemedy: (size: string) => `Only ${size} are free on the station's disk. Free some space before it is full.`,
      fullRemedy:
        "The station's disk is full and nothing can be recorded. Free some space; inspection continues by itself.",
      readOnly: 'Read-only',
      failing: 'Failing',
      partsLeft: (parts: string, time: string) =>
        `At the present rate that is enough for about ${parts} parts, ${time}.`,
    },
    warning: { name: 'Notice' },
    backup: 'Backup',
    acknowledge: 'Acknowledge',
    noticed: (time: string) => `Notice of ${time}`,
  },

  welcome: {
    title: 'Good parts are enough.',
    sentence:
      'Sigmaline learns what good parts look like and finds what differs. Nothing is set up here yet: choose a way to begin.',
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
      'Name the folder that the camera writes to.',
    ],
    ownButton: 'Open the set-up',
  },

  setup: {
    title: 'Set-up',
    recipes: 'Recipes',
    recipesHint: 'A recipe holds everything needed to inspect one product.',
    noRecipes: 'No recipe yet. Calibrate the first one from a folder of images of good parts.',
    recipeNewest: (version: number) => `Version ${version}`,
    recipeImages: (count: string) => `${count} good images`,
    recipeLimit: 'Limit',
    recipeTarget: 'Target false-reject rate',
    recipeBound: 'With 95\u202f% confidence at most',
    recipeBackbone: 'Backbone',
    recipeCreated: 'Calibrated',
    busy: 'One moment …',
    loading: 'Loading …',
    required: 'This is needed.',
  },

  calibration: {
    title: 'Calibrate a new recipe',
    hint: 'From images of good parts only. Inspection goes on meanwhile.',
    name: 'Name of the product',
    namePlaceholder: 'e.g. Bearing ring 6204',
    nameHint: 'An existing name makes a new version of that recipe.',
    folder: 'Folder with images of good parts',
    folderPlaceholder: 'e.g. /data/bearing-ring/good',
    folderHint: 'A path on the station. PNG, JPEG, TIFF, BMP or WebP.',
    target: 'Target false-reject rate',
    targetHint: (count: string) =>
      `The share of good parts that you accept to lose. It needs at least ${count} good images.`,
    targetInvalid: 'A number from 0.1 to 50\u202f%.',
    targetUnit: '%',
    start: 'Calibrate',
    phase: { reading: 'Reading images', fitting: 'Fitting the Gaussians', compiling: 'Compiling the recipe' },
    progress: (done: string, total: string) => `${done} of ${total}`,
    running: (name: string) => `Calibrating ${name}`,
    runningUnnamed: 'A calibration is running',
    cancel: 'Cancel',
    cancelling: 'Cancelling …',
    doneTitle: (name: string) => `${name} is calibrated`,
    doneVersion: (version: number, count: string) => `Version ${version}, from ${count} good images`,
    limitExplained: (target: string, limit: string) =>
      `The limit lies at ${limit}: of good parts like the ones you gave, about ${target} score higher and are rejected.`,
    boundExplained: (bound: string) =>
      `From this many images the true rate cannot be known exactly. With 95\u202f% confidence it is at most ${bound}.`,
    boundApproximate:
      'This bound is approximate, as there are fewer than 200 images. More good images make it tighter.',
    setAside: (files: string) =>
      `Set aside from the limit, because they are unlike all other good images: ${files}. Parts that look like them will fail. If they are ordinary parts, calibrate again with more images of their kind.`,
    failedTitle: 'The calibration did not succeed',
    again: 'Calibrate another',
    watch: 'Add a source for it',
    lost: 'The connection was lost during the calibration. The list of recipes shows whether it was finished.',
  },

  source: {
    title: 'Sources',
    hint: 'The folders that cameras write to. Images are read, never moved or deleted.',
    none: 'No folder is watched yet.',
    addTitle: 'Add a source',
    name: 'Name',
    namePlaceholder: 'e.g. Camera 1',
    folder: 'Folder that the camera writes to',
    folderPlaceholder: 'e.g. /data/camera-1',
    folderHint: 'A path on the station, or a connected share.',
    recipe: 'Recipe',
    recipeChoose: 'Choose a recipe',
    recipeNone: 'Calibrate a recipe first.',
    add: 'Add source',
    state: { watching: 'Watching', unreachable: 'Unreachable', unready: 'Not ready' },
    lastListed: (time: string) => `Listed ${time}`,
    neverListed: 'Not listed yet',
    remove: 'Remove',
    removeNamed: (name: string) => `Remove ${name}`,
    removeTitle: (name: string) => `Remove ${name}?`,
    removeSentence: (folder: string) =>
      `New images in ${folder} will no longer be inspected. Its records and all images stay where they are.`,
    keep: 'Keep it',
  },

  demo: {
    title: 'Demo line',
    sentence: 'A sample product and a simulated camera, to try things out and to train people.',
    off: 'Off',
    preparing: 'Preparing: the sample product is being calibrated',
    running: 'Running: the simulated camera delivers parts',
    start: 'Start the demo line',
    stop: 'Stop the demo line',
  },

  export: {
    title: 'Export',
    hint: 'All records of a span of time as a CSV file, one row for each image.',
    from: 'From',
    to: 'To',
    openHint: 'Left empty: without bound.',
    shift: 'This shift',
    today: 'Today',
    everything: 'Everything',
    order: '"To" must be later than "From".',
    write: 'Write CSV',
    writing: 'Writing …',
    done: (rows: string) => `${rows} records written`,
    download: (fileName: string) => `Download ${fileName}`,
  },
};

export type Texts = typeof en;
