/** From published weights or an ONNX file to a backbone on disk: read, build, run, write. */
export { type ImportRequest, importBackbone } from './importBackbone.ts';
