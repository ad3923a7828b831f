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
  /** The addresses of pictures that have been decoded; null where there is none to show. */
  readonly image: string | null;
  readonly heatmap: string | null;
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
  const original = addresses.image(item.id, 'original');
  const thumbnail = addresses.image(item.id, 'thumbnail');
  const map = addresses.image(item.id, 'heatmap');
  const [details, image, heatmap] = await Promise.all([
    arrival === null
      ? connection.request('inspection.get', { id: item.id }).catch(() => null)
      : { inspection: arrival, ...arrival.links },
    decoded(original).then(async (found) => {
      if (found) return original;
      return item.hasThumbnail && (await decoded(thumbnail)) ? thumbnail : null;
    }),
    item.verdict === 'error' ? false : decoded(map),
  ]);
  return {
    item,
    inspection: details?.inspection ?? null,
    sameContentAs: details?.sameContentAs ?? null,
    followsError: details?.followsError ?? null,
    image,
    heatmap: heatmap ? map : null,
    isStandIn: image === thumbnail,
    state: 'complete',
  };
}

/** Decodes a picture ahead, so that it appears at once together with its verdict. */
async function decoded(address: string): Promise<boolean> {
  const image = new Image();
  image.src = address;
  try {
    await image.decode();
    return true;
  } catch {
    return false;
  }
}
