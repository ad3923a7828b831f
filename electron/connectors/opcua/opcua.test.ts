import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { surroundingsFixture, viewFixture } from '../surroundings.fixture.ts';
import { openOpcua } from './index.ts';
import { visionStateOf, wayTo } from './machineVision.ts';
import { FIELDS, METHODS, StationNodes } from './nodes.ts';
import { loadStack, PACKAGE, type Stack, type UaMethod, type UaServer, type UaValue } from './stack.ts';

/** An address space that keeps what it is told, in its order. */
function addressSpace(): {
  server: UaServer;
  written: [string, unknown][];
  raised: Record<string, UaValue>[];
  call: Calls;
} {
  const written: [string, unknown][] = [];
  const raised: Record<string, UaValue>[] = [];
  const methods = new Map<string, Parameters<UaMethod['bindMethod']>[0]>();
  const object = { raiseEvent: (_: unknown, fields: Record<string, UaValue>) => raised.push(fields) };
  const idOf = (options: object): string => (options as { nodeId: string }).nodeId.replace('s=', '');
  const namespace = {
    addObject: () => object,
    addVariable: (options: object) => ({
      setValueFromSource: ({ value }: UaValue) => written.push([idOf(options), value]),
    }),
    addMethod: (_: unknown, options: object) => ({
      bindMethod: (call: Parameters<UaMethod['bindMethod']>[0]) => methods.set(idOf(options), call),
    }),
    addEventType: () => ({}),
  };
  const space = { registerNamespace: () => namespace, rootFolder: { objects: { ...object, server: object } } };
  const call: Calls = (id, ...values) =>
    new Promise((resolve) => {
      const input = values.map((value) => ({ dataType: 0, value }));
      methods.get(id)?.(input, null, (_, { outputArguments }) => resolve(outputArguments.map(({ value }) => value)));
    });
  return {
    server: { engine: { currentSessionCount: 0, addressSpace: space } } as unknown as UaServer,
    written,
    raised,
    call,
  };
}
type Calls = (id: string, ...values: unknown[]) => Promise<unknown[]>;

