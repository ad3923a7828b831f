import { SigmalineError } from '../../../shared/domain/index.ts';
import { ELEMENT_TYPES, type OnnxModel, type OnnxNode, type OnnxTensor } from '../onnx/model.ts';
import { neededNodes } from '../recipe/inlining.ts';

/** A convolution with what follows it before anything else reads it. */
export interface Convolution {
  readonly kind: 'convolution';
  readonly node: OnnxNode;
  readonly input: string;
  /** What the convolution itself gives. */
  readonly before: string;
  /** What its activation makes of that; `before` where it has none. */
  readonly output: string;
  readonly activation: 'none' | 'silu' | 'floor';
  /** Below which nothing lies that comes out: 0 for ReLU; minus infinity without such an activation. */
  readonly floor: number;
  /** Output channels x (input channels / groups) x height x width. */
  readonly shape: readonly number[];
  readonly weights: Float32Array;
  readonly bias: Float32Array;
}

/** Any other node; `map` tells what it computes on: feature maps, or what is left of them after global pooling, one number a channel. */
export interface Other {
  readonly kind: 'map' | 'vector';
  readonly node: OnnxNode;
  readonly output: string;
}

export type Operation = Convolution | Other;

export function isConvolution(operation: Operation): operation is Convolution {
  return operation.kind === 'convolution';
}

/** A backbone as integers can compute it. */
export interface ConvolutionalNetwork {
  readonly input: string;
  /** In the order of computation. */
  readonly operations: readonly Operation[];
  /** Constants that the nodes of `vector` operations read. */
  readonly constants: ReadonlyMap<string, OnnxTensor>;
  readonly outputs: readonly string[];
}

/** Operators on feature maps that ONNX Runtime computes in integers from end to end: one that is not among them would cost more than all others save. */
const MAP_OPERATORS = new Set(['Add', 'Mul', 'GlobalAveragePool', 'MaxPool', 'Identity']);

/**
 * Reads a backbone as a network of convolutions.
 *
 * @param outputs names of the tensors that are needed
 * @throws SigmalineError onnx.not-quantisable, which names the first operator that stands in the way
 */
export function readNetwork(backbone: OnnxModel, input: string, outputs: readonly string[]): ConvolutionalNetwork {
  const { nodes } = neededNodes(backbone.graph, outputs);
  const constants = new Map(backbone.graph.initializer.map((tensor) => [tensor.name ?? '', tensor]));
  const readers = readersOf(nodes, outputs);
  const pooled = new Set<string>();
  const absorbed = new Set<OnnxNode>();
  const operations: Operation[] = [];
  for (const node of nodes) {
    if (absorbed.has(node)) continue;
    const variable = node.input.filter((name) => name !== '' && !constants.has(name));
    const [output = ''] = node.output;
    if (variable.length > 0 && variable.every((name) => pooled.has(name))) {
      for (const name of node.output) pooled.add(name);
      operations.push({ kind: 'vector', node, output });
    } else if (node.opType === 'Conv') {
      const { absorbs, ...activation } = activationOf(output, readers, constants);
      for (const own of absorbs) absorbed.add(own);
      operations.push({ ...convolutionOf(node, constants), before: output, ...activation });
    } else if (MAP_OPERATORS.has(node.opType) && variable.length === node.input.length) {
      if (node.opType === 'GlobalAveragePool') pooled.add(output);
      operations.push({ kind: 'map', node, output });
    } else {
      throw notQuantisable(`it has the operator ${node.opType} on feature maps`);
    }
  }
  return { input, operations, constants, outputs };
}

export function notQuantisable(reason: string): SigmalineError {
  return new SigmalineError('onnx.not-quantisable', { reason });
}

/** What reads each tensor; an output of the whole is read by nobody that could be merged with it. */
function readersOf(nodes: readonly OnnxNode[], outputs: readonly string[]): Map<string, (OnnxNode | null)[]> {
  const readers = new Map<string, (OnnxNode | null)[]>(outputs.map((name) => [name, [null]]));
  for (const node of nodes) {
    for (const name of new Set(node.input)) readers.set(name, [...(readers.get(name) ?? []), node]);
  }
  return readers;
}

type Activation = Pick<Convolution, 'output' | 'activation' | 'floor'> & { readonly absorbs: readonly OnnxNode[] };

/** The activation that follows a convolution, where nothing else reads what lies between. */
function activationOf(
  before: string,
  readers: ReadonlyMap<string, readonly (OnnxNode | null)[]>,
  constants: ReadonlyMap<string, OnnxTensor>,
): Activation {
  const own = readers.get(before) ?? [];
  const none = { output: before, activation: 'none', floor: Number.NEGATIVE_INFINITY, absorbs: [] } as const;
  const [first] = own;
  if (own.length === 1 && (first?.opType === 'Relu' || first?.opType === 'Max')) {
    const bound = constants.get(first.input.find((name) => name !== before) ?? '');
    const floor = first.opType === 'Relu' ? 0 : bound?.dims.length === 0 ? floatsOf(bound)[0] : undefined;
    if (floor === undefined || floor > 0) return none;
    return { output: first.output[0] as string, activation: 'floor', floor, absorbs: [first] };
  }
  const sigmoid = own.find((node) => node?.opType === 'Sigmoid');
  const product = own.find((node) => node?.opType === 'Mul' && node.input.includes(sigmoid?.output[0] ?? ''));
  const isSilu = own.length === 2 && sigmoid && product && readers.get(sigmoid.output[0] as string)?.length === 1;
  if (!isSilu) return none;
  return { ...none, output: product.output[0] as string, activation: 'silu', absorbs: [sigmoid, product] };
}

function convolutionOf(
  node: OnnxNode,
  constants: ReadonlyMap<string, OnnxTensor>,
): Omit<Convolution, 'before' | 'output' | 'activation' | 'floor'> {
  const [input = '', weightName = '', biasName = ''] = node.input;
  const kernel = constants.get(weightName);
  if (kernel?.dims.length !== 4) throw notQuantisable(`the weights of ${node.name ?? 'a convolution'} are no constant`);
  const weights = floatsOf(kernel);
  const bias = biasName === '' ? new Float32Array(kernel.dims[0] ?? 0) : floatsOf(constants.get(biasName));
  return { kind: 'convolution', node, input, shape: kernel.dims, weights, bias };
}

function floatsOf(tensor: OnnxTensor | undefined): Float32Array {
  if (tensor?.dataType !== ELEMENT_TYPES.float32 || tensor.rawData === undefined) {
    throw notQuantisable('its weights are not kept as 32-bit floats');
  }
  // A copy: the bytes may begin anywhere.
  return new Float32Array(Uint8Array.from(tensor.rawData).buffer);
}
