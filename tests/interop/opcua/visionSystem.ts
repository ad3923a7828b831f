import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { viewFixture } from '../../../electron/connectors/surroundings.fixture.ts';
import { Reader, type Structure, TYPE, type Variant, Writer } from './binary.ts';
import type { SpecificationClient } from './specificationClient.ts';
import { nodeOf, type Station } from './station.ts';

/** Encodings of OPC 40100-1's structures, and status codes of OPC 10000-4. */
const ENCODING = { resultId: 5274, measId: 5006, externalRecipe: 5002, internalRecipe: 5268, result: 5018 } as const;
const BAD = {
  methodInvalid: 0x80750000,
  notSupported: 0x803d0000,
  argumentsMissing: 0x80760000,
  invalidArgument: 0x80ab0000,
};
const RECORD = '33333333-3333-4333-8333-333333333333';
const NEXT = '44444444-4444-4444-8444-444444444444';

/** What a subscription heard of an event, by the names of its fields. */
export type Heard = readonly unknown[];

const int32 = (value: number): Variant => ({ type: TYPE.Int32, value });
const uint32 = (value: number): Variant => ({ type: TYPE.UInt32, value });
const text = (value: string): Variant => ({ type: TYPE.String, value });
const nothing: Variant = { type: TYPE.Structure, value: null };

