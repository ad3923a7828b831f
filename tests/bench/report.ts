import { auditSection } from './auditReport.ts';
import { besideSection, maskSection } from './fitReport.ts';
import { framesSection, historySection, interfaceSection, verifySection } from './growthReport.ts';
import type { Comparison } from './measure/interleave.ts';
import type { Spread } from './measure/statistics.ts';
import { precisionSection } from './precisionReport.ts';
import { searchSection } from './searchReport.ts';
import type { AuditFigures } from './sections/audit.ts';
import type { CapacityFigures } from './sections/capacity.ts';
import type { FirstVerdictFigures } from './sections/firstVerdict.ts';
import type { FitBesideFigures } from './sections/fitBeside.ts';
import { type FitSpeed, fitRatio } from './sections/fitSpeed.ts';
import type { HistoryFigures } from './sections/history.ts';
import type { InterfaceFrames, InterfaceMemory } from './sections/interface.ts';
import type { GoalFigures, LaneSplit } from './sections/laneGoals.ts';
import type { LaneFigures } from './sections/laneSpeed.ts';
import type { MaskFigures } from './sections/maskCost.ts';
import type { OutletFigures } from './sections/outlet.ts';
import type { PrecisionFigures } from './sections/precision.ts';
import { RECORD_STEPS, type RecordPathFigures } from './sections/recordPath.ts';
import type { ScalingSpeed } from './sections/scaling.ts';
import type { SearchFigures } from './sections/search.ts';
import type { StationOutletFigures } from './sections/stationOutlet.ts';
import type { VerifyFigures } from './sections/verify.ts';
import { bytesText, msText, perSecondText, preciseMsText, ratioText, spreadText, table, targetText } from './text.ts';

/** What Sigmaline promises: `recipe` on every backbone, the others on EfficientNet-B4, on the CPU. */
const TARGETS = {
  recipe: 1.08,
  lane: 1.3,
  scaling: 1.05,
  fit: 0.5,
  fitPeakBytes: 2e9,
  recipeBytes: 25e6,
  recordPathMs: 3,
  outletMs: 10,
  tail: 2,
  firstMs: 2500,
  laneCpuMs: 400,
};
const PROMISED_ON = 'EfficientNet-B4';

/** What stands in the column of targets of a backbone. */
function promise(backbone: string, value: number, atMost: number, text: (value: number) => string): string {
  return backbone === PROMISED_ON ? targetText(value, atMost, text) : '-';
}

/** A figure of one backbone. */
export interface Named<Figures> {
  readonly backbone: string;
  readonly figures: Figures;
}

export type StationFigures = CapacityFigures & { readonly firstVerdict: FirstVerdictFigures };

export interface Results {
  readonly machine: readonly (readonly [string, string])[];
  readonly loadAtTheEnd: string;
  readonly quick: boolean;
  readonly threads: number;
  readonly recipe?: readonly Named<Comparison>[];
  readonly precision?: readonly Named<readonly PrecisionFigures[]>[];
  readonly lane?: readonly Named<LaneFigures>[];
  readonly scaling?: readonly Named<readonly ScalingSpeed[]>[];
  readonly goals?: readonly Named<GoalFigures>[];
  readonly fit?: readonly Named<FitSpeed>[];
  readonly beside?: readonly Named<FitBesideFigures>[];
  readonly mask?: readonly Named<MaskFigures>[];
  readonly records?: Comparison;
  readonly audit?: AuditFigures;
  readonly path?: RecordPathFigures;
  readonly history?: HistoryFigures;
  readonly search?: SearchFigures;
  readonly verify?: readonly VerifyFigures[];
  readonly interface?: readonly InterfaceMemory[] | null;
  readonly frames?: InterfaceFrames | null;
  readonly capacity?: readonly Named<StationFigures>[];
  readonly outlet?: OutletFigures & { readonly station: StationOutletFigures };
}

/** The report as Markdown. */
export function reportOf(results: Results): string {
  const { recipe, lane, scaling, goals, fit, records, path, capacity } = results;
  const parts = [
    introduction(results),
    recipe && recipeSection(recipe, results.threads),
    results.precision && precisionSection(results.precision),
    lane && laneSection(lane),
    scaling && scalingSection(scaling),
    goals && goalsSection(goals),
    fit && fitSection(fit),
    results.beside && besideSection(results.beside),
    results.mask && maskSection(results.mask),
    records && recordsSection(records),
    results.audit && auditSection(results.audit),
    path && recordPathSection(path),
    results.history && historySection(results.history),
    results.search && searchSection(results.search),
    results.verify && verifySection(results.verify),
    results.interface === undefined ? undefined : interfaceSection(results.interface),
    results.frames === undefined ? undefined : framesSection(results.frames),
    capacity && capacitySection(capacity),
    results.outlet && outletSection(results.outlet),
  ];
  return `${parts.filter((part) => part !== undefined).join('\n\n')}\n`;
}

