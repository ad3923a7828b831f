/** Backbones: the built-in ones, and those that a station adds from published weights or ONNX files. */
export {
  BackboneInstaller,
  type InstallProgress,
  type OnnxRequest,
  type PublishedRequest,
} from './backboneInstaller.ts';
export { BackboneStore, BUILT_IN_BACKBONE, type StoredBackbone } from './backboneStore.ts';
export { listBackbones } from './listBackbones.ts';
export { PUBLISHED_IDS } from './publishedWeights.ts';
