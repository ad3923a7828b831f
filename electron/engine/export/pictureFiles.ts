import { readFile } from 'node:fs/promises';
import { extname } from 'node:path';
import type { ExportFile } from '../../../shared/contract/index.ts';
import { decodeNpy, type Inspection, type Placement, placementSchema } from '../../../shared/domain/index.ts';
import { heatmapPicture } from '../../pages/index.ts';
import { createLedger } from '../intake/index.ts';
import { createRecordFiles } from '../records/index.ts';
import { storedOriginals } from '../retention/index.ts';
import type { StationDatabase } from '../storage/index.ts';
import { fieldOf } from './columns.ts';
import type { ExportRow } from './exportRows.ts';
import { ZipFile } from './zipFile.ts';

type Kind = 'images' | 'heatmaps';

/** First and last numbers of records whose pictures are not there any more. */
export type Missing = Readonly<Record<Kind, readonly (readonly [number, number])[]>>;

/** Where the files behind a record lie. */
export interface PictureFinder {
  imageOf(row: ExportRow): Promise<string | null>;
  mapOf(row: ExportRow): string | null;
  /** Where that map lies in the image; null where it covers all of it. */
  placementOf(row: ExportRow): Placement | null;
  /** In bytes; null where the ledger does not know the file any more. */
  sizeOf(row: ExportRow): number | null;
}

export function pictureFinder(database: StationDatabase, dataFolder: string): PictureFinder {
  const files = createRecordFiles(dataFolder);
  const ledger = createLedger(database);
  const findOriginal = storedOriginals(database);
  const idOf = (row: ExportRow): Inspection['id'] => fieldOf(row, 'id') as Inspection['id'];
  return {
    imageOf: (row) =>
      findOriginal({
        id: idOf(row),
        sourceId: fieldOf(row, 'source_id') as Inspection['sourceId'],
        file: String(fieldOf(row, 'file')),
        sha256: fieldOf(row, 'sha256') as string | null,
      }),
    mapOf(row) {
      const folder = fieldOf(row, 'files_folder');
      return typeof folder === 'string' ? files.mapPath(folder, idOf(row)) : null;
    },
    placementOf(row) {
      const text = fieldOf(row, 'placement');
      return typeof text === 'string' ? placementSchema.parse(JSON.parse(text)) : null;
    },
    sizeOf: (row) => ledger.contentOf(idOf(row))?.size ?? null,
  };
}

/** The pictures of an export in one ZIP: `images/000123.png` is the file that was judged, `heatmaps/000123.png` is drawn from the record's map. */
export class PictureFiles {
  readonly #zip: ZipFile;
  readonly #finder: PictureFinder;
  readonly #kinds: readonly Kind[];
  readonly #missing: Record<Kind, [number, number][]> = { images: [], heatmaps: [] };

  private constructor(zip: ZipFile, finder: PictureFinder, kinds: readonly Kind[]) {
    this.#zip = zip;
    this.#finder = finder;
    this.#kinds = kinds;
  }

  static async create(path: string, finder: PictureFinder, kinds: readonly Kind[]): Promise<PictureFiles> {
    return new PictureFiles(await ZipFile.create(path), finder, kinds);
  }

  get missing(): Missing {
    return this.#missing;
  }

  async write(rows: readonly ExportRow[]): Promise<void> {
    for (const row of rows) {
      for (const kind of this.#kinds) await this.#add(kind, row);
    }
  }

  end(): Promise<ExportFile> {
    return this.#zip.end();
  }

  async #add(kind: Kind, row: ExportRow): Promise<void> {
    const number = Number(fieldOf(row, 'sequence'));
    const content = await (kind === 'images' ? this.#image(row) : this.#heatmap(row));
    if (content === null) {
      const last = this.#missing[kind].at(-1);
      if (last?.[1] === number - 1) last[1] = number;
      else this.#missing[kind].push([number, number]);
      return;
    }
    const ending = kind === 'images' ? extname(String(fieldOf(row, 'file'))) : '.png';
    await this.#zip.add(`${kind}/${String(number).padStart(6, '0')}${ending}`, content, true);
  }

  async #image(row: ExportRow): Promise<Uint8Array | null> {
    const path = await this.#finder.imageOf(row);
    return path === null ? null : readFile(path).catch(() => null);
  }

  async #heatmap(row: ExportRow): Promise<Uint8Array | null> {
    const path = this.#finder.mapOf(row);
    const map = path === null ? null : await readFile(path).catch(() => null);
    if (map === null) return null;
    try {
      return await heatmapPicture(decodeNpy(map), this.#finder.placementOf(row));
    } catch (thrown) {
      // A map whose file is damaged shows nothing; the record's hash of it tells that.
      if (thrown instanceof RangeError) return null;
      throw thrown;
    }
  }
}
