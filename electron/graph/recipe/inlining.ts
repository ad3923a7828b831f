import { SigmalineError } from '../../../shared/domain/index.ts';
import type { GraphBuilder, Value } from '../onnx/graphBuilder.ts';
import {
  ELEMENT_TYPES,
  type ElementType,
  type OnnxAttribute,
  type OnnxGraph,
  type OnnxModel,
  type OnnxNode,
  type OnnxTensor,
} from '../onnx/model.ts';

const OLDEST_OPSET = 13;
const STORED_ELSEWHERE = 1;

/** Renames one tensor of the backbone for the graph that takes it in. */
type Rename = (name: string) => string;

/**
 * Copies the part of a backbone that the given outputs need into `target`: nodes and weights that no score needs stay behind. Every tensor gets a prefix,
 * so nothing collides.
 *
 * @param source what the backbone's input becomes
 * @param outputs names of the backbone's outputs
 * @returns the copied outputs, in the same order
 * @throws onnx.unsupported where an output is missing or the weights lie in another file
 */
export function inlineBackbone(
  target: GraphBuilder,
  backbone: OnnxModel,
  source: { readonly name: string; readonly value: Value },
  outputs: readonly string[],
): readonly Value[] {
  const { nodes, constants } = neededParts(backbone.graph, source.name, outputs);
  for (const constant of constants) assertSelfContained(constant);
  const rename: Rename = (name) => {
    if (name === '') return '';
    return name === source.name ? source.value : `backbone/${name}`;
  };
  for (const produced of [...constants.map(({ name = '' }) => name), ...nodes.flatMap(({ output }) => output)]) {
    if (produced !== '') target.reserve(rename(produced));
  }
  target.adopt({
    nodes: nodes.map((node) => renameNode(node, rename)),
    constants: constants.map((constant) => ({ ...constant, name: rename(constant.name ?? '') })),
  });
  return outputs.map((name) => rename(name) as Value);
}

/** The version of the standard operators that a backbone is written in, if graphs can be added to it. */
export function standardOpset(backbone: OnnxModel): number {
  const version = backbone.opsetImport.find(({ domain = '' }) => domain === '' || domain === 'ai.onnx')?.version ?? 0;
  if (version >= OLDEST_OPSET) return version;
  throw new SigmalineError('onnx.unsupported', {
    reason: `it is written in operator set ${version}`,
    remedy: `Export it with operator set 17; ${OLDEST_OPSET} is the oldest accepted.`,
  });
}

/** Walks from the outputs back to the input. Nodes keep their order, which ONNX demands to be the order of computation. `needed` names all tensors. */
export function neededNodes(graph: OnnxGraph, outputs: readonly string[]) {
  const needed = new Set(outputs);
  const nodes: OnnxNode[] = [];
  for (const node of graph.node.toReversed()) {
    if (!node.output.some((name) => needed.has(name))) continue;
    for (const name of namesRead(node)) needed.add(name);
    nodes.unshift(node);
  }
  return { nodes, needed };
}

function neededParts(graph: OnnxGraph, input: string, outputs: readonly string[]) {
  if (graph.sparseInitializer.length > 0) {
    throw new SigmalineError('onnx.unsupported', {
      reason: 'it holds sparse weights',
      remedy: 'Export it with dense weights.',
    });
  }
  const { nodes, needed } = neededNodes(graph, outputs);
  const constants = graph.initializer.filter(({ name = '' }) => needed.has(name));
  const produced = new Set([input, ...constants.map(({ name }) => name), ...nodes.flatMap(({ output }) => output)]);
  const missing = [...outputs, ...nodes.flatMap(({ input: names }) => names)].find(
    (name) => name !== '' && !produced.has(name),
  );
  if (missing !== undefined) {
    throw new SigmalineError('onnx.unsupported', {
      reason: `nothing in it makes ${missing}`,
      remedy: `It must have one input, ${input}, and the outputs ${outputs.join(', ')}.`,
    });
  }
  return { nodes, constants };
}

/** The tensors that a node reads, those that its branches and loop bodies take from outside included. */
function namesRead(node: OnnxNode): string[] {
  const bodies = node.attribute.flatMap(bodiesOf);
  return [...node.input, ...bodies.flatMap((body) => [...body.node.flatMap(namesRead), ...body.output.map(nameOf)])];
}

function bodiesOf(attribute: OnnxAttribute): readonly OnnxGraph[] {
  return attribute.g === undefined ? (attribute.graphs ?? []) : [attribute.g];
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

function renameNode(node: OnnxNode, rename: Rename): OnnxNode {
  return {
    ...node,
    name: rename(node.name ?? ''),
    input: node.input.map(rename),
    output: node.output.map(rename),
    attribute: node.attribute.map((attribute) => renameBodies(attribute, rename)),
  };
}

/** Names inside a branch or loop body get the same prefix as outside, so what it takes from outside stays connected. */
function renameBodies(attribute: OnnxAttribute, rename: Rename): OnnxAttribute {
  if (attribute.g !== undefined) return { ...attribute, g: renameGraph(attribute.g, rename) };
  if ((attribute.graphs ?? []).length === 0) return attribute;
  return { ...attribute, graphs: (attribute.graphs ?? []).map((graph) => renameGraph(graph, rename)) };
}

function renameGraph(graph: OnnxGraph, rename: Rename): OnnxGraph {
  return {
    ...graph,
    node: graph.node.map((node) => renameNode(node, rename)),
    initializer: graph.initializer.map((constant) => ({ ...constant, name: rename(constant.name ?? '') })),
    input: graph.input.map((value) => ({ ...value, name: rename(value.name) })),
    output: graph.output.map((value) => ({ ...value, name: rename(value.name) })),
    valueInfo: [],
  };
}

function assertSelfContained(constant: OnnxTensor): void {
  if (constant.dataLocation !== STORED_ELSEWHERE) return;
  throw new SigmalineError('onnx.unsupported', {
    reason: 'its weights lie in another file',
    remedy: 'Export it with the weights inside the ONNX file.',
  });
}

/** The first dimension of the backbone's input where the file fixes it (a static batch), otherwise undefined. */
export function fixedBatch(backbone: OnnxModel, input: string): number | undefined {
  const shape = backbone.graph.input.find(({ name }) => name === input)?.type?.tensorType?.shape;
  return shape?.dim[0]?.dimValue;
}

/** What a backbone's input or output holds, where the file says it. */
export function elementTypeOf(backbone: OnnxModel, name: string): ElementType | undefined {
  const values = [...backbone.graph.input, ...backbone.graph.output];
  const code = values.find((value) => value.name === name)?.type?.tensorType?.elemType;
  return (Object.keys(ELEMENT_TYPES) as ElementType[]).find((type) => ELEMENT_TYPES[type] === code);
}
