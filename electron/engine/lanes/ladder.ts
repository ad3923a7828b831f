import {
  type Detail,
  type ErrorFact,
  INT8_PROVIDER,
  providerName,
  SigmalineError,
} from '../../../shared/domain/index.ts';
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
  readonly failed: ReadonlyMap<string, Detail>;
  /** What the recipe's network in integers said of the golden pictures when it was calibrated; null where it has none. */
  readonly goldenInt8: readonly GoldenOutput[] | null;
  readonly probe: Probe;
}

/** What a recipe is to be run on, and why. */
export interface Choice {
  readonly provider: string;
  /** Says `WebGPU: agrees with the CPU to 2e-5, 3.1 times as fast`; a choice of an earlier version has it as text. */
  readonly reason: Detail;
  /** Why the provider that the settings name is not the one; null where it is, or where they name none. */
  readonly refusal: Detail | null;
  /** What it has to say of the golden pictures; null where nothing had to be compared. */
  readonly reference: readonly GoldenOutput[] | null;
}

/** The first run opens and compiles; speed is the middle of the others. */
export const PROBE_RUNS = 4;

/** Tries one provider after the other, integers also where a graphics processor can be used: the faster of both is taken. The CPU is what remains. */
export async function chooseProvider(input: LadderInput): Promise<Choice> {
  const { wished, offered, goldenInt8 } = input;
  const refusals: ErrorFact[] = [];
  const accepted: (AcceptedTrial & { readonly provider: string })[] = [];
  const reference = once(() => input.probe(CPU, PROBE_RUNS));
  for (const provider of candidateProviders(wished, offered, goldenInt8 !== null)) {
    if (accepted.length > 0 && provider !== INT8) continue;
    const trial = await tryProvider(provider, input, reference);
    if (trial.kind === 'accepted') accepted.push({ ...trial, provider });
    else refusals.push(trial.reason);
  }
  const [fastest] = accepted.toSorted((a, b) => b.timesAsFast - a.timesAsFast);
  if (fastest !== undefined) {
    const { provider, reason, reference: expected } = fastest;
    return { provider, reason, refusal: null, reference: expected };
  }
  const refused = joined(refusals);
  const nothingElse = wished === CPU ? 'execution.settings' : 'execution.only-cpu';
  const refusal = wished !== 'auto' && wished !== CPU ? (refused ?? '') : null;
  const reason = reasonOn(CPU, refused ?? { code: nothingElse, details: {} });
  return { provider: CPU, reason, refusal, reference: null };
}

/** Why the provider is the one. */
export function reasonOn(provider: string, reason: Detail): ErrorFact {
  return { code: 'execution.on', details: { provider, reason } };
}

/** Several reasons as one; null where there is none. */
export function joined<Reason extends Detail>(reasons: readonly Reason[]): Reason | ErrorFact | null {
  const [first, ...others] = reasons;
  if (first === undefined) return null;
  const second = joined(others);
  return second === null ? first : { code: 'execution.both', details: { first, second } };
}

interface AcceptedTrial {
  readonly kind: 'accepted';
  readonly reason: ErrorFact;
  readonly reference: readonly GoldenOutput[];
  /** As the CPU in floats. */
  readonly timesAsFast: number;
}

type Trial = AcceptedTrial | { readonly kind: 'refused'; readonly reason: ErrorFact };

async function tryProvider(
  provider: string,
  { wished, offered, failed, goldenInt8, probe }: LadderInput,
  reference: () => Promise<GoldenResult>,
): Promise<Trial> {
  const refused = (code: ExecutionCode, details: ErrorFact['details'] = {}): Trial =>
    refusedTrial(code, { provider, ...details });
  const failure = failed.get(provider);
  if (failure !== undefined) return refused('execution.failed-before', { reason: failure });
  if (!offered.includes(provider)) return refused('execution.not-offered');
  const found = await attempt(() => probe(provider, PROBE_RUNS));
  if (found instanceof Error) return refused('execution.unusable', { reason: reasonOf(found) });
  if (found.executionProvider !== provider)
    return refused('execution.not-used', { other: providerName(found.executionProvider) });
  const cpu = await attempt(reference);
  if (cpu instanceof Error) return refused('execution.not-compared', { reason: reasonOf(cpu) });
  const expected = provider === INT8 ? (goldenInt8 ?? []) : (cpu.runs.at(-1)?.outputs ?? []);
  return judged(expected, cpu, found, wished === provider);
}

