import { detailText, INT8_PROVIDER, SigmalineError } from '../../../shared/domain/index.ts';
import type { GoldenOutput, GoldenResult } from '../../../shared/processes/lane.ts';

/** The provider that runs everywhere, and whose results all others are checked against. */
export const CPU = 'cpu';

/** The CPU with a recipe's network in 8-bit integers. Its scores are not those of the floats: it is checked against what it said when it was calibrated. */
export const INT8 = INT8_PROVIDER;

/**
 * The fastest first. TensorRT is left out: it takes minutes to compile a network, and anew after every change of driver. What ONNX Runtime offers here
 * decides between CUDA, DirectML (Windows) and Core ML (macOS).
 */
const LADDER = ['cuda', 'dml', 'coreml', 'webgpu', INT8];

/**
 * What to try before the CPU, in order. One that is named in the settings is tried alone, also where it is not offered: the answer says so. A recipe that has no
 * network in integers is not asked for it.
 */
export function candidateProviders(wished: string, offered: readonly string[], hasInt8: boolean): readonly string[] {
  const possible = (provider: string): boolean => provider !== INT8 || hasInt8;
  if (wished === 'auto') return LADDER.filter((provider) => offered.includes(provider) && possible(provider));
  return wished === CPU || !possible(wished) ? [] : [wished];
}

/** Runs the recipe's golden pictures on a provider in a process of its own. Whatever goes wrong there, a native crash included, rejects. */
export type Probe = (provider: string, runs: number) => Promise<GoldenResult>;

export interface LadderInput {
  /** `auto`, or the provider that the settings name: it is taken where it agrees with the CPU, whatever its speed. */
  readonly wished: string;
  readonly offered: readonly string[];
  /** Providers that failed on this machine before, with the reason. */
  readonly failed: ReadonlyMap<string, string>;
  /** What the recipe's network in integers said of the golden pictures when it was calibrated; null where it has none. */
  readonly goldenInt8: readonly GoldenOutput[] | null;
  readonly probe: Probe;
}

/** What a recipe is to be run on, and why. */
export interface Choice {
  readonly provider: string;
  /** In words: `webgpu: agrees with the CPU to 2e-5, 3.1 times as fast`. */
  readonly reason: string;
  /** Why the provider that the settings name is not the one; null where it is, or where they name none. */
  readonly refusal: string | null;
  /** What it has to say of the golden pictures; null where nothing had to be compared. */
  readonly reference: readonly GoldenOutput[] | null;
}

/** The first run opens and compiles; speed is the middle of the others. */
export const PROBE_RUNS = 4;

/** Tries one provider after the other, integers also where a graphics processor can be used: the faster of both is taken. The CPU is what remains. */
export async function chooseProvider(input: LadderInput): Promise<Choice> {
  const { wished, offered, goldenInt8 } = input;
  const refusals: string[] = [];
  const accepted: (AcceptedTrial & { readonly provider: string })[] = [];
  const reference = once(() => input.probe(CPU, PROBE_RUNS));
  for (const provider of candidateProviders(wished, offered, goldenInt8 !== null)) {
    if (accepted.length > 0 && provider !== INT8) continue;
    const trial = await tryProvider(provider, input, reference);
    if (trial.kind === 'accepted') accepted.push({ ...trial, provider });
    else refusals.push(`${provider} ${trial.reason}`);
  }
  const [fastest] = accepted.toSorted((a, b) => b.timesAsFast - a.timesAsFast);
  if (fastest !== undefined) {
    const { provider, reason, reference: expected } = fastest;
    return { provider, reason, refusal: null, reference: expected };
  }
  const refusal = wished !== 'auto' && wished !== CPU ? refusals.join('; ') : null;
  const nothingElse = wished === CPU ? 'chosen in the settings' : 'ONNX Runtime offers nothing else here';
  return { provider: CPU, reason: `cpu: ${refusals.join('; ') || nothingElse}`, refusal, reference: null };
}

interface AcceptedTrial {
  readonly kind: 'accepted';
  readonly reason: string;
  readonly reference: readonly GoldenOutput[];
  /** As the CPU in floats. */
  readonly timesAsFast: number;
}

type Trial = AcceptedTrial | { readonly kind: 'refused'; readonly reason: string };

async function tryProvider(
  provider: string,
  { wished, offered, failed, goldenInt8, probe }: LadderInput,
  reference: () => Promise<GoldenResult>,
): Promise<Trial> {
  const refused = (reason: string): Trial => ({ kind: 'refused', reason });
  const failure = failed.get(provider);
  if (failure !== undefined) return refused(`failed before (${failure})`);
  if (!offered.includes(provider)) return refused('is not offered by ONNX Runtime here');
  const found = await attempt(() => probe(provider, PROBE_RUNS));
  if (found instanceof Error) return refused(`could not be used (${reasonOf(found)})`);
  if (found.executionProvider !== provider) return refused(`was not used: ${found.executionProvider} ran instead`);
  const cpu = await attempt(reference);
  if (cpu instanceof Error) return refused(`could not be compared (${reasonOf(cpu)})`);
  const expected = provider === INT8 ? (goldenInt8 ?? []) : (cpu.runs.at(-1)?.outputs ?? []);
  return judged(expected, cpu, found, wished === provider);
}

