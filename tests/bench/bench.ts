/** `npm run bench`: what Sigmaline costs beyond its backbone. Prints the report on standard output and writes it to docs/performance.md. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildIfStale } from '../../build/bundles.ts';
import { createChildProcessHost } from '../../electron/hosts/index.ts';
import { describeMachine, loadNow } from './machine.ts';
import { type BackboneName, type BenchOptions, readOptions, USAGE } from './options.ts';
import { cameraImages, type ImageSet, largerImages, manyImages, sampleImages } from './pictures.ts';
import { precisionDocument } from './precisionReport.ts';
import { type Named, type Results, reportOf } from './report.ts';
import { measureAudit } from './sections/audit.ts';
import { measureCapacity } from './sections/capacity.ts';
import { measureFirstVerdict } from './sections/firstVerdict.ts';
import { measureFitBeside } from './sections/fitBeside.ts';
import { measureFit } from './sections/fitSpeed.ts';
import { measureHistory } from './sections/history.ts';
import { measureFrames, measureInterface } from './sections/interface.ts';
import { type GoalOptions, measureLaneGoals } from './sections/laneGoals.ts';
import { measureLane } from './sections/laneSpeed.ts';
import { measureMask } from './sections/maskCost.ts';
import { measureOutlet } from './sections/outlet.ts';
import { measurePrecision, type PrecisionFigures } from './sections/precision.ts';
import { measureRecipeCost } from './sections/recipeCost.ts';
import { measureRecording } from './sections/recording.ts';
import { measureRecordPath } from './sections/recordPath.ts';
import { measureScaling } from './sections/scaling.ts';
import { measureSearch } from './sections/search.ts';
import { measureStationOutlet } from './sections/stationOutlet.ts';
import { measureVerify } from './sections/verify.ts';
import { builtInSubject, type FittedSubject, fitSubject, randomSubject, type Subject } from './subjects.ts';

const THREADS = 2;
const USUAL_REPORT = fileURLToPath(new URL('../../docs/performance.md', import.meta.url));
const BUNDLES = fileURLToPath(new URL('../../out/node', import.meta.url));
const RESOURCES = fileURLToPath(new URL('../../resources', import.meta.url));

const SUBJECTS: Readonly<Record<BackboneName, (root: string) => Promise<Subject>>> = {
  scattering: () => builtInSubject(RESOURCES),
  'efficientnet-b0': (root) => randomSubject('b0', root),
  'efficientnet-b4': (root) => randomSubject('b4', root),
};

/** How much is measured; the whole takes some four minutes on two quiet cores. */
const EXTENTS = {
  whole: {
    pairs: 40,
    rounds: 7,
    imagesPerRound: 10,
    calibrationImages: 60,
    fitCounts: [100, 300],
    fitBeside: { goodImages: 300, alone: 60 },
    live: 300,
    history: 1_000_000,
    search: { records: 10_000_000, times: 5 },
    verified: [100_000, 1_000_000],
    arriving: 3000,
    drawn: 1200,
    outlet: 1000,
    outletParts: 300,
  },
  quick: {
    pairs: 8,
    rounds: 2,
    imagesPerRound: 5,
    calibrationImages: 20,
    fitCounts: [100],
    fitBeside: { goodImages: 40, alone: 10 },
    live: 40,
    history: 20_000,
    search: { records: 140_000, times: 2 },
    verified: [2000, 20_000],
    arriving: 300,
    drawn: 200,
    outlet: 100,
    outletParts: 40,
  },
};

/** Of how many images the extraction is timed beside a fit. */
const EXTRACTED_IMAGES = 20;

/** How often a station is started, and how many parts wait at once for one that runs. */
const FIRST_VERDICTS = 3;
const WAITING = 60;

/** Parts that arrive at a page in a second: as many as a very fast line has. */
const PARTS_PER_SECOND = 20;

/** Written between two turns. */
const RECORDS_PER_RUN = 50;

