import type { Arrival } from '../../../shared/contract/index.ts';
import type { FeedItem, Inspection } from '../../../shared/domain/index.ts';
import type { Addresses } from './addresses.ts';
import type { StationConnection } from './connection/index.ts';
import { fetchPicture } from './picture.ts';

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
  /** Width by height of the image, which is given away to where it is shown; null without one. */
  readonly ratio: number | null;
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
    ratio: null,
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
    fetchPicture(addresses.image(item.id, 'original')),
    item.verdict === 'error' ? null : fetchPicture(addresses.image(item.id, 'heatmap')),
  ]);
  const standIn =
    image === null && item.hasThumbnail ? await fetchPicture(addresses.image(item.id, 'thumbnail')) : null;
  const shown = image ?? standIn;
  return {
    item,
    inspection: details?.inspection ?? null,
    sameContentAs: details?.sameContentAs ?? null,
    followsError: details?.followsError ?? null,
    image: shown,
    heatmap,
    ratio: shown === null ? null : shown.width / shown.height,
    isStandIn: standIn !== null,
    state: 'complete',
  };
}

/** Gives the memory of its pictures back; they cannot be drawn any more. */
export function release({ image, heatmap }: PresentedPart): void {
  image?.close();
  heatmap?.close();
}