/** OPC 40100-1: what methods answer, also where they are refused, what events tell, and in which state a source is. */
export async function tryVisionSystem(
  station: Station,
  client: SpecificationClient,
  { machineVision, heard }: { readonly machineVision: number; readonly heard: readonly Heard[] },
): Promise<void> {
  const { server, fixture } = station;
  const structure = (id: number, body: Buffer): Variant => ({
    type: TYPE.Structure,
    value: { type: { namespace: machineVision, id }, body } satisfies Structure,
  });
  const named = (id: number, name: string): Variant => {
    const hasMask = id !== ENCODING.resultId;
    return structure(
      id,
      new Writer()
        .raw(hasMask ? Buffer.alloc(4) : Buffer.alloc(0))
        .string(name)
        .bytes(),
    );
  };
  const call = (management: string, method: string, ...input: readonly Variant[]) =>
    client.call(
      nodeOf(station, `VisionSystem-${management}`),
      nodeOf(station, `VisionSystem-${management}-${method}`),
      input,
    );
  const results = { serial: 'SN-0008', lot: 'L2', verdict: 'error', recordId: NEXT as never } as const;
  server.show?.([viewFixture({ result: { sequence: 600 } })], 600);
  server.show?.([viewFixture({ result: { sequence: 601, ...results } })], 601);

  const byId = async (id: string) => call('ResultManagement', 'GetResultById', named(ENCODING.resultId, id), int32(0));
  const found = await byId(NEXT);
  assert.deepEqual([found.status, found.output[0], found.output[2]], [0, 0, 0]);
  const result = resultFrom(found.output[1], machineVision);
  assert.deepEqual(result, { id: NEXT, isPartial: false, state: 4, meas: '601', part: 'SN-0008', recipe: 'recipe-1' });
  const unknown = await byId('no such result');
  assert.deepEqual([unknown.status, unknown.output[1], unknown.output[2]], [0, null, 1]);
  assert.equal((await call('ResultManagement', 'GetResultById', nothing, int32(0))).output[2], 1);
  assert.equal((await call('ResultManagement', 'GetResultById')).status, BAD.argumentsMissing);
  const wrong = await call('ResultManagement', 'GetResultById', text('a text'), int32(0));
  assert.equal(wrong.status, BAD.invalidArgument);
  const strange = await client.call(nodeOf(station, 'VisionSystem'), nodeOf(station, 'Nothing'), []);
  assert.equal(strange.status, BAD.methodInvalid);

  const list = (state: number, measId: Variant, most: number, start: number) => {
    const filter = [int32(state), measId, ...Array.from({ length: 7 }, () => nothing)];
    return call('ResultManagement', 'GetResultListFiltered', ...filter, uint32(most), uint32(start), int32(0));
  };
  const listed = async (state: number, measId: Variant, most: number, start = 0) => {
    const { status, output } = await list(state, measId, most, start);
    const measured = (output[3] as unknown[]).map((each) => resultFrom(each, machineVision).meas);
    return [status, output[0], output[1], measured.join(' '), output[4]];
  };
  assert.deepEqual(await listed(0, nothing, 2), [0, false, 2, '601 600', 0], 'the newest first');
  assert.deepEqual(await listed(4, nothing, 0), [0, true, 1, '601', 0], 'those that failed');
  assert.deepEqual(await listed(0, named(ENCODING.measId, '600'), 0), [0, true, 1, '600', 0]);
  assert.deepEqual(await listed(0, named(ENCODING.measId, '1234'), 0), [0, true, 0, '', 0], 'none like this');
  assert.deepEqual(await listed(0, nothing, 10, 100_000), [0, true, 0, '', 0], 'behind the last one');

  const prepare = async (external: Variant, internal: Variant) => {
    const { status, output } = await call('RecipeManagement', 'PrepareRecipe', external, internal);
    return [status, output[1], output[2]];
  };
  const recipe = named(ENCODING.externalRecipe, '3');
  fixture.asked.length = 0;
  assert.deepEqual(await prepare(recipe, nothing), [0, true, 0]);
  assert.deepEqual(await prepare(nothing, named(ENCODING.internalRecipe, 'ring')), [0, true, 0]);
  fixture.answer = { code: 'connection.not-allowed', details: { name: 'Cell 3', what: 'recipe' } };
  assert.deepEqual(await prepare(recipe, nothing), [0, false, 2], 'not allowed');
  fixture.answer = { code: 'connection.recipe-unknown', details: { recipe: '3' } };
  assert.deepEqual(await prepare(recipe, nothing), [0, false, 1], 'unknown');
  fixture.answer = null;
  assert.deepEqual(await prepare(nothing, nothing), [0, false, 1], 'none named');
  const asked = fixture.asked.map((command) => (command.kind === 'choose-recipe' ? command.recipe : command.kind));
  assert.deepEqual(asked, [3, 'ring', 3, 3]);
  const filter = [nothing, nothing, int32(2), uint32(10), uint32(0), int32(0)];
  const recipes = await call('RecipeManagement', 'GetRecipeListFiltered', ...filter);
  assert.deepEqual([recipes.status, recipes.output[0], recipes.output[1], recipes.output[4]], [0, true, 1, 0]);

  for (const [machine, method, input] of [
    ['VisionStateMachine', 'Halt', [int32(0), text('')]],
    ['VisionStateMachine', 'Reset', [int32(0), text('')]],
    ['VisionStateMachine-AutomaticModeStateMachine', 'Stop', [int32(0), text('')]],
    ['RecipeManagement', 'UnprepareRecipe', [nothing, nothing]],
  ] as const)
    assert.equal((await call(machine, method, ...input)).status, BAD.notSupported, method);

  // The client of the package first reads what the structures in an event are made of, which takes it seconds.
  for (let time = 0; heard.length < 2 && time < 300; time += 1) await delay(100);
  const told = heard
    .slice(-2)
    .map(([source, message, severity, partial, state]) => [source, message, severity, partial, state]);
  assert.deepEqual(told, [
    ['Top', 'Top: pass', 100, false, 1],
    ['Top', 'Top: error', 500, false, 4],
  ]);
  const ids = heard.slice(-2).map((fields) => fields.slice(5));
  assert.deepEqual(ids, [
    [RECORD, '600', 'SN-0007', 'recipe-1'],
    [NEXT, '601', 'SN-0008', 'recipe-1'],
  ]);

  for (const [state, words] of [
    ['by-passed', 'Halted'],
    ['inspecting', 'Operational'],
    ['engine-away', 'Error'],
    ['inspecting', 'Operational'],
  ] as const) {
    server.show?.([viewFixture({ state, sequence: 601 })], 602);
    const [now] = await client.read([nodeOf(station, 'VisionSystem-VisionStateMachine-CurrentState')]);
    assert.equal(now?.value, words);
  }
  console.log('OPC 40100-1: events, methods that answer and methods that refuse, states');
}

/** The first fields of `ResultDataType` (OPC 40100-1, 12.17): a mask of those that may be missing stands before them. */
function resultFrom(value: unknown, machineVision: number) {
  const { type, body } = value as Structure;
  assert.deepEqual(type, { namespace: machineVision, id: ENCODING.result });
  const reader = new Reader(body);
  const mask = reader.uint32();
  const id = reader.string();
  if (mask & 1) reader.byte();
  const isPartial = reader.byte() !== 0;
  if (mask & 2) reader.byte();
  const state = reader.int32();
  const named = (): string | null => {
    assert.equal(reader.uint32() & ~1, 0, 'no description');
    return reader.string();
  };
  const [meas, part] = [mask & 4 ? named() : null, mask & 8 ? named() : null];
  return { id, isPartial, state, meas, part, recipe: named() };
}
