import type { Claim, FoundRecord, Handlers } from '../../../shared/contract/index.ts';
import { EVERY_RECORD, SigmalineError } from '../../../shared/domain/index.ts';
import type { FakeStation } from './fakeStation.ts';
import { feedItemOf } from './sampleParts.ts';

type Names = Extract<keyof Handlers, `review.${string}`>;

const ANYBODY: Parameters<Handlers['records.search']>[1] = {} as never;

/** Everything that nobody has decided about, the oldest first. */
async function openRecords(station: FakeStation): Promise<FoundRecord[]> {
  const { records } = await station.handlers['records.search'](
    {
      filter: { ...EVERY_RECORD, dispositions: ['open'] },
      order: { by: 'time', descending: false },
      after: null,
      backwards: false,
      limit: 1_000_000,
    },
    ANYBODY,
  );
  return records;
}

/** Tells what waits for a decision, and what is held of it. */
export async function tellWaiting(station: FakeStation): Promise<void> {
  const open = await openRecords(station);
  const verdicts = { review: 0, fail: 0, error: 0 };
  for (const { verdict } of open) if (verdict !== 'pass') verdicts[verdict] += 1;
  const [first] = open;
  const held = station.holding && first !== undefined ? { part: feedItemOf(station.partOf(first.id)), verdicts } : null;
  station.changeStatus({ waiting: { ...station.status.waiting, parts: open.length, held } });
}

/** The review queue of a fake station; claims of other screens are what its status says. */
export function scriptedReview(station: FakeStation): Pick<Handlers, Names> {
  const claimOf = (number: number): Claim | undefined =>
    station.status.waiting.claims.find((claim) => claim.number === number);
  return {
    'review.take': async ({ after, backwards }) => {
      const open = await openRecords(station);
      const free = open.filter(({ number }) => claimOf(number) === undefined);
      const order = backwards ? free.toReversed() : free;
      const isBehind = ({ number }: FoundRecord) => after === null || (backwards ? number < after : number > after);
      return { record: order.find(isBehind) ?? order[0] ?? null };
    },
    'review.open': async ({ id }) => {
      const { inspection } = station.partOf(id);
      const filter = { ...EVERY_RECORD, number: inspection.number };
      const asked = {
        filter,
        order: { by: 'time', descending: false },
        after: null,
        backwards: false,
        limit: 1,
      } as const;
      const { records } = await station.handlers['records.search'](asked, ANYBODY);
      const [record] = records;
      if (record === undefined) throw new SigmalineError('inspection.not-found', { inspection: id });
      return { record, claimedBy: claimOf(record.number) ?? null };
    },
    'review.keep': () => ({}),
    'review.leave': () => ({}),
  };
}
