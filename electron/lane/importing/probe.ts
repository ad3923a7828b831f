import { type BackboneManifest, messageOf, SigmalineError } from '../../../shared/domain/index.ts';
import { compileProbe, type FeatureSource, type OnnxModel, writeModel } from '../../graph/index.ts';
import { type FloatTensor, type OnnxSession, openOnnxSession, RECIPE_INPUT } from '../session/index.ts';

const THREADS = 2;
const SIZE_REMEDY = 'Check --size and --levels; a vision transformer needs a multiple of its patch size.';
const BROKEN_WEIGHTS = 'Export or copy it again; its weights may be damaged.';

/** A backbone that was run and is ready to be written. */
export interface ImportedBackbone {
  readonly manifest: BackboneManifest;
  readonly network: Uint8Array;
}

/**
 * Runs a network on two images that differ, just as a recipe will feed it.
 *
 * @returns the shape of each level's output
 * @throws SigmalineError onnx.unsupported where it cannot be run, or gives values that no Gaussian can be fitted to
 */
export async function probeNetwork(source: FeatureSource, network: OnnxModel): Promise<readonly (readonly number[])[]> {
  const graph = writeModel(compileProbe(source, network));
  const session = await openOnnxSession(graph, { threads: THREADS }).catch((cause: unknown) => {
    throw unsupported(`it cannot be opened (${messageOf(cause)})`, 'Export it with standard operators.', cause);
  });
  try {
    const [first, second] = [await run(session, source, gradient), await run(session, source, stripes)];
    return source.levels.map(({ output, level }) => {
      requireResponse(output, first.get(`values${level}`), second.get(`values${level}`));
      return [...(first.get(`shape${level}`)?.values ?? [])];
    });
  } finally {
    await session.release();
  }
}

type Picture = (x: number, y: number, channel: number) => number;
const gradient: Picture = (x, y, channel) => (x * (channel + 1) + 2 * y) % 256;
const stripes: Picture = (x, y, channel) => ((x >> 3) % 2 === 0 ? 220 - 60 * channel : (y * 3) % 256);

function run(session: OnnxSession, { sizePx, levels }: FeatureSource, picture: Picture) {
  const values = Uint8Array.from({ length: sizePx * sizePx * 3 }, (_, index) => {
    const pixel = Math.floor(index / 3);
    return picture(pixel % sizePx, Math.floor(pixel / sizePx), index % 3);
  });
  const image = { type: 'uint8', shape: [1, sizePx, sizePx, 3], values } as const;
  const outputs = levels.flatMap(({ level }) => [`values${level}`, `shape${level}`]);
  return session.run({ [RECIPE_INPUT]: image }, outputs).catch((cause: unknown) => {
    throw unsupported(`it cannot be run at ${sizePx} px (${messageOf(cause)})`, SIZE_REMEDY, cause);
  });
}

function requireResponse(output: string, first: FloatTensor | undefined, second: FloatTensor | undefined): void {
  const [one, other] = [first?.values ?? [], second?.values ?? []];
  if (!one.every(Number.isFinite) || !other.every(Number.isFinite)) {
    throw unsupported(`its output ${output} holds values that are no numbers`, BROKEN_WEIGHTS);
  }
  if (one.every((value, index) => value === other[index])) {
    throw unsupported(`its output ${output} is the same for every image`, BROKEN_WEIGHTS);
  }
}

export function unsupported(reason: string, remedy: string, cause?: unknown): SigmalineError {
  return new SigmalineError('onnx.unsupported', { reason, remedy }, cause);
}
