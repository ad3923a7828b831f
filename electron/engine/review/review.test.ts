import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FoundRecord, Handlers } from '../../../shared/contract/index.ts';
import {
  EVERY_RECORD,
  type InspectionId,
  sourceOptionsSchema,
  storedStationSettingsSchema,
} from '../../../shared/domain/index.ts';
import { exampleInspection } from '../../../shared/domain/inspection.fixture.ts';
import { AccessBed, ADMIN, codeOf } from '../access/access.fixture.ts';
import { Dispositions } from '../dispositions/index.ts';
import { createInspectionRecords } from '../records/index.ts';
import { FoundRecords } from '../search/index.ts';
import { ConfigurationTables, type RecordedInspection } from '../storage/index.ts';
import { CLAIM_MS } from './claims.ts';
import { Review } from './review.ts';

const SOURCE = '5c4ef9a9-1cf1-4c5c-b0f1-0a3b6ea4c3b1';

let folder: string;
let bed: AccessBed;
let review: Review;
let nowMs: number;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-review-'));
  nowMs = 0;
  open();
});
afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true });
});

function open(): void {
  bed = new AccessBed(folder, ({ access, station: { kernel } }) => {
    const records = createInspectionRecords(kernel.database);
    const page: Handlers['records.search'] = ({ after, backwards, limit, filter }) => {
      const found = openParts().filter(({ number }) => filter.number === null || number === filter.number);
      const order = backwards ? found.toReversed() : found;
      const behind = order.filter(
        ({ number }) => after === null || (backwards ? number < after.number : number > after.number),
      );
      return { records: behind.slice(0, limit), hasMore: false, indexed: { from: 1, total: 0 } };
    };
    review = new Review(kernel, {
      records,
      search: {
        page: async (asked) => page(asked, {} as never),
        waiting: async (asked) =>
          (await page({ ...asked, filter: EVERY_RECORD, order: { by: 'time', descending: false } }, {} as never))
            .records,
      },
      settings: { onChanged: () => undefined },
      parts: { isView: () => false, onChanged: () => undefined, ofRecord: () => null, undecided: () => [] },
      isHere: access.isHere,
      nowMs: () => nowMs,
    });
    const dispositions = new Dispositions(kernel, {
      settings: () => storedStationSettingsSchema.parse({}),
      signing: access,
      records,
      sums: { decided: () => undefined },
      parts: { toDecide: () => null, decided: () => undefined },
      onMade: (made) => review.decided(made),
    });
    return { ...dispositions.handlers, ...review.handlers };
  });
}

async function close(): Promise<void> {
  await review.stop();
  await bed.close();
}

/** What the search would find. */
function openParts(): FoundRecord[] {
  const { database } = bed.station.kernel;
  const open = database.prepare<{ number: number }>(
    "SELECT sequence AS number FROM inspection WHERE verdict <> 'pass' AND COALESCE((SELECT decision FROM disposition WHERE inspection = sequence ORDER BY id DESC LIMIT 1), 'undecided') = 'undecided' ORDER BY sequence",
  );
  return [...new FoundRecords(database).lines(open.all().map(({ number }) => number))];
}

/** Whether the source holds what does not pass from now on. */
function hold(isOn: boolean): void {
  const { database } = bed.station.kernel;
  const tables = new ConfigurationTables(database);
  const options = sourceOptionsSchema.parse({ holdOnFail: isOn });
  const source = { id: SOURCE, folder: '/camera', name: 'Camera 1', recipeId: 'ring', options };
  database.transaction(() => tables.write({ settings: {}, sources: [source] }));
}

function record(verdict: RecordedInspection['verdict']): RecordedInspection {
  const { kernel } = bed.station;
  kernel.database.pragma('foreign_keys = OFF');
  const error = verdict === 'error' ? { code: 'image.empty', details: {}, sentence: null } : null;
  const given = { ...exampleInspection({ verdict, error, sourceId: SOURCE }), id: randomUUID() as InspectionId };
  const records = createInspectionRecords(kernel.database);
  const made = records.append({ ...given, filesFolder: null });
  kernel.recorders.committed(made);
  return made;
}

const DECIDED = { decision: 'confirmed', reason: 'Really bad', seen: null } as const;

