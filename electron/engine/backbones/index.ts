/** Backbones: the built-in ones, and those that a station adds from published weights or ONNX files. */
export {
  BackboneInstaller,
  type InstallProgress,
  type OnnxRequest,
  type PublishedRequest,
} from './backboneInstaller.ts';
export { BackboneStore, type StoredBackbone } from './backboneStore.ts';
export { PUBLISHED_IDS } from './publishedWeights.ts';
