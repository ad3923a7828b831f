import type { LaneSplit } from '../inspection/index.ts';

/** What one way of sharing the cores achieves. */
export interface MeasuredSplit {
  readonly split: LaneSplit;
  readonly imagesPerSecond: number;
}

/** More lanes than this wait for the disk and for each other. */
const MOST_LANES = 8;

/** One lane with all cores, two with half of them each, and so on to one core each. */
export function splitCandidates(cores: number): readonly LaneSplit[] {
  const counts = [1, 2, 4, MOST_LANES].filter((lanes) => lanes <= cores);
  return counts.map((lanes) => ({ lanes, threads: Math.floor(cores / lanes) }));
}

/** A lane more has to be worth its memory, and the noise of a short measurement is no reason to change anything. */
const WORTH_A_LANE = 1.05;

/** @param measured in the order of the number of lanes */
export function bestSplit(measured: readonly MeasuredSplit[]): MeasuredSplit | null {
  let best: MeasuredSplit | null = null;
  for (const candidate of measured) {
    if (best === null || candidate.imagesPerSecond > WORTH_A_LANE * best.imagesPerSecond) best = candidate;
  }
  return best;
}

/** Whether measuring still more lanes is of use. */
export function isStillRising(measured: readonly MeasuredSplit[]): boolean {
  const [last, before] = [measured.at(-1), measured.at(-2)];
  return last === undefined || before === undefined || last.imagesPerSecond >= before.imagesPerSecond;
}

/** `2 lanes with 1 thread each: 31 images a second; 1 lane with 2 threads: 24`, the chosen one first. */
export function splitText(chosen: MeasuredSplit, measured: readonly MeasuredSplit[]): string {
  const others = measured.filter(({ split }) => split !== chosen.split);
  const [first, ...rest] = [chosen, ...others].map(({ split, imagesPerSecond }) => ({
    name: splitName(split),
    rate: String(Number(imagesPerSecond.toPrecision(2))),
  }));
  if (first === undefined) return '';
  return [`${first.name}: ${first.rate} images a second`, ...rest.map(({ name, rate }) => `${name}: ${rate}`)].join(
    '; ',
  );
}

export function splitName({ lanes, threads }: LaneSplit): string {
  const threadsText = `${threads} ${threads === 1 ? 'thread' : 'threads'}`;
  return lanes === 1 ? `1 lane with ${threadsText}` : `${lanes} lanes with ${threadsText} each`;
}
