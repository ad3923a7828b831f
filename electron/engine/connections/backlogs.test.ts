import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { connectionIdSchema } from '../../../shared/domain/index.ts';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import { Backlogs } from './backlogs.ts';

const ID = connectionIdSchema.parse('44444444-4444-4444-8444-444444444444');
const EVENTS = { types: ['event' as const], verdicts: [] };
const DECISIONS = { types: ['disposition' as const], verdicts: [] };

let folder: string;
let station: TestKernel;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-backlog-'));
  station = openTestKernel(folder);
});
afterEach(() => {
  station.close();
  rmSync(folder, { recursive: true });
});

const append = (count: number, action: string): void => {
  for (let entry = 0; entry < count; entry += 1)
    station.kernel.audit.observed({ action, object: { kind: 'connection', id: ID } });
};
const chain = (): number =>
  station.kernel.database.prepare<{ last: number | null }>('SELECT max(sequence) AS last FROM audit_entry').get()
    ?.last ?? 0;

it('counts what a connection sends, and nothing that it never will', () => {
  const backlogs = new Backlogs(station.kernel.database);
  const begin = chain();
  append(3, 'settings.changed');
  expect(backlogs.of(ID, DECISIONS, begin, chain())).toMatchObject({ waiting: 0, waitingSince: null, isAtMost: false });
  append(2, 'disposition.made');
  append(4, 'settings.changed');
  const first = station.kernel.database
    .prepare<{ at: string }>('SELECT at FROM audit_entry WHERE sequence = ?')
    .get(begin + 4);
  const expected = { waiting: 2, waitingSince: first?.at, isAtMost: false, position: begin };
  expect(backlogs.of(ID, DECISIONS, begin, chain())).toEqual(expected);
  expect(backlogs.of(ID, EVENTS, begin, chain()).waiting).toBe(7);
  // The first decision was taken.
  expect(backlogs.of(ID, DECISIONS, begin + 4, chain()).waiting).toBe(1);
  expect(backlogs.of(ID, DECISIONS, chain(), chain())).toMatchObject({ waiting: 0, waitingSince: null });
});

it('says "at most" where more came at once than is looked through, and counts what comes behind it', () => {
  const backlogs = new Backlogs(station.kernel.database);
  const begin = chain();
  station.kernel.database.transaction(() => append(2100, 'settings.changed'));
  expect(backlogs.of(ID, DECISIONS, begin, chain())).toMatchObject({ waiting: 2100, isAtMost: true });
  append(3, 'settings.changed');
  append(1, 'disposition.made');
  expect(backlogs.of(ID, DECISIONS, begin, chain())).toMatchObject({ waiting: 2101, isAtMost: true });
  // Its receiver comes nearer, and it is exact again.
  expect(backlogs.of(ID, DECISIONS, begin + 2000, chain())).toMatchObject({ waiting: 1, isAtMost: false });
});
