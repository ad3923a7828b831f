/** Backbones: those that come with the product and those that a station adds, by download, from published weights or as ONNX files. */
export {
  BackboneInstaller,
  type InstallProgress,
  type OnnxRequest,
  type PublishedRequest,
} from './backboneInstaller.ts';
export { BackboneStore, type StoredBackbone } from './backboneStore.ts';
export { PUBLISHED_IDS } from './publishedWeights.ts';
