import type { RecordDetail } from '../../../../shared/contract/index.ts';
import type { InspectionId } from '../../../../shared/domain/index.ts';
import type { Addresses } from '../../lib/addresses.ts';
import type { StationConnection } from '../../lib/connection/index.ts';
import { Refusal, type Sentence } from '../../lib/sentence.ts';

interface Pictures {
  readonly image: ImageBitmap | null;
  readonly heatmap: ImageBitmap | null;
  /** The picture is the thumbnail: the original is away. */
  readonly isStandIn: boolean;
}

const NONE: Pictures = { image: null, heatmap: null, isStandIn: false };

/** One record with its pictures in all their pixels, and a good part to compare it with. */
export class OpenRecord {
  readonly #connection: StationConnection;
  readonly #addresses: Addresses;
  #detail = $state.raw<RecordDetail | null>(null);
  #pictures = $state.raw<Pictures>(NONE);
  #typical = $state.raw<ImageBitmap | null>(null);
  #typicalOf: InspectionId | null = null;
  #isLoading = $state(true);
  #problem = $state<Sentence | null>(null);
  /** Counts what was opened: what belongs to an earlier one is not shown. */
  #opened = 0;

  constructor(connection: StationConnection, addresses: Addresses) {
    this.#connection = connection;
    this.#addresses = addresses;
  }

  get detail(): RecordDetail | null {
    return this.#detail;
  }

  get pictures(): Pictures {
    return this.#pictures;
  }

  /** The picture of a typical good part; null until it is there. */
  get typical(): ImageBitmap | null {
    return this.#typical;
  }

  get isLoading(): boolean {
    return this.#isLoading;
  }

  get problem(): Sentence | null {
    return this.#problem;
  }

  async open(id: InspectionId): Promise<void> {
    this.#opened += 1;
    const opened = this.#opened;
    this.#isLoading = true;
    const [detail, pictures] = await Promise.all([this.#read(id, opened), this.#picturesOf(id)]);
    if (opened !== this.#opened) {
      close(pictures);
      return;
    }
    close(this.#pictures);
    this.#pictures = pictures;
    this.#detail = detail;
    this.#isLoading = false;
    await this.#compareWith(detail?.typical ?? null, opened);
  }

  /** Somebody decided: the history is another. */
  async readAgain(): Promise<void> {
    const id = this.#detail?.inspection.id;
    if (id === undefined) return;
    const opened = this.#opened;
    const detail = await this.#read(id, opened);
    if (detail !== null && opened === this.#opened) this.#detail = detail;
  }

  close(): void {
    this.#opened += 1;
    close(this.#pictures);
    this.#typical?.close();
  }

  async #read(id: InspectionId, opened: number): Promise<RecordDetail | null> {
    try {
      const detail = await this.#connection.request('record.get', { id });
      if (opened === this.#opened) this.#problem = null;
      return detail;
    } catch (thrown) {
      if (opened === this.#opened) this.#problem = Refusal.of(thrown);
      return null;
    }
  }

  async #picturesOf(id: InspectionId): Promise<Pictures> {
    const [original, heatmap] = await Promise.all([
      pictureAt(this.#addresses.image(id, 'original')),
      pictureAt(this.#addresses.image(id, 'heatmap')),
    ]);
    const image = original ?? (await pictureAt(this.#addresses.image(id, 'thumbnail')));
    return { image, heatmap, isStandIn: original === null && image !== null };
  }

  async #compareWith(id: InspectionId | null, opened: number): Promise<void> {
    if (id === this.#typicalOf) return;
    const picture = id === null ? null : await pictureAt(this.#addresses.image(id, 'original'));
    if (opened !== this.#opened) {
      picture?.close();
      return;
    }
    this.#typical?.close();
    this.#typical = picture;
    this.#typicalOf = id;
  }
}

function close({ image, heatmap }: Pictures): void {
  image?.close();
  heatmap?.close();
}

/** In all its pixels: somebody may look closely. Null if there is none. */
async function pictureAt(address: string): Promise<ImageBitmap | null> {
  try {
    const response = await fetch(address);
    return response.ok ? await createImageBitmap(await response.blob()) : null;
  } catch {
    return null;
  }
}
