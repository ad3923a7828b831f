import { createHash } from 'node:crypto';
import { SigmalineError, scoredLevels } from '../../../shared/domain/index.ts';
import type { ImportRequest } from '../../../shared/processes/jobs.ts';
import { sha256Of } from '../../files/index.ts';
import {
  buildEfficientNet,
  EFFICIENT_NET_VARIANTS,
  type EfficientNetVariant,
  efficientNetManifest,
  readSafetensors,
  type TensorFile,
  type TensorSource,
  writeModel,
} from '../../graph/index.ts';
import { type ImportedBackbone, probeNetwork } from './probe.ts';

type PublishedWeights = Extract<ImportRequest['network'], { kind: 'efficientNet' }>;

/**
 * Builds EfficientNet from its published weights, up to the deepest level of the default scores, and runs it once.
 *
 * @param file its name, for messages
 * @throws SigmalineError weights.*, backbone.checksum, onnx.unsupported
 */
export async function importEfficientNet(
  bytes: Uint8Array,
  file: string,
  weights: PublishedWeights,
): Promise<ImportedBackbone> {
  const { licence, source } = weights;
  const variant = variantOf(weights.variant);
  const unnamed = { sha256: '', licence, source };
  const deepest = Math.max(...scoredLevels(efficientNetManifest({ variant }, unnamed)));
  // All levels on the way to the deepest cost nothing: a recipe takes in only those that its scores use.
  const levels = Array.from({ length: deepest }, (_, index) => index + 1);
  const tensors = readSafetensors(bytes, file);
  const used: UsedTensors = new Map();
  const recorded: TensorSource = {
    tensor(name, shape) {
      const values = tensors.tensor(name, shape);
      used.set(name, { shape, values });
      return values;
    },
  };
  const model = buildEfficientNet(recorded, { variant, levels });
  requireWholeStages(tensors, used, file);
  requireDigest(used, file, weights.tensorsSha256);
  const network = writeModel(model);
  const sha256 = sha256Of(network);
  const manifest = efficientNetManifest({ variant, levels }, { ...unnamed, sha256 });
  await probeNetwork(manifest, model);
  return { manifest, network };
}

/** The tensors that were built in, by name. */
type UsedTensors = Map<string, { readonly shape: readonly number[]; readonly values: Float32Array }>;

/**
 * Two variants may differ only in how often a block is repeated: B1's file holds all that B0 asks for. So no block may be left over in the stages that
 * were built.
 */
function requireWholeStages({ names }: TensorFile, used: UsedTensors, file: string): void {
  const blocks = new Set([...used.keys()].map(blockOf));
  const stages = new Set([...blocks].map(stageOf).filter((stage) => stage !== undefined));
  const leftOver = names.find((name) => stages.has(stageOf(name) ?? '') && !blocks.has(blockOf(name)));
  if (leftOver !== undefined) throw new SigmalineError('weights.unexpected-tensor', { file, tensor: leftOver });
}

/** SHA-256 over the name, the shape and the values (little-endian float32) of each: they are the published ones whatever file held them. */
function requireDigest(used: UsedTensors, file: string, expected: string | null): void {
  if (expected === null) return;
  const hash = createHash('sha256');
  for (const [name, { shape, values }] of [...used].sort(([first], [second]) => (first < second ? -1 : 1))) {
    hash.update(`${name} ${shape.join('x')}\n`);
    hash.update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
  }
  const found = hash.digest('hex');
  if (found !== expected) throw new SigmalineError('backbone.checksum', { file, found, expected });
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
