import protobuf from 'protobufjs';
import { messageOf, SigmalineError } from '../../../shared/domain/index.ts';
import type { OnnxModel } from './model.ts';

/**
 * Reads an ONNX file. Tensors stay views of `bytes`: nothing is copied.
 *
 * @throws onnx.unreadable where the bytes are no ONNX model or end too early
 */
export function readModel(bytes: Uint8Array): OnnxModel {
  let plain: unknown;
  try {
    plain = modelMessage.toObject(modelMessage.decode(bytes), { longs: Number, arrays: true });
  } catch (cause) {
    throw new SigmalineError('onnx.unreadable', { reason: messageOf(cause) }, cause);
  }
  if (!isModel(plain)) throw new SigmalineError('onnx.unreadable', { reason: 'it holds no graph' });
  return plain;
}

/** The bytes of an ONNX file. */
export function writeModel(model: OnnxModel): Uint8Array {
  return modelMessage.encode(modelMessage.fromObject(model)).finish();
}

/** What a file's writer noted in it: the metadata properties, by name. */
export function readMetadata(bytes: Uint8Array): Record<string, string> {
  return Object.fromEntries(readModel(bytes).metadataProps.map(({ key, value }) => [key, value]));
}

/**
 * The same file with other metadata. The network is neither decoded nor written again: every byte outside of the metadata stays.
 *
 * @throws onnx.unreadable
 */
export function changeMetadata(
  bytes: Uint8Array,
  change: (metadata: Readonly<Record<string, string>>) => Readonly<Record<string, string>>,
): Uint8Array {
  const { network, metadata } = splitFile(bytes);
  const changed = Object.entries(change(metadata)).map(([key, value]) => ({ key, value }));
  return Buffer.concat([...network, modelMessage.encode(modelMessage.fromObject({ metadataProps: changed })).finish()]);
}

function splitFile(bytes: Uint8Array): { network: readonly Uint8Array[]; metadata: Record<string, string> } {
  const reader = protobuf.Reader.create(bytes);
  const network: Uint8Array[] = [];
  const noted: Uint8Array[] = [];
  try {
    while (reader.pos < bytes.length) {
      const start = reader.pos;
      const tag = reader.uint32();
      reader.skipType(tag & 7);
      (tag >>> 3 === METADATA_FIELD ? noted : network).push(bytes.subarray(start, reader.pos));
    }
    const { metadataProps = [] } = modelMessage.toObject(
      modelMessage.decode(Buffer.concat(noted)),
    ) as Partial<OnnxModel>;
    return { network, metadata: Object.fromEntries(metadataProps.map(({ key, value }) => [key, value])) };
  } catch (cause) {
    throw new SigmalineError('onnx.unreadable', { reason: messageOf(cause) }, cause);
  }
}

/** The number of `metadataProps` in `MESSAGES.Model`. */
const METADATA_FIELD = 14;

/** The schema guarantees the types of all fields that are there; proto2 leaves open whether the indispensable ones are. */
function isModel(plain: unknown): plain is OnnxModel {
  if (typeof plain !== 'object' || plain === null || !('graph' in plain) || !('opsetImport' in plain)) return false;
  const { graph, opsetImport } = plain as Partial<OnnxModel>;
  return graph !== undefined && graph.node.length > 0 && opsetImport !== undefined && opsetImport.length > 0;
}

/**
 * The ONNX messages (onnx.proto of the ONNX project, IR version 8 to 13), one line a message: `field: number type`, a star for repeated fields and a
 * plus for packed ones. Not described, and therefore dropped when a file is written again: training information, device configurations and
 * quantisation annotations, none of which inference reads.
 */
const MESSAGES: Readonly<Record<string, string>> = {
  Model:
    'irVersion 1 int64, producerName 2 string, producerVersion 3 string, domain 4 string, modelVersion 5 int64, docString 6 string, graph 7 Graph, opsetImport* 8 OperatorSetId, metadataProps* 14 StringStringEntry, functions* 25 Function',
  Graph:
    'node* 1 Node, name 2 string, initializer* 5 Tensor, docString 10 string, input* 11 ValueInfo, output* 12 ValueInfo, valueInfo* 13 ValueInfo, sparseInitializer* 15 SparseTensor, metadataProps* 16 StringStringEntry',
  Node: 'input* 1 string, output* 2 string, name 3 string, opType 4 string, attribute* 5 Attribute, docString 6 string, domain 7 string, overload 8 string, metadataProps* 9 StringStringEntry',
  Attribute:
    'name 1 string, f 2 float, i 3 int64, s 4 bytes, t 5 Tensor, g 6 Graph, floats* 7 float, ints* 8 int64, strings* 9 bytes, tensors* 10 Tensor, graphs* 11 Graph, docString 13 string, tp 14 Type, typeProtos* 15 Type, type 20 int32, refAttrName 21 string, sparseTensor 22 SparseTensor, sparseTensors* 23 SparseTensor',
  Tensor:
    'dims* 1 int64, dataType 2 int32, segment 3 Segment, floatData+ 4 float, int32Data+ 5 int32, stringData* 6 bytes, int64Data+ 7 int64, name 8 string, rawData 9 bytes, doubleData+ 10 double, uint64Data+ 11 uint64, docString 12 string, externalData* 13 StringStringEntry, dataLocation 14 int32, metadataProps* 16 StringStringEntry',
  Segment: 'begin 1 int64, end 2 int64',
  SparseTensor: 'values 1 Tensor, indices 2 Tensor, dims* 3 int64',
  ValueInfo: 'name 1 string, type 2 Type, docString 3 string, metadataProps* 4 StringStringEntry',
  Type: 'tensorType 1 TensorType, sequenceType 4 ElementType, mapType 5 MapType, denotation 6 string, sparseTensorType 8 TensorType, optionalType 9 ElementType',
  TensorType: 'elemType 1 int32, shape 2 Shape',
  ElementType: 'elemType 1 Type',
  MapType: 'keyType 1 int32, valueType 2 Type',
  Shape: 'dim* 1 Dimension',
  Dimension: 'dimValue 1 int64, dimParam 2 string, denotation 3 string',
  OperatorSetId: 'domain 1 string, version 2 int64',
  StringStringEntry: 'key 1 string, value 2 string',
  Function:
    'name 1 string, input* 4 string, output* 5 string, attribute* 6 string, node* 7 Node, docString 8 string, opsetImport* 9 OperatorSetId, domain 10 string, attributeProto* 11 Attribute, valueInfo* 12 ValueInfo, overload 13 string, metadataProps* 14 StringStringEntry',
};

function parseField(line: string): [string, protobuf.IField] {
  const match = /^(\w+)([*+]?) (\d+) (\w+)$/.exec(line.trim());
  const [, name, repetition, number, type] = match ?? [];
  if (name === undefined || number === undefined || type === undefined) throw new Error(`Malformed field: ${line}`);
  const field: protobuf.IField = { id: Number(number), type };
  if (repetition === '') return [name, field];
  return [name, { ...field, rule: 'repeated', options: { packed: repetition === '+' } }];
}

function describeMessages(): protobuf.Type {
  const nested = Object.fromEntries(
    Object.entries(MESSAGES).map(([message, fields]) => [
      message,
      { fields: Object.fromEntries(fields.split(',').map(parseField)) },
    ]),
  );
  return protobuf.Root.fromJSON({ nested }).lookupType('Model');
}

/** The protobuf type of a whole ONNX file (ModelProto). */
const modelMessage: protobuf.Type = describeMessages();