function introduction({ machine, loadAtTheEnd, quick }: Results): string {
  const quickNote =
    'This run was **quick** (`--quick`): it shows that everything runs, with too few repetitions to judge the figures by. `npm run bench` measures.\n\n';
  return `# Performance

Written by \`npm run bench\`. Times of different machines, or of one machine at different hours, cannot be compared; ratios can: both sides of each are measured in turn (A B A B) within this run. Figures are medians, with the smallest and the largest in brackets. EfficientNet has random weights here, which cost what the published ones cost, so that every clone can run this.

${quick ? quickNote : ''}${table(['', ''], [...machine, ['Load at the end', loadAtTheEnd]])}`;
}

function recordsSection({ first, second, ratio }: Comparison): string {
  const line = [spreadText(second, msText), spreadText(first, msText), spreadText(ratio, ratioText)];
  return `## Records while others are read

Milliseconds a record, each committed to the disk by itself, while the engine's thread for reading rests, and while it reads records without a pause, as for an export.

${table(['at rest', 'while it reads', 'ratio'], [line])}`;
}

function outletSection({
  results,
  readable,
  request,
  station,
}: OutletFigures & { readonly station: StationOutletFigures }): string {
  const row = (name: string, delay: OutletFigures['readable']): string[] => [
    name,
    ...[delay.medianMs, delay.p99Ms, delay.mostMs].map(preciseMsText),
  ];
  const { parts, load, written, record, screen, plc, broker, plcMore, brokerMore } = station;
  const whole = [
    row('file to the time in the record', written),
    row('file to record', record),
    row('file to a screen', screen),
    row('file to PLC', plc),
    row('file to broker', broker),
    row('PLC, more than the record', plcMore),
    row('broker, more than the record', brokerMore),
  ];
  const share = (value: number | null): string =>
    value === null ? 'not told by this system' : `${(value * 100).toFixed(1)} %`;
  const used = [
    ['engine', share(station.engineIdle), share(station.engineBusy)],
    ['connections', share(station.connectorIdle), share(station.connectorBusy)],
  ];
  const targets = (
    [
      ['PLC', plcMore, station.plcShown],
      ['broker', brokerMore, station.brokerShown],
    ] as const
  ).map(([name, { medianMs, p99Ms }, shown]) => [
    name,
    targetText(medianMs, TARGETS.outletMs, preciseMsText),
    targetText(p99Ms, TARGETS.outletMs, preciseMsText),
    shown === null ? '' : [shown.medianMs, shown.mostMs].map(preciseMsText).join(', '),
  ]);
  const rows = [row('from the engine to a PLC', readable), row('one request', request)];
  return `## Results at machines

From the engine's message, sent when a record is committed, to the first answer that shows the result to a PLC that asks without a pause, over Modbus TCP at 127.0.0.1: ${results} results, the real process of the connections. The target of the whole is 10 ms.

${table(['time', 'median', '99 %', 'longest'], rows)}

A whole station with its built-in network: ${parts} parts one after the other, each from the file under its final name to its record (the time that stands in it, taken before it is written to the disk; and when another program can read it), to a screen that is told of it, to a PLC that asks every millisecond, and to an MQTT broker, both at 127.0.0.1. Load of the machine before: ${load}.

${table(['time', 'median', '99 %', 'longest'], whole)}

${table(['more than the record', 'median', '99 %', 'as the station shows it'], targets)}

Processor time, as a share of one core:

${table(['process', 'nothing comes', 'parts come'], used)}`;
}

