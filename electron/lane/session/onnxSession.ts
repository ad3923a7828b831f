import { env, InferenceSession, listSupportedBackends, Tensor } from 'onnxruntime-node';
import { INT8_PROVIDER } from '../../../shared/domain/index.ts';

/** One array of a graph's input or output. */
export interface TensorValue {
  readonly type: 'float32' | 'uint8';
  readonly shape: readonly number[];
  readonly values: Float32Array | Uint8Array;
}

/** An ONNX graph, ready to run. Opening and running block this thread: that is why lanes are processes of their own. */
export interface OnnxSession {
  readonly executionProvider: string;
  readonly inputNames: readonly string[];
  readonly outputNames: readonly string[];
  /** @returns the wished outputs by name, all of them float32 */
  run(inputs: Readonly<Record<string, TensorValue>>, outputs: readonly string[]): Promise<Map<string, FloatTensor>>;
  release(): Promise<void>;
}

export interface FloatTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export interface OnnxOptions {
  readonly threads: number;
  /** One of `offeredProviders`; the CPU where it is left out. */
  readonly executionProvider?: string;
}

/** The provider that runs everywhere and whose results all others are checked against. */
export const EXECUTION_PROVIDER = 'cpu';

export const RUNTIME_VERSION = env.versions.node ?? env.versions.common;

/**
 * What this build of ONNX Runtime knows, and the CPU in integers; whether a device for it is there, only opening a graph shows.
 */
export function offeredProviders(): readonly string[] {
  return [...listSupportedBackends().map(({ name }) => name), INT8_PROVIDER];
}

/** ONNX Runtime's severity for errors: its warnings on standard error would be read as trouble of the station. */
const LOG_ERRORS_ONLY = 3;

/**
 * Threads that wait in a loop took 150 ms of processor time an image instead of 90, from the decoder, the engine and the screen beside them,
 * and were no faster.
 */
const THREADS_SLEEP_WHILE_WAITING = { session: { intra_op: { allow_spinning: '0' } } };

/** Opens a graph from the very bytes that were verified, not from a file that could have changed since. */
export async function openOnnxSession(bytes: Uint8Array, options: OnnxOptions): Promise<OnnxSession> {
  const { threads, executionProvider = EXECUTION_PROVIDER } = options;
  const session = await InferenceSession.create(bytes, {
    executionProviders: [executionProvider],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    // One block for a whole run is taken beside those that the first run took, and is no faster: 35 MB of EfficientNet-B4.
    enableMemPattern: false,
    logSeverityLevel: LOG_ERRORS_ONLY,
    extra: THREADS_SLEEP_WHILE_WAITING,
  });
  return {
    executionProvider,
    inputNames: session.inputNames,
    outputNames: session.outputNames,
    async run(inputs, outputs) {
      const feeds = Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, tensorOf(value)]));
      const results = await session.run(feeds, [...outputs]);
      return new Map(outputs.map((name) => [name, floatsOf(name, results[name])]));
    },
    release: () => session.release(),
  };
}

function tensorOf({ values, shape }: TensorValue): Tensor {
  return values instanceof Float32Array ? new Tensor('float32', values, shape) : new Tensor('uint8', values, shape);
}

function floatsOf(name: string, tensor: Tensor | undefined): FloatTensor {
  if (!(tensor?.data instanceof Float32Array)) throw new TypeError(`the output ${name} is missing or no float32`);
  return { shape: tensor.dims, values: tensor.data };
}