describe('parts that a source holds', () => {
  it('are those that did not pass since it was switched on, the oldest first, until somebody disposes of them', async () => {
    record('fail');
    hold(true);
    review.sourcesChanged();
    await pause(5);
    expect(review.status().held).toBeNull();
    const first = record('fail');
    record('pass');
    const second = record('error');
    record('review');
    expect(review.status().held).toMatchObject({
      part: { number: first.number },
      verdicts: { fail: 1, error: 1, review: 1 },
    });
    const { client } = bed.connect();
    await client.request('disposition.make', { ...DECIDED, id: first.id });
    expect(review.status().held).toMatchObject({ part: { number: second.number }, verdicts: { fail: 0 } });
  });

  it('come back, and wait again, as soon as somebody takes the decision back', async () => {
    hold(true);
    review.sourcesChanged();
    await pause(5);
    const [first, second] = [record('fail'), record('review')];
    const { client } = bed.connect();
    await client.request('disposition.make', { ...DECIDED, id: first.id });
    await client.request('disposition.make', { ...DECIDED, id: second.id });
    expect(review.status()).toMatchObject({ parts: 0, held: null });
    await client.request('disposition.takeBack', { id: second.id, seen: 2 });
    expect(review.status()).toMatchObject({ parts: 1, held: { part: { number: second.number } } });
    await client.request('disposition.takeBack', { id: first.id, seen: 1 });
    expect(review.status()).toMatchObject({
      parts: 2,
      held: { part: { number: first.number }, verdicts: { review: 1 } },
    });
    expect((await client.request('review.take', {})).queued?.record.number).toBe(first.number);
    await close();
    open();
    await pause(5);
    expect(review.status().held).toMatchObject({ part: { number: first.number }, verdicts: { fail: 1, review: 1 } });
  });

  it('are the same after a restart, and none once holding is switched off', async () => {
    hold(true);
    review.sourcesChanged();
    await pause(5);
    const decided = record('fail');
    const kept = record('review');
    await bed.connect().client.request('disposition.make', { ...DECIDED, id: decided.id });
    await close();
    open();
    await pause(5);
    expect(review.status().held).toMatchObject({ part: { number: kept.number }, verdicts: { review: 1, fail: 0 } });
    hold(false);
    review.sourcesChanged();
    expect(review.status().held).toBeNull();
  });
});

describe('the review queue', () => {
  it('gives two screens different parts, and each part back when its screen leaves or rests too long', async () => {
    const [first, second, third] = [record('fail'), record('review'), record('error')];
    const [one, other] = [bed.connect(), bed.connect()];
    const take = async ({ client }: typeof one, input = {}) =>
      (await client.request('review.take', input)).queued?.record.number;
    expect(await take(one, { screen: 'Line 3' })).toBe(first.number);
    expect(await take(other)).toBe(second.number);
    expect(review.status().claims).toMatchObject([
      { number: first.number, name: null, screen: 'Line 3' },
      { number: second.number, screen: null },
    ]);
    expect(await take(other, { after: second.number })).toBe(third.number);
    expect(await take(other, { after: third.number })).toBe(second.number);
    const seen = await other.client.request('review.open', { id: first.id });
    expect(seen.claimedBy).toMatchObject({ number: first.number, screen: 'Line 3' });
    one.leave();
    expect(await take(other)).toBe(first.number);
    nowMs += CLAIM_MS - 1;
    await other.client.request('review.keep', {});
    nowMs += CLAIM_MS - 1;
    expect(review.status().claims).toHaveLength(1);
    nowMs += 1;
    expect(review.status().claims).toEqual([]);
  });

  it('never lets two screens decide about one part without one of them seeing it', async () => {
    const { id, number } = record('fail');
    const [one, other] = [bed.connect(), bed.connect()];
    await one.client.request('review.take', {});
    await other.client.request('disposition.make', { ...DECIDED, id });
    expect(review.status().claims).toEqual([]);
    expect(await codeOf(one.client.request('disposition.make', { ...DECIDED, id }))).toBe('disposition.changed');
    expect((await one.client.request('disposition.newest', { id })).disposition).toMatchObject({
      decision: 'confirmed',
    });
    expect((await one.client.request('review.take', { after: number })).queued).toBeNull();
  });
});

describe('signatures of one decision after the other', () => {
  it('need the secret once in so many minutes as the policy says, and tell when it was shown', async () => {
    const admin = await bed.protect();
    const parts = [1, 2, 3].map(() => record('fail'));
    await admin.request('policies.change', { signDispositions: 'always' });
    const sign = (place: number, signature: { id?: string; secret?: string }) =>
      admin.request('disposition.make', {
        ...DECIDED,
        id: parts[place]!.id,
        signature: { ...signature, meaning: 'rejected', reason: 'Seen' },
      });
    await sign(0, ADMIN);
    expect(await codeOf(sign(1, {}))).toBe('signature.secret-due');
    await admin.request('policies.change', { signAgainMinutes: 5 });
    const again = await sign(1, {});
    expect(again.signature).toMatchObject({ signInId: 'ada', secretShownAt: expect.any(String) });
    bed.nowMs += 5 * 60_000;
    expect(await codeOf(sign(2, {}))).toBe('signature.secret-due');
  });
});