/** Every run has to agree: a device that is right once and wrong once is the worst of all. */
function judged(expected: readonly GoldenOutput[], cpu: GoldenResult, found: GoldenResult, isWished: boolean): Trial {
  const than = referenceOf(found.executionProvider);
  let largest = 0;
  for (const { outputs } of found.runs) {
    const agreement = agreementOf(expected, outputs, than);
    if (!agreement.agrees) return { kind: 'refused', reason: `is not trusted: ${agreement.reason}` };
    largest = Math.max(largest, agreement.largestDifference);
  }
  const timesAsFast = usualMs(cpu) / usualMs(found);
  const speed = `${timesAsFast.toPrecision(2)} times as fast${found.executionProvider === INT8 ? ' as in floats' : ''}`;
  if (!isWished && !(timesAsFast > 1)) return { kind: 'refused', reason: `agrees with ${than}, but is only ${speed}` };
  const wish = isWished ? 'chosen in the settings, ' : '';
  const reason = `${found.executionProvider}: ${wish}agrees with ${than} to ${differenceText(largest)}, ${speed}`;
  return { kind: 'accepted', reason, reference: expected, timesAsFast };
}

function usualMs({ runs }: GoldenResult): number {
  const sorted = runs
    .slice(1)
    .map(({ durationMs }) => durationMs)
    .sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? runs[0]?.durationMs ?? Number.NaN;
}

async function attempt<Result>(work: () => Promise<Result>): Promise<Result | Error> {
  try {
    return await work();
  } catch (thrown) {
    return thrown instanceof Error ? thrown : new Error(String(thrown));
  }
}

const LONGEST_REASON = 140;

/** Native libraries explain themselves at length: the first line says it, after the place in their sources and the condition that did not hold. */
export function shortened(message: string): string {
  const [line = ''] = message.trim().split('\n');
  const said = line.replace(/^.*\bwas false\.\s*/, '');
  return said.length <= LONGEST_REASON ? said : `${said.slice(0, LONGEST_REASON)} ...`;
}

/** Of our own errors the reason alone: what it is said of, the sentence around it says. */
export function reasonOf(error: Error): string {
  if (error instanceof SigmalineError) {
    if (error.code === 'lane.crashed') return 'the process that ran it ended';
    if (error.code === 'lane.timeout') return `no answer within ${detailText(error.details.seconds)} seconds`;
  }
  const reason = error instanceof SigmalineError ? error.details.reason : undefined;
  return shortened(typeof reason === 'string' ? reason : error.message);
}

function once<Result>(work: () => Promise<Result>): () => Promise<Result> {
  let result: Promise<Result> | undefined;
  return () => {
    result ??= work();
    return result;
  };
}

/** Scores are in standard deviations of good parts: a thousandth of one, and of larger scores a thousandth of them, moves no verdict that matters. */
export const TOLERANCE = 1e-3;

/** How far the outputs of a provider lie from those of the CPU. */
type Agreement =
  /** `largestDifference` is a share of the value, and of one sigma for values below it. */
  { readonly agrees: true; readonly largestDifference: number } | { readonly agrees: false; readonly reason: string };

/**
 * Compares what two providers said of the same golden pictures, every score and every place of the anomaly map.
 *
 * @param than whose the reference is, in words
 */
export function agreementOf(
  reference: readonly GoldenOutput[],
  found: readonly GoldenOutput[],
  than: string,
): Agreement {
  if (reference.length !== found.length) {
    return { agrees: false, reason: `it answered for ${found.length} of ${reference.length} pictures` };
  }
  let largest = 0;
  for (const [index, expected] of reference.entries()) {
    const actual = found[index];
    if (actual === undefined) continue;
    const comparison = compare(expected, actual);
    if (typeof comparison === 'string') return { agrees: false, reason: comparison };
    largest = Math.max(largest, comparison);
  }
  if (largest <= TOLERANCE) return { agrees: true, largestDifference: largest };
  return { agrees: false, reason: `its results differ from those of ${than} by ${differenceText(largest)}` };
}

/** Whose outputs a provider has to give again, in words. */
export function referenceOf(provider: string): string {
  return provider === INT8 ? 'its calibration' : 'the CPU';
}

/** Small figures as they are read: 2e-5. */
function differenceText(difference: number): string {
  return difference === 0 ? '0' : difference.toExponential(0).replace('e+0', '').replace('+', '');
}

/** @returns the largest difference, or what is wrong with the answer as a whole */
function compare(expected: GoldenOutput, actual: GoldenOutput): number | string {
  const numbers = [...scoresOf(expected), ...expected.map];
  const others = [...scoresOf(actual), ...actual.map];
  if (numbers.length !== others.length || expected.map.length !== actual.map.length) {
    return 'it answered another number of values';
  }
  // Of the map, one scale for all places: what lies far below its maximum is noise of the network.
  const mapScale = Math.max(1, ...expected.map.map((value) => Math.abs(value ?? 0)));
  const scores = scoresOf(expected).length;
  let largest = 0;
  for (const [index, value] of numbers.entries()) {
    const other = others[index];
    if (value === null || other === null || other === undefined) return 'it gave values that are no numbers';
    const scale = index < scores ? Math.max(1, Math.abs(value)) : mapScale;
    largest = Math.max(largest, Math.abs(value - other) / scale);
  }
  return largest;
}

function scoresOf({ score, partDistance, patchScore, levelDistances }: GoldenOutput): readonly (number | null)[] {
  return [score, partDistance, patchScore, ...levelDistances];
}
