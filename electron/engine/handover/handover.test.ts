import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Caller, openStationCaller } from '../../../shared/contract/index.ts';
import { type HandoverNote, reportOf } from '../../../shared/domain/index.ts';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import { FakeMachine } from '../kernel/machine.fixture.ts';
import { Handover } from './handover.ts';

const OPEN = openStationCaller('window', 'one');
const ADA: Caller = { ...OPEN, station: 'protected', person: 'ada', name: 'Ada Lovelace' };
const GRACE: Caller = { ...ADA, person: 'grace', name: 'Grace Hopper' };

let folder: string;
let machine: FakeMachine;
let station: TestKernel;
let handover: Handover;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-handover-'));
  machine = new FakeMachine(new Date(2026, 10, 29, 13, 50).toISOString());
  station = openTestKernel(folder, machine.read);
  handover = new Handover(station.kernel, { settings: () => ({ shiftStarts: ['06:00', '14:00'] }) });
});

afterEach(() => {
  station.close();
  rmSync(folder, { recursive: true });
});

const write = (caller = ADA, text = 'The light flickers.') =>
  handover.handlers['handover.write']({ text }, caller) as HandoverNote;
const codeOfRead = (id: number, caller: Caller): string => {
  try {
    void handover.handlers['handover.read']({ id }, caller);
    return 'none';
  } catch (thrown) {
    return reportOf(thrown).code;
  }
};
const last = () => handover.handlers['handover.list']({ limit: 20 }, ADA);

it('waits for the next shift until somebody of it has read it, and says who', async () => {
  const { id } = write();
  expect(handover.waiting()).toMatchObject([{ id, text: 'The light flickers.', name: 'Ada Lovelace', isDue: false }]);
  expect(codeOfRead(id, ADA)).toBe('handover.own');
  machine.pass(20 * 60_000);
  expect(handover.waiting()).toMatchObject([{ isDue: true }]);
  expect(codeOfRead(id, GRACE)).toBe('none');
  expect(handover.waiting()).toEqual([]);
  expect(await last()).toMatchObject([{ id, read: { name: 'Grace Hopper', at: machine.at } }]);
  expect(codeOfRead(id, ADA)).toBe('handover.read-already');
});

it('can be read by another person before the shift ends, and by its writer in the next one', () => {
  const [first, second] = [write(), write()];
  expect(codeOfRead(first.id, GRACE)).toBe('none');
  machine.pass(20 * 60_000);
  expect(codeOfRead(second.id, ADA)).toBe('none');
  expect(codeOfRead(99, ADA)).toBe('handover.not-found');
});

it('at an open station is for the next shift alone, because nobody knows who is there', () => {
  const { id } = write(OPEN);
  expect(codeOfRead(id, OPEN)).toBe('handover.own');
  machine.pass(20 * 60_000);
  expect(codeOfRead(id, OPEN)).toBe('none');
});

it('is in the audit trail, and neither it nor who has read it ever changes', () => {
  const { id } = write();
  codeOfRead(id, GRACE);
  const actions = station.kernel.database
    .prepare<{ action: string }>("SELECT action FROM audit_entry WHERE object_kind = 'handover' ORDER BY sequence")
    .all();
  expect(actions).toEqual([{ action: 'handover.written' }, { action: 'handover.read' }]);
  for (const sql of ["UPDATE handover_note SET text = ''", 'DELETE FROM handover_note', 'DELETE FROM handover_read'])
    expect(() => station.kernel.database.prepare(sql).run()).toThrow('never');
});

it('refuses more notes than anybody reads', () => {
  for (let note = 0; note < 20; note += 1) write();
  expect(() => write()).toThrow('20 notes wait to be read');
});
