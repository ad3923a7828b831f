import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { InspectionId } from '../../../shared/domain/index.ts';
import { createTestStation, type TestStation } from './station.ts';

let station: TestStation;
beforeEach(async () => {
  station = await createTestStation();
});
afterEach(() => station.remove());

const DECIDED = { decision: 'confirmed', reason: 'Really bad', seen: null } as const;
/** An empty file is an error record. */
const badPart = (name: string): Promise<void> => writeFile(join(station.cameraFolder, `${name}.png`), '');
const held = async () => (await station.status()).waiting;

it('held parts outlast a restart, and what one screen decides frees the other', async () => {
  await station.start();
  await station.addSource();
  await badPart('before');
  await station.settled(1);
  await station.changeSource({ holdOnFail: true });
  for (const [place, name] of ['one', 'two', 'three'].entries()) {
    await badPart(name);
    await station.settled(place + 2);
  }
  const expected = { part: { number: 2 }, verdicts: { error: 3, fail: 0, review: 0 } };
  expect(await held()).toMatchObject({ parts: 4, held: expected });
  await station.stop();
  await station.start();
  await station.until('the held parts are found again', async () => (await held()).held?.verdicts.error === 3);
  expect(await held()).toMatchObject({ parts: 4, held: expected });

  const [here, there] = [station.connect(), station.connect()];
  const told: unknown[] = [];
  there.client.on('station.changed', ({ waiting }) => void told.push(waiting.held?.part.number ?? null));
  const { waiting } = await here.client.request('station.status', {});
  const id = waiting.held?.part.id as InspectionId;
  const both = await Promise.allSettled(
    [here, there].map(({ client }) => client.request('disposition.make', { ...DECIDED, id })),
  );
  expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'disposition.changed' } });
  await station.until('the other screen is told', () => told.includes(3));

  const first = await here.client.request('review.take', { screen: 'Line 3, left' });
  const second = await there.client.request('review.take', {});
  expect([first.queued?.record.number, second.queued?.record.number]).toEqual([1, 3]);
  expect((await held()).claims).toMatchObject([{ number: 1, screen: 'Line 3, left' }, { number: 3 }]);
  here.leave();
  expect((await held()).claims).toMatchObject([{ number: 3 }]);
});

it('what a source held stays held when it is removed, also over a restart, until somebody disposes of it', async () => {
  await station.start();
  const { id } = await station.addSource('ring', { holdOnFail: true });
  await badPart('one');
  await station.settled(1);
  await station.client().request('source.remove', { id });
  expect((await held()).held?.part.number).toBe(1);
  await station.stop();
  await station.start();
  await station.until('it is found again', async () => (await held()).held?.part.number === 1);
  const { waiting } = await station.status();
  await station.client().request('disposition.make', { ...DECIDED, id: waiting.held?.part.id as InspectionId });
  expect(await held()).toMatchObject({ parts: 0, held: null });
});
