import type { Arrival, Handlers } from '../../../shared/contract/index.ts';
import { type InspectionId, SigmalineError } from '../../../shared/domain/index.ts';
import type { ImageLocator } from './imageLocator.ts';
import type { InspectionRecords } from './records.ts';

/** A record with the numbers of those that it names: people know records by them. @throws SigmalineError `inspection.not-found` */
export function arrivalOf(records: Pick<InspectionRecords, 'find'>, id: InspectionId): Arrival {
  const stored = records.find(id);
  if (stored === null) throw new SigmalineError('inspection.not-found', { inspection: id });
  const { filesFolder: _, ...inspection } = stored;
  const numberOf = (other: InspectionId | null): number | null =>
    other === null ? null : (records.find(other)?.number ?? null);
  const links = {
    sameContentAs: numberOf(inspection.sameContentAs),
    followsError: numberOf(inspection.followsError),
  };
  return { ...inspection, links };
}

export function createRecordHandlers(needs: {
  readonly records: InspectionRecords;
  readonly locateImage: ImageLocator;
}): Handlers<'feed.page' | 'inspection.get' | 'inspection.locateImage'> {
  const { records, locateImage } = needs;
  return {
    'feed.page': ({ before, limit }) => ({ items: records.page(before, limit), total: records.total() }),
    'inspection.get'({ id }) {
      const { links, ...inspection } = arrivalOf(records, id);
      return { inspection, ...links };
    },
    'inspection.locateImage': ({ id, kind }) => locateImage(id, kind),
  };
}