describe('an OPC UA server', () => {
  it('names the package that it lacks, with its version, and wants a user unless anybody may come', async () => {
    const fixture = surroundingsFixture({ kind: 'opcua', user: 'line' }, { password: 'x' });
    await expect(openOpcua(fixture.surroundings)).rejects.toMatchObject({
      code: 'connection.package-missing',
      details: { package: 'node-opcua-server', version: '2.186.4', folder: expect.stringMatching(/packages$/) },
    });
    const nobody = surroundingsFixture({ kind: 'opcua' }).surroundings;
    await expect(openOpcua(nobody)).rejects.toMatchObject({ code: 'connection.secret-missing' });
    fixture.remove();
  });

  it('does not touch a package that npm still unpacks: Node would remember what it did not find', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sigmaline-packages-'));
    const modules = join(folder, 'node_modules');
    const write = (name: string, main: string): void => {
      mkdirSync(join(modules, name), { recursive: true });
      writeFileSync(join(modules, name, 'package.json'), JSON.stringify({ name, version: PACKAGE.version }));
      writeFileSync(join(modules, name, 'index.js'), main);
    };
    write(PACKAGE.name, '');
    await expect(loadStack(folder)).rejects.toMatchObject({ code: 'connection.package-missing' });
    write('node-opcua-debug', "throw new Error('was loaded');");
    await expect(loadStack(folder)).rejects.toMatchObject({ code: 'connection.package-missing' });
    const list = { packages: { [`node_modules/${PACKAGE.name}`]: { version: PACKAGE.version } } };
    writeFileSync(join(modules, '.package-lock.json'), JSON.stringify(list, null, 2));
    await expect(loadStack(folder)).rejects.toThrow('was loaded');
    rmSync(folder, { recursive: true });
  });

  it('tells a pass last, takes it back first, tells an equal second verdict, and keeps results for those that were away', async () => {
    const fixture = surroundingsFixture({ kind: 'opcua', historySize: 2 });
    const { server, written, raised, call } = addressSpace();
    const nodes = new StationNodes(fixture.surroundings, { good: 0 } as Stack, server);
    const top = fixture.surroundings.sources[0]?.id;
    const pass = (sequence: number): void => nodes.show([viewFixture({ result: { sequence } })], 1);
    nodes.show([viewFixture()], 1);
    written.length = 0;
    pass(41);
    expect(written.at(-1)).toEqual([`${top}/Result/Pass`, true]);
    written.length = 0;
    pass(42);
    expect(written).toEqual([
      [`${top}/Result/Pass`, false],
      [`${top}/Result/Sequence`, 42],
      [`${top}/Result/Pass`, true],
    ]);
    written.length = 0;
    nodes.show([viewFixture({ result: { sequence: 42 }, validForMs: 1500 })], 1);
    expect(written).toEqual([]);
    pass(43);
    nodes.show([viewFixture({ state: 'engine-away', sequence: 43 })], 1);
    expect(written.at(-1)).toEqual([`${top}/Result/Pass`, false]);
    expect(raised.map(({ sequence, state }) => sequence?.value ?? state?.value)).toEqual([
      ...['inspecting', 41, 42, 43],
      'engine-away',
    ]);
    const [results] = await call(`${top}/LastResults`, 41, 10);
    expect((results as string[]).map((text) => (JSON.parse(text) as { Sequence: number }).Sequence)).toEqual([42, 43]);
    fixture.remove();
  });

  it('has the engine do what a client calls, and says why something was not done', async () => {
    const fixture = surroundingsFixture({ kind: 'opcua' });
    const { server, call } = addressSpace();
    new StationNodes(fixture.surroundings, { good: 0 } as Stack, server);
    const top = fixture.surroundings.sources[0]?.id;
    expect(await call(`${top}/Announce`, 'SN-1', '', '', '3')).toEqual([true, '', '']);
    expect(fixture.asked).toEqual([
      { kind: 'announce', source: top, serial: 'SN-1', lot: null, view: null, recipe: 3 },
    ]);
    fixture.answer = { code: 'connection.result-over', details: { sequence: 1, newest: 2 } };
    expect((await call(`${top}/Acknowledge`, 1))[1]).toBe('connection.result-over');
    expect((await call(`${top}/BeginBypass`, 0))[1]).toBe('connection.command-wrong');
    expect(fixture.garbled).toBe(1);
    fixture.remove();
  });

  it('is described node by node and method by method in docs/connections', () => {
    const text = readFileSync('docs/connections/opcua.md', 'utf8');
    const [nodes = ''] = text.split('## What a client must check');
    const documented = [...nodes.matchAll(/^\| `([\w/]+)` \| (\w+) \|/gm)].map(([, node, type]) => [node, type]);
    const fields = Object.entries(FIELDS).map(([node, { type }]) => [node, type]);
    expect(documented.filter(([node]) => !node?.startsWith('Station/'))).toEqual(fields);
    for (const name of [...Object.keys(METHODS), 'LastResults']) expect(text).toContain(`\`${name}\``);
  });

  it('has the states of OPC 40100-1 as its document maps them, by transitions that the specification knows', () => {
    const text = readFileSync('docs/connections/opcua.md', 'utf8');
    const rowOf = (state: string): string => text.split('\n').find((line) => line.startsWith(`| \`${state}`)) ?? '';
    const states = [
      ['inspecting', null, 'inspecting'],
      ['by-passed', null, 'by-passed'],
      ['not-inspecting', 'disk.full', 'not-inspecting` with a reason, `engine-away'],
      ['engine-away', null, 'not-inspecting` with a reason, `engine-away'],
      ['not-inspecting', null, 'not-inspecting` without one'],
    ] as const;
    const told = states.map(([state, reason, row]) => [visionStateOf({ state, reason }), rowOf(row)]);
    for (const [state, row] of told) expect(row).toContain(`| ${state} |`);
    expect(wayTo('Operational', 'Halted')).toEqual(['Preoperational', 'Operational']);
    expect(wayTo('Error', 'Operational')).toEqual(['Error']);
    expect(wayTo('Halted', null)).toEqual(['Halted']);
    expect(wayTo('Error', 'Error')).toEqual([]);
  });
});
