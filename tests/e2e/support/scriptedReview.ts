import type { Claim, FoundRecord, Handlers, QueuedPart } from '../../../shared/contract/index.ts';
import { EVERY_RECORD, type RecordFilter, SigmalineError } from '../../../shared/domain/index.ts';
import type { FakeStation } from './fakeStation.ts';
import { feedItemOf } from './sampleParts.ts';
import { partsOf } from './scriptedParts.ts';

type Names = Extract<keyof Handlers, `review.${string}`>;

const ANYBODY: Parameters<Handlers['records.search']>[1] = {} as never;

/** Every part that nobody has decided about, the oldest first. */
async function openParts(station: FakeStation): Promise<QueuedPart[]> {
  const search = async (filter: Partial<RecordFilter>): Promise<FoundRecord[]> => {
    const order = { by: 'time', descending: false } as const;
    const asked = { filter: { ...EVERY_RECORD, ...filter }, order, after: null, backwards: false, limit: 1_000_000 };
    return (await station.handlers['records.search'](asked, ANYBODY)).records;
  };
  const parts = partsOf(station);
  if (parts.length === 0) return (await search({ dispositions: ['open'] })).map((record) => ({ record, part: null }));
  const open: QueuedPart[] = [];
  for (const part of parts) {
    const [record] = await search({ number: part.number });
    const isOpen = part.state !== 'waiting' && part.verdict !== 'pass' && record?.disposition === null;
    if (isOpen) open.push({ record: { ...record, verdict: part.verdict ?? record.verdict }, part });
  }
  return open;
}

/** Tells what waits for a decision, and what is held of it. */
export async function tellWaiting(station: FakeStation): Promise<void> {
  const open = await openParts(station);
  const verdicts = { review: 0, fail: 0, error: 0 };
  for (const { record } of open) if (record.verdict !== 'pass') verdicts[record.verdict] += 1;
  const [first] = open;
  const held =
    station.holding && first !== undefined ? { part: feedItemOf(station.partOf(first.record.id)), verdicts } : null;
  station.changeStatus({ waiting: { ...station.status.waiting, parts: open.length, held } });
}

/** The review queue of a fake station; claims of other screens are what its status says. */
export function scriptedReview(station: FakeStation): Pick<Handlers, Names> {
  const claimOf = (number: number): Claim | undefined =>
    station.status.waiting.claims.find((claim) => claim.number === number);
  return {
    'review.take': async ({ after, backwards }) => {
      const open = await openParts(station);
      const free = open.filter(({ record }) => claimOf(record.number) === undefined);
      const order = backwards ? free.toReversed() : free;
      const isBehind = ({ record }: QueuedPart) =>
        after === null || (backwards ? record.number < after : record.number > after);
      return { queued: order.find(isBehind) ?? order[0] ?? null };
    },
    'review.open': async ({ id }) => {
      const part = partsOf(station).find(({ views }) => views.some(({ record }) => record?.id === id)) ?? null;
      const number = part?.number ?? station.partOf(id).inspection.number;
      const filter = { ...EVERY_RECORD, number };
      const order = { by: 'time', descending: false } as const;
      const asked = { filter, order, after: null, backwards: false, limit: 1 };
      const { records } = await station.handlers['records.search'](asked, ANYBODY);
      const [record] = records;
      if (record === undefined) throw new SigmalineError('inspection.not-found', { inspection: id });
      const queued = { record: { ...record, verdict: part?.verdict ?? record.verdict }, part };
      return { queued, claimedBy: claimOf(number) ?? null };
    },
    'review.keep': () => ({}),
    'review.leave': () => ({}),
  };
}
