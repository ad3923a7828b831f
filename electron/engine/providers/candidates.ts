/** The provider that runs everywhere, and whose results all others are checked against. */
export const CPU = 'cpu';

/**
 * The fastest first. TensorRT is left out: it takes minutes to compile a network, and anew after every change of driver. What ONNX Runtime offers here
 * decides between CUDA, DirectML (Windows) and Core ML (macOS).
 */
const LADDER = ['cuda', 'dml', 'coreml', 'webgpu'];

/** What to try before the CPU, in order. One that is named in the settings is tried alone, also where it is not offered: the answer says so. */
export function candidateProviders(wished: string, offered: readonly string[]): readonly string[] {
  if (wished === 'auto') return LADDER.filter((provider) => offered.includes(provider));
  return wished === CPU ? [] : [wished];
}
