import type { Arrival } from '../../../shared/contract/index.ts';
import { type Inspection, type InspectionId, SigmalineError } from '../../../shared/domain/index.ts';
import type { Feature, Kernel } from '../kernel/index.ts';
import type { RecordedInspection } from '../storage/index.ts';
import { createImageLocator, type ImageLocatorNeeds } from './imageLocator.ts';
import type { InspectionRecords } from './records.ts';

/** What people see of a record. */
export function inspectionOf({
  filesFolder: _f,
  livedMs: _l,
  mapSha256: _m,
  ...inspection
}: RecordedInspection): Inspection {
  return inspection;
}

/** The numbers of the records that a record names: people know records by them. */
export function linksOf(
  records: Pick<InspectionRecords, 'find'>,
  { sameContentAs, followsError }: Pick<Inspection, 'sameContentAs' | 'followsError'>,
): Arrival['links'] {
  const numberOf = (other: InspectionId | null): number | null =>
    other === null ? null : (records.find(other)?.number ?? null);
  return { sameContentAs: numberOf(sameContentAs), followsError: numberOf(followsError) };
}

type RecordRequest = 'feed.page' | 'inspection.get' | 'inspection.locateImage';

export interface RecordNeeds extends Omit<ImageLocatorNeeds, 'folderOf' | 'archivedAt'> {
  readonly records: InspectionRecords;
  readonly settings: { folderOf: ImageLocatorNeeds['folderOf'] };
  /** Whether a record that was just made passed when the line had gone on. */
  readonly isOvertaken: (record: RecordedInspection) => boolean;
  readonly archived: { placeOf: ImageLocatorNeeds['archivedAt'] };
}

/** Shows records and their pictures, and tells of each new one. */
export function openInspectionRecords(kernel: Kernel, needs: RecordNeeds): Feature<RecordRequest> {
  const { records, settings, archived } = needs;
  const locateImage = createImageLocator({
    ...needs,
    folderOf: (id) => settings.folderOf(id),
    archivedAt: (id) => archived.placeOf(id),
  });
  kernel.recorders.onCommitted((record) =>
    kernel.emit('feed.appended', {
      items: [{ ...inspectionOf(record), links: linksOf(records, record), isOvertaken: needs.isOvertaken(record) }],
    }),
  );
  return {
    handlers: {
      'feed.page': ({ before, limit }) => ({ items: records.page(before, limit), total: records.total() }),
      'inspection.get'({ id }) {
        const stored = records.find(id);
        if (stored === null) throw new SigmalineError('inspection.not-found', { inspection: id });
        return { inspection: inspectionOf(stored), ...linksOf(records, stored) };
      },
      'inspection.locateImage': ({ id, kind }) => locateImage(id, kind),
    },
  };
}
