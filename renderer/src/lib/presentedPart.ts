import type { Arrival } from '../../../shared/contract/index.ts';
import type { FeedItem, Inspection } from '../../../shared/domain/index.ts';
import type { Addresses } from './addresses.ts';
import type { StationConnection } from './connection/index.ts';

/** One part as the screen shows it: whatever is here belongs to the same inspection. */
export interface PresentedPart {
  readonly item: FeedItem;
  /** Null while it is loading, or where it could not be loaded. */
  readonly inspection: Inspection | null;
  /** The numbers of the records that this one names. */
  readonly sameContentAs: number | null;
  readonly followsError: number | null;
  /** Decoded ahead; null where there is none to show. Whoever shows the part gives them back (`release`). */
  readonly image: ImageBitmap | null;
  readonly heatmap: ImageBitmap | null;
  /** Whether the picture is the thumbnail, because the original is away. */
  readonly isStandIn: boolean;
  readonly state: 'loading' | 'complete';
}

export function withoutDetails(item: FeedItem): PresentedPart {
  return {
    item,
    inspection: null,
    sameContentAs: null,
    followsError: null,
    image: null,
    heatmap: null,
    isStandIn: false,
    state: 'loading',
  };
}

/** Loads record, heatmap and picture of a part; the record of one that just arrived is known. What cannot be loaded stays null: the verdict is shown all the same. */
export async function loadPart(
  connection: StationConnection,
  addresses: Addresses,
  item: FeedItem,
  arrival: Arrival | null,
): Promise<PresentedPart> {
  const [details, image, heatmap] = await Promise.all([
    arrival === null
      ? connection.request('inspection.get', { id: item.id }).catch(() => null)
      : { inspection: arrival, ...arrival.links },
    decoded(addresses.image(item.id, 'original')),
    item.verdict === 'error' ? null : decoded(addresses.image(item.id, 'heatmap')),
  ]);
  const standIn = image === null && item.hasThumbnail ? await decoded(addresses.image(item.id, 'thumbnail')) : null;
  return {
    item,
    inspection: details?.inspection ?? null,
    sameContentAs: details?.sameContentAs ?? null,
    followsError: details?.followsError ?? null,
    image: image ?? standIn,
    heatmap,
    isStandIn: standIn !== null,
    state: 'complete',
  };
}

/** Gives the memory of its pictures back; they cannot be drawn any more. */
export function release({ image, heatmap }: PresentedPart): void {
  image?.close();
  heatmap?.close();
}

/**
 * Decodes a picture ahead, so that it appears at once together with its verdict, and no larger than the window. Its pixels are ours to give back: of what
 * image elements have shown, Chromium keeps the pixels, up to half a gigabyte.
 */
async function decoded(address: string): Promise<ImageBitmap | null> {
  try {
    const response = await fetch(address);
    if (!response.ok) return null;
    return await noLargerThanWindow(await createImageBitmap(await response.blob()));
  } catch {
    return null;
  }
}

async function noLargerThanWindow(picture: ImageBitmap): Promise<ImageBitmap> {
  const scale = (Math.max(innerWidth, innerHeight) * devicePixelRatio) / Math.max(picture.width, picture.height);
  if (scale >= 1) return picture;
  const smaller = await createImageBitmap(picture, {
    resizeWidth: Math.ceil(picture.width * scale),
    resizeQuality: 'high',
  });
  picture.close();
  return smaller;
}
