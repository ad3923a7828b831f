import { type BackboneManifest, SigmalineError } from '../../../shared/domain/index.ts';
import { type OnnxModel, readModel } from '../../graph/index.ts';
import type { ImportedBackbone } from './importBackbone.ts';
import { networkInput } from './networkInput.ts';
import { probeNetwork } from './probe.ts';
import { scoringOf } from './scoring.ts';

/** What a person says of an ONNX file. */
export interface DescribedNetwork
  extends Pick<BackboneManifest, 'id' | 'name' | 'licence' | 'source' | 'mean' | 'std'> {
  readonly sha256: string;
  /** Null where the file itself fixes it. */
  readonly sizePx: number | null;
  /** Names of its feature maps, shallow to deep. */
  readonly outputs: readonly string[];
}

/**
 * Takes an ONNX file as it is. The shapes of its feature maps are those that a run gives.
 *
 * @throws SigmalineError onnx.unreadable, onnx.unsupported, backbone.output
 */
export async function importOnnxFile(network: Uint8Array, described: DescribedNetwork): Promise<ImportedBackbone> {
  const { outputs, sizePx: wantedSizePx, ...origin } = described;
  const model = readModel(network);
  requireOutputs(model, outputs);
  const { input, sizePx } = networkInput(model, wantedSizePx);
  const names = outputs.map((output, index) => ({ output, level: index + 1 }));
  const levels = await probeNetwork({ ...origin, input, sizePx, levels: names }, model);
  const file = `${origin.id}.onnx`;
  return { manifest: { ...origin, file, input, sizePx, levels: [...levels], scoring: scoringOf(levels) }, network };
}

function requireOutputs(model: OnnxModel, outputs: readonly string[]): void {
  const known = model.graph.output.map(({ name }) => name);
  const missing = outputs.find((output) => !known.includes(output));
  if (missing === undefined) return;
  throw new SigmalineError('backbone.output', { output: missing, known: known.join(', ') });
}
