import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  connectionIdSchema,
  connectionSettingsSchema,
  recipeIdSchema,
  sentenceOf,
  sourceIdSchema,
  storedStationSettingsSchema,
} from '../../../shared/domain/index.ts';
import { openTestKernel, type TestKernel } from '../kernel/kernel.fixture.ts';
import { LineCommands } from './lineCommands.ts';

const SOURCE = sourceIdSchema.parse('3f0c5d6e-7a59-4f0e-9a55-2f6f1d0a7c11');
const ID = connectionIdSchema.parse('44444444-4444-4444-8444-444444444444');
const RECIPES = [
  { id: 'ring', name: 'Sample ring' },
  { id: 'washer-8', name: 'Washer M8' },
];

let folder: string;
let station: TestKernel;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sigmaline-line-'));
  station = openTestKernel(folder);
});
afterEach(() => {
  station.close();
  rmSync(folder, { recursive: true });
});

/** A line whose source judges by the first recipe, over a connection that allows everything unless told otherwise. */
function line(
  allows: object = { announce: true, recipe: true, bypass: true },
  lasting: readonly { id: string; source: object | null; person: string | null; name: string | null }[] = [],
) {
  const make = vi.fn(async () => ({ change: 1 }));
  const end = vi.fn();
  const needs = {
    sources: () => [{ id: SOURCE, name: 'Top', recipeId: recipeIdSchema.parse('ring') }] as never,
    settings: { current: () => storedStationSettingsSchema.parse({}) } as never,
    recipes: () => RECIPES,
    handlers: { 'recipeChange.make': make, 'bypass.begin': vi.fn(), 'bypass.end': end } as never,
    bypasses: { lasting: () => lasting as never },
    announcements: { add: vi.fn(), clear: vi.fn() },
    reset: vi.fn(),
  };
  const settings = connectionSettingsSchema.parse({ kind: 'modbus', allows });
  const commands = new LineCommands(station.kernel, needs);
  return {
    make,
    end,
    answer: (command: object) => commands.answer({ id: ID, name: 'PLC 7', settings }, command as never),
  };
}
const entries = () =>
  station.kernel.database
    .prepare<{ body: string }>('SELECT body FROM audit_entry ORDER BY sequence')
    .all()
    .map(({ body }) => JSON.parse(body) as { action: string; object: unknown; new: unknown });

it('a recipe that a machine chose is in the audit chain with the connection over which it was asked for', async () => {
  const { make, answer } = line();
  expect(await answer({ kind: 'choose-recipe', source: SOURCE, recipe: 2 })).toBeNull();
  expect(make).toHaveBeenCalledWith(
    { sourceId: SOURCE, recipeId: 'washer-8', seen: 'ring', isProposed: false },
    expect.objectContaining({ name: 'PLC 7', person: null }),
  );
  expect(entries().at(-1)).toMatchObject({
    action: 'line.commanded',
    object: { kind: 'connection', id: ID },
    new: { name: 'PLC 7', kind: 'choose-recipe', source: SOURCE, recipe: 2 },
  });
});

it('what the set-up does not allow is not done, and no entry says that it was', async () => {
  const { make, answer } = line({ announce: true });
  const before = entries().length;
  expect((await answer({ kind: 'choose-recipe', source: SOURCE, recipe: 2 }))?.code).toBe('connection.not-allowed');
  expect(make).not.toHaveBeenCalled();
  expect(entries()).toHaveLength(before);
});

it('a part that needs another recipe is refused with the names of both, as people know them', async () => {
  const announce = { kind: 'announce', source: SOURCE, serial: 'S-1', lot: null, view: null };
  const fact = await line().answer({ ...announce, recipe: 2 });
  expect(fact === null ? '' : sentenceOf(fact)).toMatch(/recipe Washer M8; the source judges by Sample ring/);
  expect((await line().answer({ ...announce, recipe: 9 }))?.code).toBe('connection.recipe-unknown');
  expect(await line().answer({ ...announce, recipe: 'Sample ring' })).toBeNull();
});

it('a machine ends a by-pass that a machine began, and none that a person answers for, of its source or of all', async () => {
  const bypass = { id: 'b-1', reason: 'maintenance', person: null, name: 'PLC 7', source: { id: SOURCE, name: 'Top' } };
  const ask = { kind: 'end-bypass', source: SOURCE };
  const own = line(undefined, [bypass]);
  expect(await own.answer(ask)).toBeNull();
  expect(own.end).toHaveBeenCalledWith({ id: 'b-1' }, expect.objectContaining({ name: 'PLC 7' }));
  const people = [
    { ...bypass, person: 'p-1', name: 'Ada Engineer' },
    { ...bypass, source: null, person: 'p-1', name: 'Ada Engineer' },
    // Of an open station, where nobody has a name.
    { ...bypass, name: null },
  ];
  for (const lasting of people) {
    const other = line(undefined, [lasting]);
    const fact = await other.answer(ask);
    expect(fact?.code).toBe('connection.bypass-of-person');
    expect(fact === null ? '' : sentenceOf(fact)).toContain(lasting.name ?? 'somebody');
    expect(other.end).not.toHaveBeenCalled();
  }
  expect((await line().answer(ask))?.code).toBe('bypass.over');
});
