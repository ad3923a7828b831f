/** ONNX graphs: reads and writes the format, builds backbones, and compiles a calibration into one graph per recipe. */
export { EFFICIENT_NET_VARIANTS, type EfficientNetVariant } from './efficientnet/architecture.ts';
export { buildEfficientNet, efficientNetManifest } from './efficientnet/efficientNet.ts';
export { changeMetadata, readMetadata, readModel, writeModel } from './onnx/codec.ts';
export type { OnnxModel } from './onnx/model.ts';
export { readNetwork } from './quantisation/network.ts';
export { observeRanges, type Runs, rangedTensors } from './quantisation/observe.ts';
export { quantise } from './quantisation/quantise.ts';
export { rectify } from './quantisation/rectify.ts';
export { compileExtractor, compileProbe, type FeatureSource, featureOutput } from './recipe/compileExtractor.ts';
export { compileRecipe } from './recipe/compileRecipe.ts';
export { limitMetadata, withLimits } from './recipe/limitMetadata.ts';
export { readSafetensors, type TensorFile, type TensorSource } from './safetensors.ts';
export { buildScattering } from './scattering.ts';
