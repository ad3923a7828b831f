import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { freePort } from '../../../electron/connectors/modbus/plc.fixture.ts';
import { FakeMachine } from '../../../electron/engine/kernel/machine.fixture.ts';
import { type ConnectionId, connectionSettingsSchema, type LineCommand } from '../../../shared/domain/index.ts';
import { createTestStation, type TestStation, writeRecipe } from './station.ts';
import { png } from './testImages.ts';

const HOUR_MS = 3_600_000;

let station: TestStation;
beforeEach(async () => {
  station = await createTestStation();
});
afterEach(() => station.remove());

async function connectPlc(): Promise<ConnectionId> {
  const allows = { announce: true, recipe: true, bypass: true };
  const settings = connectionSettingsSchema.parse({ kind: 'modbus', port: await freePort(), allows });
  const { id } = await station.client().request('connection.create', { name: 'PLC', settings, secrets: {} });
  await station.client().request('connection.change', { id, isOn: true });
  await station.until('it is open', async () => {
    const [connection] = await station.client().request('connection.list', {});
    return connection?.report.state === 'waiting';
  });
  return id;
}

it('an announced serial goes to its own image, whatever happens between: a clock is set, a recipe or a by-pass is changed', async () => {
  await writeRecipe(station.dataFolder, 'washer');
  const machine = new FakeMachine('2026-11-27T10:00:00.000Z');
  await station.start({ readClock: machine.read });
  const { id: source } = await station.addSource('ring', { pattern: String.raw`^(?:(?<serial>[A-Z]-\d+)_)?.*\.png$` });
  const id = await connectPlc();
  const play = async (command: LineCommand): Promise<string | null> =>
    (await station.client().request('connection.play', { id, command })).error?.code ?? null;
  const announce = async (serial: string): Promise<void> => {
    const command = { kind: 'announce', source, serial, lot: null, view: null, recipe: null } as const;
    await station.until(`${serial} is announced`, async () => (await play(command)) === null);
  };
  let images = 0;
  const arrive = async (name = 'image') => {
    images += 1;
    await writeFile(join(station.cameraFolder, `${name}-${images}.png`), png(images));
    return (await station.settled(images)).at(-1);
  };

  await announce('A-1');
  machine.set(new Date(machine.wallMs - 5 * HOUR_MS).toISOString());
  expect(await arrive()).toMatchObject({ serial: 'A-1' });
  await announce('A-2');
  machine.set(new Date(machine.wallMs + 30 * HOUR_MS).toISOString());
  expect(await arrive()).toMatchObject({ serial: 'A-2' });

  await announce('A-3');
  expect(await play({ kind: 'choose-recipe', source, recipe: 'washer' })).toBeNull();
  expect(await arrive()).toMatchObject({ serial: 'A-3', recipeId: 'washer' });

  // What is by-passed has moved on: its part is not the one of the next image.
  await announce('A-4');
  expect(await play({ kind: 'begin-bypass', source, minutes: 5 })).toBeNull();
  expect(await arrive()).toMatchObject({ serial: 'A-4', verdict: 'error', error: { code: 'bypass.not-inspected' } });
  await announce('A-5');
  expect(await play({ kind: 'end-bypass', source })).toBeNull();
  const inspected = await arrive();
  expect(inspected).toMatchObject({ serial: 'A-5', error: null });
  expect(await arrive()).toMatchObject({ serial: null });

  // A by-pass does not make the line and the image agree.
  await announce('A-6');
  await play({ kind: 'begin-bypass', source, minutes: 5 });
  expect(await arrive('B-9_image')).toMatchObject({ serial: 'B-9', verdict: 'error' });
  expect(await station.sentences()).toContainEqual(expect.stringContaining('A-6'));
  await station.client().request('bypass.end', { id: (await station.status()).bypasses[0]?.id ?? '' });

  // One that a person began goes on, whatever the PLC asks for.
  const { reasons } = await station.client().request('bypass.words', {});
  const begun = { source: null, minutes: 5, reason: reasons[0] ?? '', comment: null };
  await station.client().request('bypass.begin', begun);
  expect(await play({ kind: 'end-bypass', source })).toBe('connection.bypass-of-person');
  expect((await station.status()).bypasses).toHaveLength(1);
});
