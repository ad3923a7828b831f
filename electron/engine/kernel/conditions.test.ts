import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { SigmalineError, sourceSubject, stationSubject } from '../../../shared/domain/index.ts';
import { Conditions, type Statement } from './conditions.ts';

const full: Statement = {
  code: 'station.disk-full',
  details: { folder: 'data' },
  subject: stationSubject(),
  severity: 'alarm',
};
const gone = (id: string): Statement => ({
  code: 'folder.not-found',
  details: { folder: id },
  subject: sourceSubject({ id, name: id }),
  severity: 'warning',
});

test('a condition keeps the time from which on it holds, whatever its details become', async () => {
  let said: Statement[] = [full];
  const conditions = new Conditions(() => undefined);
  conditions.register(() => said);
  const [first] = conditions.current();
  await delay(5);
  said = [{ ...full, details: { folder: 'other' } }];
  const [second] = conditions.current();
  expect(second).toMatchObject({ details: { folder: 'other' }, since: first?.since });
});

test('one that ended and begins again holds since then', async () => {
  let said: Statement[] = [full];
  const conditions = new Conditions(() => undefined);
  conditions.register(() => said);
  const before = conditions.current()[0]?.since ?? '';
  said = [];
  expect(conditions.current()).toEqual([]);
  await delay(5);
  said = [full];
  expect((conditions.current()[0]?.since ?? '') > before).toBe(true);
});

test('the same trouble of two sources is two conditions, and the worst comes first', () => {
  const conditions = new Conditions(() => undefined);
  conditions.register(() => [gone('1'), gone('2')]);
  conditions.register(() => [full]);
  expect(conditions.current().map(({ subject }) => subject)).toEqual([
    full.subject,
    gone('1').subject,
    gone('2').subject,
  ]);
});

test('a condition of something that is over ends when it is read, and no other does', () => {
  let tail: Statement[] = [{ ...gone('1'), onRead: () => (tail = []) }];
  const conditions = new Conditions(() => undefined);
  conditions.register(() => [...tail, gone('2')]);
  expect(conditions.current().map(({ endsWhenRead }) => endsWhenRead)).toEqual([true, undefined]);
  conditions.read(gone('2'));
  conditions.read(full);
  expect(conditions.current()).toHaveLength(2);
  conditions.read(gone('1'));
  expect(conditions.current().map(({ subject }) => subject)).toEqual([gone('2').subject]);
});

test('a feature that cannot say what is wrong is a condition itself', () => {
  const reported: unknown[] = [];
  const conditions = new Conditions((error) => reported.push(error));
  conditions.register(() => {
    throw new SigmalineError('storage.failed', { file: 'station.sqlite', reason: 'SQLITE_IOERR' });
  });
  conditions.register(() => {
    throw new TypeError('a slip');
  });
  expect(conditions.current().map(({ code }) => code)).toEqual(['storage.failed', 'internal']);
  expect(reported).toHaveLength(1);
});