function capacitySection(rows: readonly Named<StationFigures>[]): string {
  const { tail, firstMs, laneCpuMs } = TARGETS;
  const capacities = rows.map(({ backbone, figures: { judgedPerMinute, toldBefore, told } }) => [
    backbone,
    judgedPerMinute.toFixed(0),
    toldText(toldBefore),
    toldText(told),
    told === null ? '-' : ratioText(told.partsPerMinute / judgedPerMinute),
  ]);
  const delays = rows.map(({ backbone, figures: { everyMs, medianMs, p99Ms, parts } }) => [
    backbone,
    msText(everyMs),
    msText(medianMs),
    msText(p99Ms),
    ratioText(p99Ms / medianMs),
    targetText(p99Ms / medianMs, tail, ratioText),
    String(parts),
  ]);
  const firsts = rows.map(({ backbone, figures: { firstVerdict } }) => [
    backbone,
    spreadText(firstVerdict.stationMs, msText),
    targetText(firstVerdict.stationMs.median, firstMs, msText),
    ...[firstVerdict.laneCpuMs, firstVerdict.firstImageCpuMs].map((spread) =>
      spread === null ? 'not told by this system' : spreadText(spread, msText),
    ),
    firstVerdict.firstImageCpuMs === null ? '-' : targetText(firstVerdict.firstImageCpuMs.median, laneCpuMs, msText),
  ]);
  return `## What a station holds

A whole station, engine and lanes in processes of their own, from sample images in a folder to committed records. First parts come one by one, then more at once than can be judged: parts per minute as counted, and as the station tells them after each (+: at least).

${table(['backbone', 'judged a minute', 'told after single parts', 'told once kept busy', 'told / judged'], capacities)}

Then parts come regularly at 70 % of what was counted: from arrival (the file is seen) to verdict (the record is committed). 200 ms of it are the pause between the two looks that must find the same.

${table(['backbone', 'a part every', 'median', '99th percentile', 'ratio', 'target', 'parts'], delays)}

The first verdict: from \`npm start\` with everything built to the record of an image that lay in the folder, and the processor time of a lane, from the start of its process, and of its first image alone once its network is open and warm, as it is before the first image of a station comes.

${table(['backbone', 'first verdict', 'target', 'lane, from its start', 'first image', 'target'], firsts)}`;
}

function toldText(told: CapacityFigures['told']): string {
  return told === null ? 'nothing' : `${told.partsPerMinute}${told.isLeast ? '+' : ''}`;
}

function recordPathSection({ steps, whole, ratio }: RecordPathFigures): string {
  const line = [
    ...RECORD_STEPS.map((step) => spreadText(steps[step], preciseMsText)),
    spreadText(whole, preciseMsText),
    targetText(whole.median, TARGETS.recordPathMs, msText),
    spreadText(ratio, ratioText),
  ];
  return `## What a record costs

Milliseconds of processor time an image: writing the anomaly map and the thumbnail, the messages between engine and lane, taking the image in and recording it. The ratio is that of all of it over reading and decoding a PNG of 1024 x 1024 pixels, in turn.

${table([...RECORD_STEPS, 'together', 'target', 'over decoding'], [line])}`;
}

function recipeSection(rows: readonly Named<Comparison>[], threads: number): string {
  const lines = rows.map(({ backbone, figures: { first, second, ratio } }) => [
    backbone,
    spreadText(second, msText),
    spreadText(first, msText),
    spreadText(ratio, ratioText),
    targetText(ratio.median, TARGETS.recipe, ratioText),
    String(ratio.count),
  ]);
  return `## Score and heatmap beyond the backbone

The compiled recipe (bytes in; normalisation, network, Gaussians, score and anomaly map) against the network alone (normalised numbers in, the same feature maps out), in one process with ${threads} threads.

${table(['backbone', 'network alone', 'recipe', 'ratio', 'target', 'pairs'], lines)}`;
}

function laneSection(rows: readonly Named<LaneFigures>[]): string {
  const speeds = rows.flatMap(({ backbone, figures }) =>
    figures.speeds.map(({ images, comparison: { first, second, ratio } }) => [
      backbone,
      images,
      spreadText(second, msText),
      spreadText(first, msText),
      spreadText(ratio, ratioText),
      promise(backbone, ratio.median, TARGETS.lane, ratioText),
      spreadText(perSecond(first), perSecondText),
    ]),
  );
  const memory = rows.map(({ backbone, figures: { memoryBytes } }) => [
    backbone,
    memoryBytes === null ? 'not told by this system' : bytesText(memoryBytes),
  ]);
  return `## From file to verdict

One lane process with three images on their way: while one is judged, the next is read, hashed, checked and decoded; every verdict comes with its anomaly map and thumbnail written to disk. Milliseconds from one verdict to the next, against the network alone in turn with it.

${table(['backbone', 'images', 'network alone', 'verdict to verdict', 'ratio', 'target', 'images per second'], speeds)}

The target is that of a network of the size of EfficientNet-B4. Decoding shares the processor with the network: the smaller the network, the larger its part.

Memory of the lane (resident, with one recipe) after 50 images or more:

${table(['backbone', 'memory'], memory)}`;
}

