import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ContractClient } from '../../../shared/contract/index.ts';
import { AccessBed, ADMIN, codeOf, secretOf } from './access.fixture.ts';
import { AttemptsFrom } from './attempts.ts';

let folder: string;
let bed: AccessBed;
let admin: ContractClient;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-identification-'));
  bed = new AccessBed(folder);
  admin = await bed.protect();
  await bed.add(admin, 'engineer', 'kim');
});

afterEach(async () => {
  await bed.close();
  rmSync(folder, { recursive: true });
});

/** Each from a place of its own, unless it says where. */
let places = 0;
const trying = (id: string, secret: string, peer = `place ${places++}`): Promise<string> =>
  codeOf(bed.connect({ channel: 'browser', peer }).client.request('access.signIn', { id, secret }));

const repeated = async (count: number, attempt: () => Promise<string>): Promise<string[]> => {
  const answers: string[] = [];
  for (let index = 0; index < count; index++) answers.push(await attempt());
  return answers;
};

describe('wrong secrets', () => {
  it('lock the id after some in a row, whether it is somebody’s or not', async () => {
    for (const id of ['kim', 'nobody-at-all']) {
      const answers = await repeated(6, () => trying(id, 'wrong'));
      expect([id, ...answers]).toEqual([id, ...Array(4).fill('access.refused'), 'access.locked', 'access.locked']);
    }
    expect(await trying('kim', secretOf('kim'))).toBe('access.locked');
    const seen = bed.entries().filter(({ action }) => action === 'access.refused' || action === 'access.locked');
    expect(seen.slice(0, 6).map(({ action, actor }) => [action, actor])).toEqual([
      ...Array(5).fill(['access.refused', 'station']),
      ['access.locked', 'station'],
    ]);
    expect(seen[0]).toMatchObject({ object: { kind: 'person', id: 'kim' }, new: { why: 'wrong secret' } });
    expect(seen[6]).toMatchObject({ object: { kind: 'person', id: 'unknown' }, new: { why: 'unknown id' } });
  });

  it('lock also where they are tried all at once, and nobody else', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, (_, place) => trying('kim', 'wrong', `${place}`)));
    expect(answers.filter((answer) => answer === 'access.refused').length).toBeLessThanOrEqual(4);
    expect(await trying('kim', secretOf('kim'))).toBe('access.locked');
    expect(await trying(ADMIN.id, ADMIN.secret)).toBe('no error');
  });

  it('lock twice as long each time, also over a restart, until an administrator unlocks', async () => {
    const minutesLeft = async (): Promise<number | null | undefined> =>
      (await admin.request('people.list', {})).find(({ signInId }) => signInId === 'kim')?.lockedMinutes;
    await repeated(5, () => trying('kim', 'wrong'));
    expect(await minutesLeft()).toBe(30);
    await bed.close();
    bed = new AccessBed(folder);
    admin = bed.connect().client;
    await admin.request('access.signIn', ADMIN);
    expect(await minutesLeft()).toBe(30);
    // As if half an hour of operation had passed.
    bed.station.kernel.database.prepare('UPDATE sign_in_attempt SET locked_until_lived_ms = 0').run();
    await repeated(5, () => trying('kim', 'wrong'));
    expect(await minutesLeft()).toBe(60);
    await admin.request('people.unlock', { signInId: 'kim', reason: 'Called in person' });
    expect(await trying('kim', secretOf('kim'))).toBe('no error');
    await repeated(5, () => trying('kim', 'wrong'));
    expect(await minutesLeft()).toBe(30);
  });

  it('that were not answered when the station was killed, or that a stricter policy counts, lock for a while and no longer', async () => {
    const { database } = bed.station.kernel;
    database.prepare("INSERT INTO sign_in_attempt VALUES ('kim', 7, 0, NULL, 0)").run();
    expect(await trying('kim', secretOf('kim'))).toBe('access.locked');
    database.prepare('UPDATE sign_in_attempt SET locked_until_lived_ms = 0').run();
    expect(await trying('kim', secretOf('kim'))).toBe('no error');
  });

  it('do not count where the station had no time to look at them', async () => {
    const many = await Promise.all(
      Array.from({ length: 30 }, (_, place) => trying(`person-${place}`, 'wrong', `crowd ${place}`)),
    );
    expect(many).toContain('access.too-often');
    const counted = bed.station.kernel.database
      .prepare<{ failures: number }>('SELECT failures FROM sign_in_attempt')
      .all();
    const tried = many.filter((answer) => answer === 'access.refused').length;
    expect(counted.reduce((sum, { failures }) => sum + failures, 0)).toBe(tried);
  });

  it('do not end a session that goes on', async () => {
    const kim = bed.connect().client;
    await kim.request('access.signIn', { id: 'kim', secret: secretOf('kim') });
    await repeated(5, () => trying('kim', 'wrong'));
    expect((await kim.request('access.state', {})).person?.signInId).toBe('kim');
  });

  it('are forgotten with a right one', async () => {
    for (let round = 0; round < 3; round++) {
      await repeated(3, () => trying('kim', 'wrong'));
      expect(await trying('kim', secretOf('kim'))).toBe('no error');
    }
  });

  it('from one place are slowed down, whosever they are; right ones are not', async () => {
    const answers: string[] = [];
    for (let index = 0; index < 12; index++) answers.push(await trying(`person-${index}`, 'wrong', 'one place'));
    expect(answers).toEqual([...Array(10).fill('access.refused'), 'access.too-often', 'access.too-often']);
    expect(await trying('kim', secretOf('kim'), 'one place')).toBe('access.too-often');
    expect(await repeated(12, () => trying('kim', secretOf('kim'), 'another'))).toEqual(Array(12).fill('no error'));
  });
});

it('a place may try again after a while', () => {
  let nowMs = 0;
  const places = new AttemptsFrom(() => nowMs);
  for (let index = 0; index < 10; index++) places.begin('here');
  expect(() => places.begin('here')).toThrow('30 seconds');
  nowMs = 30_000;
  places.begin('here');
  expect(() => places.begin('here')).toThrow('30 seconds');
});

describe('an id', () => {
  it('may be typed in any case, and may be what the badge says', async () => {
    await admin.request('people.change', { signInId: 'kim', badge: '0004711-A' });
    expect(await trying(' KIM ', secretOf('kim'))).toBe('no error');
    expect(await trying('0004711-A', secretOf('kim'))).toBe('no error');
    expect(await trying('0004711-a', secretOf('kim'))).toBe('access.refused');
  });

  it('of somebody who is deactivated is told only with the right secret', async () => {
    await admin.request('people.deactivate', { signInId: 'kim' });
    expect(await trying('kim', 'wrong')).toBe('access.refused');
    expect(await trying('kim', secretOf('kim'))).toBe('access.deactivated');
    await admin.request('people.reactivate', { signInId: 'kim' });
    expect(await trying('kim', secretOf('kim'))).toBe('no error');
  });
});
