import type { Inspection, InspectionId, RecordFilter, SourceId } from '../../../shared/domain/index.ts';
import type { Kernel } from '../kernel/index.ts';
import type { InspectionRecords, OriginalImageFinder } from '../records/index.ts';
import { FoundRecords, type RecordSearch } from '../search/index.ts';
import type { Statement } from '../storage/index.ts';

export interface RecordedImagesNeeds {
  readonly records: Pick<InspectionRecords, 'find'>;
  readonly findOriginal: OriginalImageFinder;
  readonly search: Pick<RecordSearch, 'newestOf'>;
}

/** An inspection, as far as its image is taken. */
export type RecordedImage = Pick<Inspection, 'id' | 'number' | 'sourceId' | 'file' | 'sha256' | 'serial'>;

/** The images of stored inspections. */
export class RecordedImages {
  readonly #needs: RecordedImagesNeeds;
  readonly #lines: FoundRecords;
  readonly #newer: Statement<RecordedImage>;
  readonly #newest: Statement<{ readonly number: number | null }>;

  constructor(kernel: Kernel, needs: RecordedImagesNeeds) {
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
  ): Promise<readonly { readonly found: RecordedImage; readonly released: boolean }[]> {
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
  after(sourceId: SourceId, after: number, most: number): readonly RecordedImage[] {
    return this.#newer.all({ sourceId, after, most });
  }

  /** The number of the newest record; 0 where there is none. */
  get newest(): number {
    return this.#newest.get()?.number ?? 0;
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
