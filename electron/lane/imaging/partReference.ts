import { type ImageArea, type PartReference, SigmalineError } from '../../../shared/domain/index.ts';
import { directionFields, type LearntImage, learnReference, sizeForAligning } from '../aligning/index.ts';
import { decodeScaled } from './decode.ts';
import { readImageFile } from './imageFile.ts';
import { openImage } from './openImage.ts';

interface NamedImage {
  readonly path: string;
  readonly sha256: string;
}

/** So many images tell what a part looks like; more would make an engineer wait. */
const MOST_LEARNT = 60;

/**
 * What tells where the part lies in its images; null where it always lies in the same place.
 *
 * @throws SigmalineError position.reference-gone, position.no-shape, calibration.too-few-images, image.*
 */
export async function learntReference(
  images: readonly NamedImage[],
  area: ImageArea,
  scaled: { readonly sizePx: number; readonly sampleMaximum: number },
): Promise<{ readonly reference: PartReference; readonly like: string } | null> {
  if (area.position === 'fixed') return null;
  const turns = area.position === 'turn';
  const named = area.reference === undefined ? -1 : images.findIndex(({ sha256 }) => sha256 === area.reference);
  if (area.reference !== undefined && named < 0) throw new SigmalineError('position.reference-gone');
  const chosen = spread(images, Math.max(0, named));
  const learnt: LearntImage[] = [];
  for (const { path } of chosen) {
    const image = await openImage(await readImageFile(path));
    const size = sizeForAligning(image, turns, { region: area.region, sizePx: scaled.sizePx });
    const pixels = await decodeScaled(image, { ...size, sampleMaximum: scaled.sampleMaximum });
    const proportion = image.widthPx / image.heightPx;
    learnt.push({ proportion, fields: directionFields(pixels, proportion) });
  }
  const { reference, like } = learnReference(learnt, {
    ...{ turns, region: area.region },
    chosen: named < 0 ? null : 0,
  });
  return { reference, like: (chosen[like] as NamedImage).sha256 };
}

/** The image `first`, and others spread over all. */
function spread(images: readonly NamedImage[], first: number): readonly NamedImage[] {
  const others = images.filter((_, index) => index !== first);
  const count = Math.min(others.length, MOST_LEARNT - 1);
  const chosen = Array.from({ length: count }, (_, place) => others[Math.floor((place * others.length) / count)]);
  return [images[first], ...chosen].filter((image) => image !== undefined);
}