function scalingSection(rows: readonly Named<readonly ScalingSpeed[]>[]): string {
  const lines = rows.flatMap(({ backbone, figures }) =>
    figures.map(({ images, decoding, comparison: { first, second, ratio } }) => [
      backbone,
      images,
      spreadText(decoding.second, msText),
      spreadText(decoding.first, msText),
      spreadText(second, msText),
      spreadText(first, msText),
      spreadText(ratio, ratioText),
      targetText(ratio.median, TARGETS.scaling, ratioText),
    ]),
  );
  return `## Exact scaling

Recipes scale images so that equal pixels give equal results whatever file held them (\`docs/images.md\`), those of format 1 as far as decoders did by themselves. Both, in turn, in one lane: milliseconds that decoding takes, and from one verdict to the next.

${table(['backbone', 'images', 'decoding, format 1', 'decoding, exact', 'verdict to verdict, format 1', 'exact', 'ratio', 'target'], lines)}`;
}

function goalsSection(rows: readonly Named<GoalFigures>[]): string {
  const lines = rows.map(({ backbone, figures: { latency, throughput, verdictMs, imageMs } }) => [
    backbone,
    splitText(latency),
    spreadText(verdictMs.second, msText),
    spreadText(perMinute(imageMs.second), String),
    splitText(throughput),
    spreadText(verdictMs.first, msText),
    spreadText(perMinute(imageMs.first), String),
    spreadText(imageMs.ratio, ratioText),
  ]);
  return `## Shortest time or most parts

The two settings of a station's lanes on the same cores, in turn: the time from the file of one part to its verdict, with map and thumbnail on disk, and how many parts are judged in a minute while more wait. The ratio is that of the milliseconds for each part while more wait: below 1, the second setting judges more.

${table(['backbone', 'shortest time', 'to a verdict', 'parts per minute', 'most parts', 'to a verdict', 'parts per minute', 'ratio'], lines)}`;
}

function splitText({ lanes, threads }: LaneSplit): string {
  return `${lanes} x ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
}

function perMinute(imageMs: Spread): Spread {
  const { median, minimum, maximum, count } = perSecond(imageMs);
  const [least, middle, most] = [minimum, median, maximum].map((rate) => Math.round(60 * rate));
  return { median: middle ?? Number.NaN, minimum: least ?? Number.NaN, maximum: most ?? Number.NaN, count };
}

function fitSection(rows: readonly Named<FitSpeed>[]): string {
  const times = rows.map(({ backbone, figures }) => [
    backbone,
    String(figures.count),
    `${spreadText(figures.extractionMs, msText)} x ${figures.count}`,
    secondsText(figures.fitMs),
    secondsText((figures.fitMs * 100) / figures.count),
    ratioText(fitRatio(figures)),
    // What was promised is the fit of 300 images; fewer are held out one by one, which takes longer for each.
    figures.count < 300 ? '-' : promise(backbone, fitRatio(figures), TARGETS.fit, ratioText),
    bytesText(figures.peakBytes),
    promise(backbone, figures.peakBytes, TARGETS.fitPeakBytes, bytesText),
  ]);
  const sizes = rows.map(({ backbone, figures: { count, recipeBytes, backboneBytes } }) => [
    backbone,
    String(count),
    bytesText(recipeBytes),
    bytesText(recipeBytes - backboneBytes),
    promise(backbone, recipeBytes - backboneBytes, TARGETS.recipeBytes, bytesText),
  ]);
  return `## Calibration

Fitting with held-out values of every image, against the extraction of the features. Extraction is measured on few images and scaled; the features that are fitted are synthetic (those of real images with noise), because times do not depend on them. The peak is that of the whole process: network, features, fit, compiled recipe.

${table(['backbone', 'good images', 'extraction', 'fit', 'fit per 100', 'fit / extraction', 'target', 'peak memory', 'target'], times)}

Size of the compiled recipe:

${table(['backbone', 'good images', 'recipe', "without the network's weights", 'target'], sizes)}`;
}

function perSecond({ median, minimum, maximum, count }: Spread): Spread {
  return { median: 1000 / median, minimum: 1000 / maximum, maximum: 1000 / minimum, count };
}

function secondsText(ms: number): string {
  return `${(ms / 1000).toFixed(2)} s`;
}
