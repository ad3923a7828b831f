/** Turns published weights or an ONNX file into a backbone on disk: reads, builds, runs and writes it. */
export { importBackbone } from './importBackbone.ts';
