import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Inspection, InspectionId, RecordFilter, SourceId } from '../../../shared/domain/index.ts';
import { copyWhole } from '../../files/index.ts';
import type { Kernel } from '../kernel/index.ts';
import type { InspectionRecords, OriginalImageFinder } from '../records/index.ts';
import { FoundRecords, type RecordSearch } from '../search/index.ts';
import type { SourceSettings } from '../settings/index.ts';
import type { Statement } from '../storage/index.ts';
import { type Draft, newKey, storing } from './draft.ts';
import type { TakenImage } from './imageList.ts';

export interface StoredImagesNeeds {
  readonly records: Pick<InspectionRecords, 'find'>;
  readonly findOriginal: OriginalImageFinder;
  readonly sources: () => readonly SourceSettings[];
  readonly search: Pick<RecordSearch, 'newestOf'>;
}

type Found = Pick<Inspection, 'id' | 'number' | 'sourceId' | 'file' | 'sha256' | 'serial'>;

/** The images of stored inspections, as good images of a draft. */
export class StoredImages {
  readonly #needs: StoredImagesNeeds;
  readonly #lines: FoundRecords;
  readonly #newer: Statement<Found>;
  readonly #newest: Statement<{ readonly number: number | null }>;

  constructor(kernel: Kernel, needs: StoredImagesNeeds) {
    this.#needs = needs;
    this.#lines = new FoundRecords(kernel.database);
    this.#newer = kernel.database.prepare(
      `SELECT id, sequence AS number, source_id AS sourceId, file, sha256, part_serial AS serial FROM inspection
       WHERE sequence > :after AND source_id = :sourceId AND sha256 IS NOT NULL ORDER BY sequence LIMIT :most`,
    );
    this.#newest = kernel.database.prepare('SELECT MAX(sequence) AS number FROM inspection');
  }

  /** The newest that the filter finds, parts that people released before all others where it asks for them. */
  async found(
    filter: RecordFilter,
    most: number,
  ): Promise<readonly { readonly found: Found; readonly released: boolean }[]> {
    const asksForReleased = filter.dispositions.includes('released');
    const released = asksForReleased ? await this.#numbers({ ...filter, dispositions: ['released'] }, most) : [];
    const others = await this.#numbers(filter, most);
    return [...new Set([...released, ...others])].slice(0, most).flatMap((number) => {
      const line = this.#lines.line(number);
      const record = line === null ? null : this.#needs.records.find(line.id);
      if (line === null || record === null) return [];
      return [{ found: record, released: line.disposition?.decision === 'released' }];
    });
  }

  /** Those that a source had recorded after one, the oldest first. */
  after(sourceId: SourceId, after: number, most: number): readonly Found[] {
    return this.#newer.all({ sourceId, after, most });
  }

  /** The number of the newest record; 0 where there is none. */
  get newest(): number {
    return this.#newest.get()?.number ?? 0;
  }

  /** Null where its file is gone. Where its source deletes what was recorded, the draft keeps a copy of its own. */
  async take(draft: Draft, found: Found, from: 'record' | 'source', released: boolean): Promise<TakenImage | null> {
    const { id, number, file, serial, sha256 } = found;
    const original = await this.#needs.findOriginal(found);
    if (original === null || sha256 === null) return null;
    const key = newKey();
    const name = file.slice(file.lastIndexOf('/') + 1);
    const isPassing =
      this.#needs.sources().find((source) => source.id === found.sourceId)?.options.afterwards.kind === 'delete';
    if (isPassing) {
      storing(draft.folder, () => mkdirSync(join(draft.folder, 'images', key), { recursive: true }));
      await copyWhole(original, join(draft.folder, 'images', key, name));
    }
    const path = isPassing ? join('images', key, name) : original;
    return { key, path, file: name, from, record: { id, number, sha256, file }, serial, released };
  }

  /** Where the file of a record lies by now; null where it is gone. */
  async pathOf({ id }: { readonly id: InspectionId }): Promise<string | null> {
    const record = this.#needs.records.find(id);
    return record === null ? null : this.#needs.findOriginal(record);
  }

  /** The newest first. */
  async #numbers(filter: RecordFilter, most: number): Promise<number[]> {
    return (await this.#needs.search.newestOf(filter, most)).reverse();
  }
}
