/**
 * `npm run bench:peers`: the same network, weights and image in other programs: OpenCV's network module (Debian: `apt-get install python3-opencv`) and ONNX Runtime for
 * WebAssembly. Processor time, in turns, so that whatever else the machine does slows both. A peer that is missing is named.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import * as web from 'onnxruntime-web';
import { readModel, writeModel } from '../../electron/graph/index.ts';
import { withKernelShapes } from '../../electron/graph/onnx/kernelShapes.ts';
import { createChildProcessHost } from '../../electron/hosts/index.ts';
import { openOnnxSession } from '../../electron/lane/session/index.ts';
import { INT8_PROVIDER } from '../../shared/domain/index.ts';
import { describeMachine, loadNow } from './machine.ts';
import { type Comparison, interleave, processorMs, type TimedWork } from './measure/interleave.ts';
import { sampleImages } from './pictures.ts';
import { decoded, normalised, recipeRun, scoredOutputs } from './runs.ts';
import { type FittedSubject, fitSubject, randomSubject, type Subject } from './subjects.ts';
import { msText, ratioText, spreadText, table } from './text.ts';

const RESOURCES = fileURLToPath(new URL('../../resources', import.meta.url));
const PEER = fileURLToPath(new URL('peer.py', import.meta.url));
const VARIANTS = ['b0', 'b4'] as const;
const THREADS = [1, 2];
const PAIRS = 8;
const CALIBRATION_IMAGES = 20;
const WARM_UP_RUNS = 2;
/** Of the sum of a feature map's absolute values: the peer computed the same. */
const SAME_SHARE = 1e-3;

interface Row {
  readonly network: string;
  readonly threads: number;
  readonly peer: string;
  readonly ours: string;
  /** Peer over ours. */
  readonly comparison: Comparison;
}

async function main(): Promise<void> {
  const root = await mkdtemp(join(tmpdir(), 'sigmaline-peers-'));
  const rows: Row[] = [];
  const remarks: string[] = [];
  try {
    const { paths } = await sampleImages(RESOURCES);
    const [imagePath = ''] = paths;
    const imagePaths = paths.slice(0, CALIBRATION_IMAGES);
    const host = createChildProcessHost();
    for (const variant of VARIANTS) {
      const subject = await randomSubject(variant, root);
      const fitted = await fitSubject(subject, { host, imagePaths, root, precision: 'int8' });
      const pixels = await decoded(imagePath, subject.manifest.sizePx);
      for (const threads of THREADS) {
        const of = { subject, fitted, pixels, threads, root };
        rows.push(...(await againstOpenCv(of, remarks)), ...(await againstWebAssembly(of)));
      }
    }
  } finally {
    await rm(root, { recursive: true, force: true });
  }
  console.log(reportOf(rows, [...new Set(remarks)]));
}

interface Measured {
  readonly subject: Subject;
  readonly fitted: FittedSubject;
  readonly pixels: Uint8Array;
  readonly threads: number;
  readonly root: string;
}

/** The network alone, since OpenCV does not read a whole recipe, against the network in floats and against the whole recipe in integers. */
async function againstOpenCv({ subject, fitted, pixels, threads, root }: Measured, remarks: string[]): Promise<Row[]> {
  const python = pythonWithOpenCv();
  if (python === null) {
    remarks.push('OpenCV was not measured: no python3 here can import cv2 (Debian: apt-get install python3-opencv).');
    return [];
  }
  const { manifest, folder } = subject;
  const values = normalised(pixels, manifest);
  const input = join(root, `${manifest.id}.f32`);
  await writeFile(input, values);
  const outputs = scoredOutputs(manifest);
  const file = join(folder, manifest.file);
  const start = (model: string, wanted: readonly string[]): Promise<OpenCv> =>
    OpenCv.start(python, [model, input, String(manifest.sizePx), String(threads), ...wanted]);

  const whole = await start(join(fitted.recipeFolder, 'recipe.onnx'), ['score']);
  remarks.push(`OpenCV ${whole.version}, whole recipe of ${manifest.id}: ${whole.error ?? 'is read'}`);
  whole.end();

  const content = await readFile(file);
  const named = join(root, `${manifest.id}.onnx`);
  await writeFile(named, writeModel(withKernelShapes(readModel(content))));
  const peer = await start(named, outputs);
  const session = await openOnnxSession(content, { executionProvider: 'cpu', threads });
  const image = { type: 'float32', shape: [1, 3, manifest.sizePx, manifest.sizePx], values } as const;
  const maps = await session.run({ [manifest.input]: image }, outputs);
  const sums = outputs.map((name) => absoluteSum(maps.get(name)?.values ?? []));
  requireSame(manifest.id, sums, peer);
  const integers = await recipeRun(fitted, pixels, { executionProvider: INT8_PROVIDER, threads });
  const row = { network: manifest.id, threads, peer: `OpenCV ${peer.version}, network in floats` };
  const float = await compared(peer.run, () => session.run({ [manifest.input]: image }, outputs));
  const int8 = await compared(peer.run, integers.run);
  peer.end();
  await session.release();
  await integers.release();
  return [
    { ...row, ours: 'network in floats', comparison: float },
    { ...row, ours: 'whole recipe in integers', comparison: int8 },
  ];
}

