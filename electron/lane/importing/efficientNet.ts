import { createHash } from 'node:crypto';
import { SigmalineError } from '../../../shared/domain/index.ts';
import { sha256Of } from '../../files/index.ts';
import {
  buildEfficientNet,
  EFFICIENT_NET_VARIANTS,
  type EfficientNetVariant,
  efficientNetManifest,
  type OnnxModel,
  readSafetensors,
  type TensorFile,
  type TensorSource,
  writeModel,
} from '../../graph/index.ts';
import type { ImportedBackbone } from './importBackbone.ts';
import { probeNetwork } from './probe.ts';

export interface WeightsFile {
  readonly variant: string;
  readonly licence: string;
  readonly source: string;
  /** What the tensors that are built in must hash to; null where the file's own hash was known. */
  readonly tensorsSha256: string | null;
  /** Its name, for messages. */
  readonly file: string;
}

/**
 * Builds EfficientNet from its published weights, up to the deepest level of the default scores, and runs it once.
 *
 * @throws SigmalineError weights.*, backbone.checksum, onnx.unsupported
 */
export async function importEfficientNet(bytes: Uint8Array, weights: WeightsFile): Promise<ImportedBackbone> {
  const { licence, source } = weights;
  const variant = variantOf(weights.variant);
  const unnamed = { sha256: '', licence, source };
  const deepest = Math.max(...Object.values(efficientNetManifest({ variant }, unnamed).scoring));
  // All levels on the way to the deepest cost nothing: a recipe takes in only those that its scores use.
  const levels = Array.from({ length: deepest }, (_, index) => index + 1);
  const tensors = readSafetensors(bytes, weights.file);
  const digested = digestTensors(tensors);
  const model = buildExactly({ ...digested, names: tensors.names }, weights.file, { variant, levels });
  requireDigest(digested.digest(), weights);
  const network = writeModel(model);
  const sha256 = sha256Of(network);
  const manifest = efficientNetManifest({ variant, levels }, { ...unnamed, sha256 });
  await probeNetwork(manifest, model);
  return { manifest, network };
}

function requireDigest(found: string, { tensorsSha256: expected, file }: WeightsFile): void {
  if (expected !== null && found !== expected) throw new SigmalineError('backbone.checksum', { file, found, expected });
}

/**
 * Two variants may differ only in how often a block is repeated: B1's file holds all that B0 asks for. So no block may be left over in the stages that
 * were built.
 */
function buildExactly(
  weights: TensorFile,
  file: string,
  options: { readonly variant: EfficientNetVariant; readonly levels: readonly number[] },
): OnnxModel {
  const used = new Set<string>();
  const recorded: TensorSource = {
    tensor(name, shape) {
      used.add(blockOf(name));
      return weights.tensor(name, shape);
    },
  };
  const model = buildEfficientNet(recorded, options);
  const stages = new Set([...used].map(stageOf).filter((stage) => stage !== undefined));
  const leftOver = weights.names.find((name) => stages.has(stageOf(name) ?? '') && !used.has(blockOf(name)));
  if (leftOver === undefined) return model;
  throw new SigmalineError('weights.unexpected-tensor', { file, tensor: leftOver });
}

/** `blocks.2.3.conv_dw.weight` belongs to the block `blocks.2.3`; what belongs to none stands for itself. */
function blockOf(tensor: string): string {
  return /^blocks\.\d+\.\d+/.exec(tensor)?.[0] ?? tensor;
}

function stageOf(tensor: string): string | undefined {
  return /^blocks\.\d+/.exec(tensor)?.[0];
}

function variantOf(text: string): EfficientNetVariant {
  const variant = EFFICIENT_NET_VARIANTS.find((candidate) => candidate === text);
  if (variant !== undefined) return variant;
  const known = EFFICIENT_NET_VARIANTS.map((candidate) => `efficientnet-${candidate}`).join(', ');
  throw new SigmalineError('backbone.unknown', { backbone: `efficientnet-${text}`, known });
}

/** Passes tensors on and remembers them, so that it can be told whether they are the published ones whatever file held them. */
interface DigestedTensors extends TensorSource {
  /** SHA-256 over all tensors that were asked for, by name: the name, the shape and the values as little-endian float32 of each. */
  digest(): string;
}

function digestTensors(source: TensorSource): DigestedTensors {
  const seen = new Map<string, { readonly shape: readonly number[]; readonly values: Float32Array }>();
  return {
    tensor(name, shape) {
      const values = source.tensor(name, shape);
      seen.set(name, { shape, values });
      return values;
    },
    digest() {
      const hash = createHash('sha256');
      for (const [name, { shape, values }] of [...seen].sort(([first], [second]) => (first < second ? -1 : 1))) {
        hash.update(`${name} ${shape.join('x')}\n`);
        hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
      }
      return hash.digest('hex');
    },
  };
}
