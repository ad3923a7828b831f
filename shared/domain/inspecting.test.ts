import { expect, it } from 'vitest';
import { ERROR_CODES } from '../i18n/errors.ts';
import { type Condition, type Severity, stationSubject } from './condition.ts';
import { sourceIdSchema } from './ids.ts';
import { effectOf, stoppedSources, stopsOf } from './inspecting.ts';

const LEFT = { id: sourceIdSchema.parse('3f0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c11'), name: 'Left' };
const RIGHT = { id: sourceIdSchema.parse('3f0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c12'), name: 'Right' };

const condition = (
  code: Condition['code'],
  severity: Severity,
  subject: Condition['subject'] = stationSubject(),
): Condition => ({ code, severity, subject, details: {}, since: '2026-11-29T01:00:00.000Z' });
const of = (source: typeof LEFT): Condition['subject'] => ({ kind: 'source', ...source });

it('every alarm that says that nothing is judged stops, and what only warns does not', () => {
  const stopping = ERROR_CODES.filter((code) => effectOf({ code, severity: 'alarm' }) !== 'none');
  expect(stopping).toEqual(
    expect.arrayContaining([
      'folder.silent',
      'folder.not-found',
      'lane.start',
      'lane.unwritable',
      'station.disk-full',
      'station.disk-files-full',
      'storage.read-only',
      'storage.moved',
      'recipe.corrupt',
      'recipe.not-found',
      'source.include',
      'internal',
      'clock.jumped',
      'clock.moved',
      'audit.broken',
    ]),
  );
  expect(stopping).not.toEqual(expect.arrayContaining(['source.fails-unlikely', 'source.quiet', 'backup.failed']));
  // One of several lanes, a fault that is tried again: inspection goes on.
  expect(effectOf({ code: 'lane.start', severity: 'warning' })).toBe('none');
  expect(effectOf({ code: 'internal', severity: 'warning' })).toBe('none');
  // The clock is a warning to the station, and a doubt to whoever reads the verdict.
  expect(effectOf({ code: 'clock.jumped', severity: 'warning' })).toBe('doubt');
  expect(effectOf({ code: 'audit.broken-acknowledged', severity: 'note' })).toBe('none');
});

it('what stops the station stops each source, and what stops a source stops no other', () => {
  const conditions = [
    condition('clock.jumped', 'warning'),
    condition('folder.silent', 'alarm', of(LEFT)),
    condition('gate.leaving', 'warning', of(RIGHT)),
  ];
  expect(stopsOf({ conditions }, LEFT.id).map(({ effect }) => effect)).toEqual(['source-unreachable', 'doubt']);
  expect(stopsOf({ conditions }, RIGHT.id).map(({ effect }) => effect)).toEqual(['doubt']);
  // What a person switched off comes first: it is what people can end.
  const withBypass = [...conditions, condition('bypass.active', 'warning', of(LEFT))];
  expect(stopsOf({ conditions: withBypass }, LEFT.id)[0]?.effect).toBe('bypass');
  const situation = { sources: [LEFT, RIGHT], conditions: conditions.slice(1) };
  expect(stoppedSources(situation)).toMatchObject([{ source: { name: 'Left' }, effect: 'source-unreachable' }]);
});