async function bench(options: BenchOptions): Promise<void> {
  const machine = describeMachine(options.provider);
  const root = await mkdtemp(join(tmpdir(), 'sigmaline-bench-'));
  try {
    const subjects = await Promise.all(options.backbones.map((id) => SUBJECTS[id](root)));
    const samples = await sampleImages(RESOURCES);
    const measured = await measureSections(options, { root, subjects, samples });
    const { quick } = options;
    if (options.json) {
      console.log(JSON.stringify(precisionDocument(measured.precision ?? []), null, 2));
      return;
    }
    const report = reportOf({ machine, quick, threads: THREADS, ...measured, loadAtTheEnd: loadNow() });
    console.log(report);
    if (options.out !== null) await writeFile(options.out, report);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

interface Material {
  readonly root: string;
  readonly subjects: readonly Subject[];
  readonly samples: ImageSet;
}

async function measureSections(
  { quick, sections, provider, parts, rate }: BenchOptions,
  { root, subjects, samples }: Material,
): Promise<
  Pick<
    Results,
    | 'recipe'
    | 'precision'
    | 'lane'
    | 'scaling'
    | 'goals'
    | 'fit'
    | 'beside'
    | 'mask'
    | 'records'
    | 'audit'
    | 'path'
    | 'history'
    | 'search'
    | 'verify'
    | 'interface'
    | 'frames'
    | 'capacity'
    | 'outlet'
  >
> {
  const extent = quick ? EXTENTS.quick : EXTENTS.whole;
  const run = { threads: THREADS, executionProvider: provider };
  const fitted = once(() => fitAll(subjects, root, samples.paths.slice(0, extent.calibrationImages)));
  const [image = ''] = samples.paths;
  return {
    ...(sections.includes('recipe') && {
      recipe: await ofEach(await fitted(), 'recipe and network alone', (subject) =>
        measureRecipeCost(subject, image, { ...run, pairs: extent.pairs }),
      ),
    }),
    ...(sections.includes('precision') && {
      precision: await measurePrecisions(subjects, samples, { root, ...extent }),
    }),
    ...(sections.includes('lane') && {
      lane: await measureLanes(await fitted(), samples, { ...run, ...extent, root }),
    }),
    ...(sections.includes('scaling') && {
      scaling: await measureScalings(await fitted(), samples, { ...run, ...extent, root }),
    }),
    ...(sections.includes('goals') && {
      goals: await measureGoals(await fitted(), samples, { executionProvider: provider, ...extent, root }),
    }),
    ...(sections.includes('fit') && { fit: await measureFits(subjects, samples, extent.fitCounts) }),
    ...(sections.includes('beside') && {
      beside: await measureBeside(await fitted(), samples, { root, ...extent.fitBeside }),
    }),
    ...(sections.includes('mask') && {
      mask: await measureMasks(await fitted(), samples, { ...run, ...extent, root }),
    }),
    ...(sections.includes('records') && {
      records: await measureRecording(root, { pairs: extent.pairs, recordsPerRun: RECORDS_PER_RUN }),
    }),
    ...(sections.includes('audit') && {
      audit: await measureAudit(root, { pairs: extent.pairs * RECORDS_PER_RUN, entries: extent.history }),
    }),
    ...(sections.includes('path') && { path: await measurePath(samples, root, extent.rounds) }),
    ...(sections.includes('history') && { history: await measureHistory(root, extent.history) }),
    ...(sections.includes('search') && {
      search: await measureSearch(root, { ...extent.search, pairs: extent.pairs, recordsPerRun: RECORDS_PER_RUN }),
    }),
    ...(sections.includes('verify') && { verify: await measureVerify(root, extent.verified) }),
    ...(sections.includes('interface') && {
      interface: await measureInterface(samples, {
        parts: parts ?? extent.arriving,
        perSecond: rate ?? PARTS_PER_SECOND,
      }),
    }),
    ...(sections.includes('frames') && {
      frames: await measureFrames(samples, root, {
        parts: parts ?? extent.drawn,
        perSecond: rate ?? PARTS_PER_SECOND,
      }),
    }),
    ...(sections.includes('capacity') && {
      capacity: await measureStations(await fitted(), samples, { root, live: extent.live }),
    }),
    ...(sections.includes('outlet') && { outlet: await measureOutlets(samples, { root, ...extent }) }),
  };
}

/** With the recipe that judges most quickly: what the network takes is in the record and in the outlet alike. */
async function measureOutlets(
  { paths }: ImageSet,
  {
    root,
    outlet,
    outletParts,
    calibrationImages,
  }: { readonly root: string } & Pick<typeof EXTENTS.whole, 'outlet' | 'outletParts' | 'calibrationImages'>,
) {
  await buildIfStale('node');
  const alone = await measureOutlet(root, outlet);
  const host = createChildProcessHost();
  const subject = await builtInSubject(RESOURCES);
  const fitted = await fitSubject(subject, { host, imagePaths: paths.slice(0, calibrationImages), root });
  const built = { bundleFolder: BUNDLES, resourcesFolder: RESOURCES };
  const folder = join(root, 'station-outlet');
  return {
    ...alone,
    station: await measureStationOutlet(fitted, { ...built, imagePaths: paths, folder, parts: outletParts }),
  };
}

async function measurePath(samples: ImageSet, root: string, rounds: number) {
  const [image = ''] = (await cameraImages(samples, join(root, 'camera'))).paths;
  return measureRecordPath(image, join(root, 'path'), { rounds, images: RECORDS_PER_RUN });
}

/** Of backbones that integers can compute, with one thread and with two. */
async function measurePrecisions(
  subjects: readonly Subject[],
  { paths }: ImageSet,
  {
    root,
    pairs,
    calibrationImages,
  }: { readonly root: string; readonly pairs: number; readonly calibrationImages: number },
): Promise<readonly Named<readonly PrecisionFigures[]>[]> {
  const [imagePath = ''] = paths;
  const host = createChildProcessHost();
  const imagePaths = paths.slice(0, calibrationImages);
  const networks = subjects.filter(({ manifest }) => manifest.id.startsWith('efficientnet'));
  return ofEach(networks, 'precision', async (subject) => {
    const fitted = await fitSubject(subject, { host, imagePaths, root, precision: 'int8' });
    const options = { imagePath, pairs, folder: join(root, 'precision') };
    return [await measurePrecision(fitted, 1, options), await measurePrecision(fitted, 2, options)];
  });
}

async function measureLanes(
  fitted: readonly FittedSubject[],
  samples: ImageSet,
  { root, ...measurement }: Omit<Parameters<typeof measureLane>[2], 'folder'> & { readonly root: string },
) {
  const sets = [await cameraImages(samples, join(root, 'camera')), samples];
  return ofEach(fitted, 'lane', (subject) =>
    measureLane(subject, sets, { ...measurement, folder: join(root, 'lane') }),
  );
}

async function measureScalings(
  fitted: readonly FittedSubject[],
  samples: ImageSet,
  { root, ...measurement }: Omit<Parameters<typeof measureScaling>[2], 'folder'> & { readonly root: string },
) {
  const sets = await largerImages(samples, join(root, 'cameras'));
  return ofEach(fitted, 'scaling', (subject) =>
    measureScaling(subject, sets, { ...measurement, folder: join(root, 'scaling', subject.manifest.id) }),
  );
}

async function measureGoals(
  fitted: readonly FittedSubject[],
  samples: ImageSet,
  { root, ...measurement }: Omit<GoalOptions, 'folder' | 'imagePath'> & { readonly root: string },
) {
  const [imagePath = ''] = (await cameraImages(samples, join(root, 'camera'))).paths;
  return ofEach(fitted, 'shortest time and most parts', (subject) =>
    measureLaneGoals(subject, { ...measurement, imagePath, folder: join(root, 'goals') }),
  );
}

async function measureStations(
  fitted: readonly FittedSubject[],
  samples: ImageSet,
  { root, live }: { readonly root: string; readonly live: number },
) {
  for (const bundle of ['renderer', 'electron', 'node'] as const) await buildIfStale(bundle);
  const [imagePath = ''] = samples.paths;
  const built = { bundleFolder: BUNDLES, resourcesFolder: RESOURCES };
  return ofEach(fitted, 'a whole station', async (subject) => {
    const folder = (name: string): string => join(root, name, subject.manifest.id);
    const first = { ...built, imagePath, folder: folder('first'), rounds: FIRST_VERDICTS, threads: THREADS };
    return {
      firstVerdict: await measureFirstVerdict(subject, first),
      ...(await measureCapacity(subject, {
        ...{ ...built, imagePaths: samples.paths, folder: folder('station'), waiting: WAITING, live },
      })),
    };
  });
}

async function measureBeside(
  fitted: readonly FittedSubject[],
  samples: ImageSet,
  { root, goodImages, alone }: { readonly root: string; readonly goodImages: number; readonly alone: number },
) {
  await buildIfStale('node');
  const good = await manyImages(samples, goodImages, join(root, 'many'));
  const built = { bundleFolder: BUNDLES, resourcesFolder: RESOURCES };
  return ofEach(fitted, 'a fit beside a line', (subject) =>
    measureFitBeside(subject, {
      ...{ ...built, imagePaths: samples.paths, goodPaths: good.paths, alone },
      folder: join(root, 'beside', subject.manifest.id),
    }),
  );
}

async function measureMasks(
  fitted: readonly FittedSubject[],
  { paths }: ImageSet,
  {
    root,
    calibrationImages,
    ...options
  }: { readonly root: string; readonly calibrationImages: number } & Pick<
    Parameters<typeof measureMask>[1],
    'pairs' | 'threads' | 'executionProvider'
  >,
) {
  const imagePaths = paths.slice(0, calibrationImages);
  const host = createChildProcessHost();
  return ofEach(fitted, 'a mask over half of the image', (subject) =>
    measureMask(subject, { ...options, host, imagePaths, root }),
  );
}

/** EfficientNet-B0 is left out: its calibration is between the other two. */
async function measureFits(subjects: readonly Subject[], { paths }: ImageSet, counts: readonly number[]) {
  const imagePaths = paths.slice(0, EXTRACTED_IMAGES);
  const measured = [];
  for (const count of counts) {
    const extremes = subjects.filter(({ manifest }) => manifest.id !== 'efficientnet-b0');
    measured.push(
      ...(await ofEach(extremes, `fitting ${count} images`, (subject) =>
        measureFit(subject, { imagePaths, count, threads: THREADS }),
      )),
    );
  }
  return measured;
}

async function fitAll(subjects: readonly Subject[], root: string, imagePaths: readonly string[]) {
  const host = createChildProcessHost();
  const fitted = await ofEach(subjects, 'calibration', (subject) => fitSubject(subject, { host, imagePaths, root }));
  return fitted.map(({ figures }) => figures);
}

/** One after the other: nothing may run beside what is measured. */
async function ofEach<Item extends Subject, Figures>(
  subjects: readonly Item[],
  what: string,
  measure: (subject: Item) => Promise<Figures>,
): Promise<Named<Figures>[]> {
  const named: Named<Figures>[] = [];
  for (const subject of subjects) {
    console.error(`${subject.manifest.name}: ${what} ...`);
    named.push({ backbone: subject.manifest.name, figures: await measure(subject) });
  }
  return named;
}

function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | undefined;
  return () => {
    result ??= work();
    return result;
  };
}

try {
  await bench(readOptions(process.argv.slice(2), USUAL_REPORT));
} catch (thrown) {
  console.error(thrown instanceof TypeError || thrown instanceof RangeError ? `${thrown.message}\n\n${USAGE}` : thrown);
  process.exitCode = 1;
}
