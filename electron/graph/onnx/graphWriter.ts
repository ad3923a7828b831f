import {
  type Attributes,
  type ConstantType,
  ELEMENT_TYPES,
  type ElementType,
  encodeTensor,
  type OnnxFunction,
  type OnnxModel,
  type OnnxNode,
  type OnnxOperatorSet,
  type OnnxTensor,
  type OnnxValueInfo,
} from './model.ts';

declare const valueBrand: unique symbol;
/** The name of a tensor that flows through the graph. */
export type Value = string & { readonly [valueBrand]: true };

/** A fixed size, or the name of one that may differ from run to run. */
export type Dimension = number | string;

export interface GraphOptions {
  readonly name: string;
  /** Version of the standard operators, 13 or newer. */
  readonly opset?: number;
}

/** The newest operators that every ONNX Runtime since 1.12 (2022) knows: recipes must run in other people's programs. */
const DEFAULT_OPSET = 17;
const IR_VERSION = 8;

/** Collects nodes and constants of one ONNX graph under unique names, in the order in which they are computed. */
export class GraphWriter {
  readonly opset: number;
  readonly #name: string;
  readonly #nodes: OnnxNode[] = [];
  readonly #constants: OnnxTensor[] = [];
  readonly #inputs: OnnxValueInfo[] = [];
  readonly #outputs: OnnxValueInfo[] = [];
  readonly #timesUsed = new Map<string, number>();

  constructor(options: GraphOptions) {
    this.#name = options.name;
    this.opset = options.opset ?? DEFAULT_OPSET;
  }

  input(name: string, type: ElementType, shape: readonly Dimension[]): Value {
    const value = this.reserve(name);
    this.#inputs.push(describeValue(value, type, shape));
    return value;
  }

  /** A constant tensor; `values` are row-major and rounded to the type. */
  constant(name: string, type: ConstantType, shape: readonly number[], values: ArrayLike<number>): Value {
    const value = this.#uniqueName(name);
    this.#constants.push(encodeTensor(value, type, shape, values));
    return value;
  }

  float32(name: string, shape: readonly number[], values: ArrayLike<number>): Value {
    return this.constant(name, 'float32', shape, values);
  }

  float16(name: string, shape: readonly number[], values: ArrayLike<number>): Value {
    return this.constant(name, 'float16', shape, values);
  }

  int64(name: string, shape: readonly number[], values: ArrayLike<number>): Value {
    return this.constant(name, 'int64', shape, values);
  }

  uint8(name: string, shape: readonly number[], values: ArrayLike<number>): Value {
    return this.constant(name, 'uint8', shape, values);
  }

  /** A float32 scalar. */
  scalar(value: number): Value {
    return this.float32('scalar', [], [value]);
  }

  /** Adds any operator with one output; null stands for an optional input that is left out. */
  node(opType: string, inputs: readonly (Value | null)[], attributes: Attributes = {}, name = opType): Value {
    const output = this.#uniqueName(name);
    this.#addNode(opType, inputs, attributes, [output]);
    return output;
  }

  /** Adds any operator with `count` outputs. */
  nodes(opType: string, inputs: readonly (Value | null)[], attributes: Attributes, count: number): readonly Value[] {
    const outputs = Array.from({ length: count }, () => this.#uniqueName(opType));
    this.#addNode(opType, inputs, attributes, outputs);
    return outputs;
  }

  /** Makes `value` an output of the graph under exactly this name. */
  output(name: string, value: Value, type: ElementType, shape: readonly Dimension[]): void {
    const output = this.reserve(name);
    this.#addNode('Identity', [value], {}, [output]);
    this.#outputs.push(describeValue(output, type, shape));
  }

  /** Takes a node and a constant as they are: their names must have been reserved. */
  adopt(part: { readonly nodes: readonly OnnxNode[]; readonly constants: readonly OnnxTensor[] }): void {
    this.#nodes.push(...part.nodes);
    this.#constants.push(...part.constants);
  }

  /** Claims exactly this name for a tensor. */
  reserve(name: string): Value {
    const value = this.#uniqueName(name);
    if (value !== name) throw new Error(`The graph has a tensor named ${name} already`);
    return value;
  }

  toModel(
    metadata: Readonly<Record<string, string>> = {},
    imported: {
      readonly irVersion?: number;
      readonly operatorSets?: readonly OnnxOperatorSet[];
      readonly functions?: readonly OnnxFunction[];
    } = {},
  ): OnnxModel {
    return {
      irVersion: Math.max(IR_VERSION, imported.irVersion ?? 0),
      producerName: 'sigmaline',
      graph: {
        name: this.#name,
        node: this.#nodes,
        initializer: this.#constants,
        sparseInitializer: [],
        input: this.#inputs,
        output: this.#outputs,
        valueInfo: [],
      },
      opsetImport: [{ domain: '', version: this.opset }, ...(imported.operatorSets ?? [])],
      metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
      functions: imported.functions ?? [],
    };
  }

  #addNode(opType: string, inputs: readonly (Value | null)[], attributes: Attributes, outputs: readonly Value[]): void {
    this.#nodes.push({
      name: `${outputs[0]}`,
      opType,
      input: inputs.map((input) => input ?? ''),
      output: outputs,
      attribute: Object.entries(attributes).map(([name, value]) => ({ name, ...value })),
    });
  }

  #uniqueName(base: string): Value {
    const used = this.#timesUsed.get(base) ?? 0;
    this.#timesUsed.set(base, used + 1);
    if (used === 0) return base as Value;
    const candidate = `${base}_${used}`;
    return this.#timesUsed.has(candidate) ? this.#uniqueName(base) : this.#uniqueName(candidate);
  }
}

function describeValue(name: string, type: ElementType, shape: readonly Dimension[]): OnnxValueInfo {
  const dim = shape.map((size) => (typeof size === 'number' ? { dimValue: size } : { dimParam: size }));
  return { name, type: { tensorType: { elemType: ELEMENT_TYPES[type], shape: { dim } } } };
}