async function againstWebAssembly({ subject, fitted, pixels, threads }: Measured): Promise<Row[]> {
  const { id, sizePx } = subject.manifest;
  web.env.wasm.numThreads = threads;
  const peer = await web.InferenceSession.create(await readFile(join(fitted.recipeFolder, 'recipe.onnx')), {
    executionProviders: ['wasm'],
  });
  const image = new web.Tensor('uint8', pixels, [1, sizePx, sizePx, 3]);
  const ours = await recipeRun(fitted, pixels, { executionProvider: 'cpu', threads });
  const comparison = await compared(() => processorMs(() => peer.run({ image })), ours.run);
  await peer.release();
  await ours.release();
  const name = `ONNX Runtime Web ${web.env.versions.common}, whole recipe in floats`;
  return [{ network: id, threads, peer: name, ours: 'whole recipe in floats', comparison }];
}

async function compared(peer: TimedWork, ours: () => Promise<unknown>): Promise<Comparison> {
  const work = (): Promise<number> => processorMs(ours);
  await interleave(WARM_UP_RUNS, peer, work);
  return interleave(PAIRS, peer, work);
}

function absoluteSum(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += Math.abs(value);
  return sum;
}

function requireSame(network: string, ours: readonly number[], { sums, error }: OpenCv): void {
  const isSame = ours.every((sum, index) => Math.abs(sum - (sums[index] ?? Number.NaN)) <= SAME_SHARE * sum);
  if (!isSame) throw new Error(`${network}: OpenCV gives ${error ?? sums.join(', ')} instead of ${ours.join(', ')}`);
}

/** A process of OpenCV that runs a network each time it is asked. */
class OpenCv {
  readonly version: string;
  readonly error: string | null;
  readonly sums: readonly number[];
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;

  private constructor(child: ChildProcess, lines: AsyncIterator<string>, loaded: Partial<OpenCv>) {
    this.#child = child;
    this.#lines = lines;
    this.version = loaded.version ?? 'unknown';
    this.error = loaded.error ?? null;
    this.sums = loaded.sums ?? [];
  }

  static async start(python: string, given: readonly string[]): Promise<OpenCv> {
    const child = spawn(python, [PEER, ...given], { stdio: ['pipe', 'pipe', 'inherit'] });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    return new OpenCv(child, lines, await answered(lines));
  }

  /** Milliseconds of processor time. */
  readonly run = async (): Promise<number> => {
    this.#child.stdin?.write('run\n');
    const { processorMs: milliseconds } = await answered<{ readonly processorMs: number }>(this.#lines);
    return milliseconds;
  };

  end(): void {
    this.#child.kill();
  }
}

async function answered<Answer>(lines: AsyncIterator<string>): Promise<Answer> {
  const line = await lines.next();
  if (line.done === true) throw new Error('OpenCV ended without an answer');
  return JSON.parse(line.value) as Answer;
}

function pythonWithOpenCv(): string | null {
  return (
    ['/usr/bin/python3', 'python3', 'python'].find((python) => {
      try {
        execFileSync(python, ['-c', 'import cv2'], { stdio: 'ignore' });
        return true;
      } catch {
        return false;
      }
    }) ?? null
  );
}

function reportOf(rows: readonly Row[], remarks: readonly string[]): string {
  const cells = rows.map(({ network, threads, peer, ours, comparison }) => [
    network,
    String(threads),
    peer,
    ours,
    msText(comparison.first.median),
    msText(comparison.second.median),
    spreadText(comparison.ratio, ratioText),
  ]);
  return [
    ...describeMachine('cpu').map(([name, value]) => `- ${name}: ${value}`),
    `- Load at the end: ${loadNow()}`,
    '',
    'Milliseconds of processor time for one image.',
    '',
    table(['network', 'threads', 'peer', 'ours', 'peer, median', 'ours, median', 'peer / ours'], cells),
    '',
    ...remarks.map((remark) => `- ${remark}`),
  ].join('\n');
}

await main();
