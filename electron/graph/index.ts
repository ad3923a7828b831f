/** ONNX graphs: reading and writing the file format, building backbones, and compiling a calibration into one graph per recipe. */
export { EFFICIENT_NET_VARIANTS, type EfficientNetVariant } from './efficientnet/architecture.ts';
export {
  buildEfficientNet,
  type EfficientNetOptions,
  efficientNetManifest,
  randomEfficientNet,
} from './efficientnet/efficientNet.ts';
export { type AttributeValue, float, floats, int, ints, text } from './onnx/attributes.ts';
export { readMetadata, readModel, writeModel } from './onnx/codec.ts';
export { type ConvolutionOptions, GraphBuilder, type Padding, type PoolingOptions } from './onnx/graphBuilder.ts';
export type { Dimension, GraphOptions, Value } from './onnx/graphWriter.ts';
export type { OnnxModel } from './onnx/model.ts';
export type { ConstantType, ElementType } from './onnx/tensor.ts';
export { compileExtractor } from './recipe/compileExtractor.ts';
export { compileRecipe, type RecipeParts } from './recipe/compileRecipe.ts';
export { readSafetensors, type TensorSource } from './safetensors.ts';
export { buildScattering, type ScatteringDescription } from './scattering.ts';
