import type { AnomalyMap, FeedItem, Inspection } from '../../../shared/domain/index.ts';
import type { Addresses } from './addresses.ts';
import type { StationConnection } from './connection/index.ts';

/** One part as the screen shows it: whatever is here belongs to the same inspection. */
export interface PresentedPart {
  readonly item: FeedItem;
  /** Null while it is loading, or where it could not be loaded. */
  readonly inspection: Inspection | null;
  readonly map: AnomalyMap | null;
  /** The numbers of the records that this one names. */
  readonly sameContentAs: number | null;
  readonly followsError: number | null;
  /** The address of a picture that has been decoded; null where there is none to show. */
  readonly image: string | null;
  readonly state: 'loading' | 'complete';
}

export function withoutDetails(item: FeedItem): PresentedPart {
  return {
    item,
    inspection: null,
    map: null,
    sameContentAs: null,
    followsError: null,
    image: null,
    state: 'loading',
  };
}

/** Loads record, map and picture of a part. What cannot be loaded stays null: the verdict is shown all the same. */
export async function loadPart(
  connection: StationConnection,
  addresses: Addresses,
  item: FeedItem,
): Promise<PresentedPart> {
  const address = addresses.image(item.id, 'original');
  const [details, image] = await Promise.all([
    connection.request('inspection.get', { id: item.id }).catch(() => null),
    decoded(address),
  ]);
  return {
    item,
    inspection: details?.inspection ?? null,
    map: details?.map ?? null,
    sameContentAs: details?.sameContentAs ?? null,
    followsError: details?.followsError ?? null,
    image: image ? address : null,
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