/** Every run has to agree: a device that is right once and wrong once is the worst of all. */
function judged(expected: readonly GoldenOutput[], cpu: GoldenResult, found: GoldenResult, isWished: boolean): Trial {
  const provider = found.executionProvider;
  let largest = 0;
  for (const { outputs } of found.runs) {
    const agreement = agreementOf(expected, outputs, provider);
    if (!agreement.agrees) return refusedTrial('execution.not-trusted', { provider, reason: agreement.reason });
    largest = Math.max(largest, agreement.largestDifference);
  }
  const timesAsFast = usualMs(cpu) / usualMs(found);
  const times = Number(timesAsFast.toPrecision(2));
  const isInt8 = provider === INT8;
  if (!isWished && !(timesAsFast > 1))
    return refusedTrial(isInt8 ? 'execution.slower-int8' : 'execution.slower', { provider, times });
  const code = isInt8 ? 'execution.agrees-int8' : 'execution.agrees';
  const agrees: ErrorFact = { code, details: { difference: differenceText(largest), times } };
  const said: ErrorFact = isWished ? { code: 'execution.wished', details: { reason: agrees } } : agrees;
  return { kind: 'accepted', reason: reasonOn(provider, said), reference: expected, timesAsFast };
}

type ExecutionCode = Extract<ErrorFact['code'], `execution.${string}`>;

function refusedTrial(code: ExecutionCode, details: ErrorFact['details']): Trial {
  return { kind: 'refused', reason: { code, details } };
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
export function reasonOf(error: Error): Detail {
  if (error instanceof SigmalineError) {
    if (error.code === 'lane.crashed') return { code: 'execution.ended', details: {} };
    if (error.code === 'lane.timeout')
      return { code: 'execution.no-answer', details: { seconds: error.details.seconds ?? 0 } };
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
  | { readonly agrees: true; readonly largestDifference: number }
  | { readonly agrees: false; readonly reason: ErrorFact };

/**
 * Compares what two providers said of the same golden pictures, every score and every place of the anomaly map.
 *
 * @param provider whose outputs were found: integers are held against their calibration, all others against the CPU
 */
export function agreementOf(
  reference: readonly GoldenOutput[],
  found: readonly GoldenOutput[],
  provider: string,
): Agreement {
  const disagrees = (code: ExecutionCode, details: ErrorFact['details'] = {}): Agreement => ({
    agrees: false,
    reason: { code, details },
  });
  if (reference.length !== found.length)
    return disagrees('execution.pictures', { found: found.length, expected: reference.length });
  let largest = 0;
  for (const [index, expected] of reference.entries()) {
    const actual = found[index];
    if (actual === undefined) continue;
    const comparison = compare(expected, actual);
    if (typeof comparison === 'string') return disagrees(comparison);
    largest = Math.max(largest, comparison);
  }
  if (largest <= TOLERANCE) return { agrees: true, largestDifference: largest };
  const code = provider === INT8 ? 'execution.differs-int8' : 'execution.differs';
  return disagrees(code, { difference: differenceText(largest) });
}

/** Small figures as they are read: 2e-5. */
function differenceText(difference: number): string {
  return difference === 0 ? '0' : difference.toExponential(0).replace('e+0', '').replace('+', '');
}

/** @returns the largest difference, or what is wrong with the answer as a whole */
function compare(expected: GoldenOutput, actual: GoldenOutput): number | ExecutionCode {
  const numbers = [...scoresOf(expected), ...expected.map];
  const others = [...scoresOf(actual), ...actual.map];
  if (numbers.length !== others.length || expected.map.length !== actual.map.length) {
    return 'execution.values';
  }
  // Of the map, one scale for all places: what lies far below its maximum is noise of the network.
  const mapScale = Math.max(1, ...expected.map.map((value) => Math.abs(value ?? 0)));
  const scores = scoresOf(expected).length;
  let largest = 0;
  for (const [index, value] of numbers.entries()) {
    const other = others[index];
    if (value === null || other === null || other === undefined) return 'execution.gave-no-numbers';
    const scale = index < scores ? Math.max(1, Math.abs(value)) : mapScale;
    largest = Math.max(largest, Math.abs(value - other) / scale);
  }
  return largest;
}

function scoresOf({ score, partDistance, patchScore, levelDistances }: GoldenOutput): readonly (number | null)[] {
  return [score, partDistance, patchScore, ...levelDistances];
}
