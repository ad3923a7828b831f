import { SigmalineError } from '../../../shared/domain/index.ts';
import type { OnnxModel } from './model.ts';
import { modelMessage } from './schema.ts';

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
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SigmalineError('onnx.unreadable', { reason }, cause);
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

/** The schema guarantees the types of all fields that are there; proto2 leaves open whether the indispensable ones are. */
function isModel(plain: unknown): plain is OnnxModel {
  if (typeof plain !== 'object' || plain === null || !('graph' in plain) || !('opsetImport' in plain)) return false;
  const { graph, opsetImport } = plain as Partial<OnnxModel>;
  return graph !== undefined && graph.node.length > 0 && opsetImport !== undefined && opsetImport.length > 0;
}
